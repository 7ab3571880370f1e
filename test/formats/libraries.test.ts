import { cpSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { arrayOf, readArray } from "#formats/_arrays.js";
import { readFile } from "#formats/_read.js";
import { scriptTensors } from "#formats/_torch-script.js";
import { type ArrayRef, isArray, isDictionary, type Value } from "#formats/_values.js";
import { epochOfName } from "#runs/_epochs.js";
import { filesAt } from "#runs/_files.js";
import { f32, folder, formatError, zip } from "./_builders.ts";
import { plain, read } from "./_checks.ts";

const LIBRARIES = "fixtures/formats/libraries";

interface Recorded {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly values: readonly number[];
}

/** What each library reads back from its own file (fixtures/make/libraries.py). */
const recorded: Readonly<Record<string, Readonly<Record<string, Recorded>>>> = JSON.parse(
  readFileSync(join(LIBRARIES, "values.json"), "utf8"),
);

const FORMATS: readonly (readonly [RegExp, string])[] = [
  [/msgpack$/, "flax-msgpack"],
  [/\.pickle$/, "pickle"],
  [/_METADATA$/, "orbax"],
  [/\.keras$/, "keras"],
  [/\.h5$/, "hdf5"],
  [/\.npz$/, "npz"],
  [/\.safetensors$/, "safetensors"],
];
const NAMES: Readonly<Record<string, string>> = {
  f64: "float64",
  f32: "float32",
  f16: "float16",
  bf16: "bfloat16",
  i64: "int64",
  i32: "int32",
  i16: "int16",
  i8: "int8",
  u8: "uint8",
  bool: "bool",
};

/** The leaves of dictionaries and lists, by names joined by dots. */
function leaves(value: Value, path: string[] = []): [string, Value][] {
  if (isDictionary(value)) return [...value].flatMap(([key, entry]) => leaves(entry, [...path, String(key)]));
  if (Array.isArray(value)) return value.flatMap((entry, i) => leaves(entry, [...path, String(i)]));
  return [[path.join("."), value]];
}

function seen(value: Value): { dtype?: string; shape: readonly number[]; values: readonly number[] } {
  if (!isArray(value)) return { shape: [], values: [Number(value)] };
  return { dtype: NAMES[value.dtype], shape: value.shape, values: [...readArray(value)] };
}

describe.each(Object.keys(recorded))("%s", (name) => {
  const found = () => new Map(leaves(readFile(join(LIBRARIES, name)).value));

  it("is of its format", () => {
    expect(readFile(join(LIBRARIES, name)).format).toBe(FORMATS.find(([pattern]) => pattern.test(name))?.[1]);
  });
  it("has every value that its library reads back", () => {
    const expected = Object.entries(recorded[name] as Record<string, Recorded>);
    expect(expected.length).toBeGreaterThan(0);
    const entries = found();
    for (const [key, { dtype, shape, values }] of expected) {
      const entry = entries.get(key);
      expect(entry, key).toBeDefined();
      // A number that is no array has no type of its own.
      expect(seen(entry as Value), key).toEqual(isArray(entry) ? { dtype, shape, values } : { shape, values });
    }
  });
  it("has no other arrays of weights", () => {
    const names = [...found()]
      .filter(([key, entry]) => isArray(entry) && !key.startsWith("optimizer"))
      .map(([key]) => key);
    expect(names.filter((key) => !(key in (recorded[name] as object)))).toEqual([]);
  });
});

it.each(["torchscript.pt", "torchscript-traced.pt"])("%s has the tensors of its state dict", (name) => {
  const state = plain(readFile("fixtures/formats/torchscript-state.pth").value);
  expect(Object.keys(state as object).length).toBe(4);
  expect(plain(readFile(`fixtures/formats/${name}`).value)).toEqual(state);
});

it("TorchScript: a module that is in two places is listed once", () => {
  const module = (state: [string, Value][]): Value => {
    return { type: "inert", class: "__torch__.Module", arguments: [], state: new Map(state) };
  };
  const shared = module([
    ["weight", arrayOf([1, 2])],
    ["training", true],
  ]);
  const outer = module([
    ["a", shared],
    ["b", shared],
    ["p", 5],
  ]);
  expect([...scriptTensors(outer, "a.pt").keys()]).toEqual(["a.weight"]);
});

describe("flax", () => {
  it("leaves the bytes of an array in the file", () => {
    const params = (
      readFile(join(LIBRARIES, "flax.msgpack")).value as Map<string, Map<string, Map<string, ArrayRef>>>
    ).get("params");
    expect(params?.get("embed")?.get("embedding")?.storage).toMatchObject({ byteLength: 80 });
  });
  it("refuses complex numbers", () => {
    expect(formatError(() => readFile(join(LIBRARIES, "flax-complex.msgpack")))).toMatch(/complex64 is none/);
    expect(formatError(() => read(Buffer.of(0x81, 0xa1, 0x61, 0xc7, 1, 2, 0)))).toMatch(/a complex number/);
  });
  it("takes lists of pairs by the ten thousand, and refuses dictionaries by the million", () => {
    const listed = (count: number, item: number[]): Buffer => {
      const head = Buffer.of(0x81, 0xa1, 0x61, 0xdd, 0, 0, 0, 0);
      head.writeUInt32BE(count, 4);
      return Buffer.concat([head, Buffer.alloc(count * item.length, Buffer.from(item))]);
    };
    expect((read(listed(50_000, [0x92, 1, 2])) as { a: unknown[] }).a.length).toBe(50_000);
    expect(formatError(() => read(listed(1_000_000, [0x80])))).toMatch(/asks for more than \d+ bytes of objects/);
  });
  it.each<[string, number[], RegExp]>([
    ["a list longer than the file", [0xdd, 0xff, 0xff, 0xff, 0xff], /1 more bytes expected/],
    ["lists within lists longer than the file", Array(40).fill([0xdd, 0xff, 0xff, 0xff, 0xff]).flat(), /1 more bytes/],
    ["deeper nesting than any value has", Array(2000).fill(0x91), /nested deeper/],
    ["a byte that begins no value", [0xc1], /0xc1 begins no value/],
    ["a dictionary by lists", [0x81, 0x90, 0x01], /neither text nor number/],
    ["bytes after the value", [0x01, 0x01], /1 bytes follow/],
    ["an array that is none", [0xc7, 1, 1, 0x01], /no triple/],
    [
      "an array of another length",
      [0xc7, 10, 1, 0x93, 0x91, 2, 0xa4, 0x69, 0x6e, 0x74, 0x38, 0xc4, 0],
      /2 bytes expected for int8 \[2\], 0 found/,
    ],
  ])("refuses %s", (_, bytes, message) => {
    expect(formatError(() => read(Buffer.of(0x81, 0xa1, 0x61, ...bytes)))).toMatch(message);
  });
});

describe("orbax", () => {
  const METADATA = "_METADATA";
  const copy = (): string => {
    const path = join(folder(), "checkpoint");
    cpSync(join(LIBRARIES, "orbax"), path, { recursive: true });
    return path;
  };
  const kernel = "params.Dense_0.kernel";
  const zarray = (path: string, change: object): void => {
    const at = join(path, kernel, ".zarray");
    writeFileSync(at, JSON.stringify({ ...JSON.parse(readFileSync(at, "utf8")), ...change }));
  };
  const arrays = (path: string): unknown => plain(readFile(join(path, METADATA)).value);
  const first = (path: string): unknown => {
    const value = readFile(join(path, METADATA)).value as Map<string, Map<string, Map<string, Value>>>;
    return plain(value.get("params")?.get("Dense_0")?.get("kernel") as Value);
  };

  it("refuses OCDBT with the line that converts it", () => {
    const message = formatError(() => readFile(join(LIBRARIES, "orbax-ocdbt", METADATA)));
    expect(message).toMatch(/an Orbax checkpoint in OCDBT; convert it: import orbax.*use_ocdbt=False.*restore/);
  });
  it("reads chunks in several files, compressed or not, in either order, some of them missing", () => {
    const path = copy();
    zarray(path, { shape: [3, 2], chunks: [2, 2], compressor: null, fill_value: 0 });
    writeFileSync(join(path, kernel, "0.0"), f32(1, 2, 3, 4));
    writeFileSync(join(path, kernel, "1.0"), f32(5, 6, 7, 8));
    expect(first(path)).toEqual({ "f32 [3,2]": [1, 2, 3, 4, 5, 6] });
    zarray(path, { order: "F" });
    expect(first(path)).toEqual({ "f32 [3,2]": [1, 3, 2, 4, 5, 7] });
    rmSync(join(path, kernel, "0.0"));
    expect(first(path)).toEqual({ "f32 [3,2]": [0, 0, 0, 0, 5, 7] });
    rmSync(join(path, kernel, "1.0"));
    expect(first(path)).toEqual({ "f32 [3,2]": [0, 0, 0, 0, 0, 0] });
    zarray(path, { fill_value: 1 });
    expect(formatError(() => first(path))).toMatch(/a missing chunk of 1/);
  });
  it.each<[string, object, RegExp]>([
    ["another version", { zarr_format: 3 }, /version 3 is not supported/],
    ["a codec that is none of ours", { compressor: { id: "blosc" } }, /compression blosc is not supported/],
    ["filters", { filters: [{ id: "delta" }] }, /filters/],
    ["chunks of nothing", { chunks: [0, 3] }, /chunks \[0,3\] of an array/],
    ["no shape", { shape: [-1, 3] }, /no shape/],
    ["more chunks than any array has", { shape: [1e6, 3], chunks: [1, 3] }, /chunks are more than/],
    ["a bomb", { shape: [1e9, 3], chunks: [1e9, 3] }, /asks for more than 67108864 bytes inflated/],
    [
      "a chunk that is too short",
      { shape: [80, 3], chunks: [80, 3], compressor: null },
      /960 bytes expected, \d+ found/,
    ],
  ])("refuses %s", (_, change, message) => {
    const path = copy();
    zarray(path, change);
    expect(formatError(() => arrays(path))).toMatch(message);
  });
  it("keeps in proportion to its files what it puts together of chunks, over all arrays", () => {
    const path = copy();
    const large = { zarr_format: 2, dtype: "|u1", order: "C", filters: null, compressor: null, fill_value: 0 };
    for (const name of [kernel, "params.Dense_1.kernel"]) {
      const array = { ...large, shape: [600, 2 ** 20], chunks: [1, 2 ** 20] };
      writeFileSync(join(path, name, ".zarray"), JSON.stringify(array));
      writeFileSync(join(path, name, "0.0"), Buffer.alloc(2 ** 20));
    }
    expect(formatError(() => readFile(join(path, METADATA)))).toMatch(/asks for more than 67108864 bytes inflated/);
  });
  it("refuses a name that leaves the folder, and one that is a value and a dictionary", () => {
    const path = folder();
    const leaf = (...keys: string[]) => ({
      key_metadata: keys.map((key) => ({ key, key_type: 2 })),
      value_metadata: { value_type: "Dict" },
    });
    const tree = (...leafs: object[]) =>
      writeFileSync(join(path, METADATA), JSON.stringify({ tree_metadata: { ...leafs } }));
    tree({ ...leaf("a/../../b"), value_metadata: { value_type: "jax.Array" } });
    expect(formatError(() => arrays(path))).toMatch(/leaves the folder/);
    tree({ ...leaf("a"), value_metadata: { value_type: "None" } }, leaf("a", "b"));
    expect(formatError(() => arrays(path))).toMatch(/a value and a dictionary/);
    tree(leaf("a"), leaf("a"));
    expect(formatError(() => arrays(path))).toMatch(/two values are named a/);
  });
  it("notices a chunk that is cut", () => {
    const path = copy();
    truncateSync(join(path, kernel, "0.0"), 20);
    expect(formatError(() => arrays(path))).toMatch(/0\.0: byte 0: cannot be inflated/);
  });
});

describe("hdf5", () => {
  it("refuses chunks with a remedy", () => {
    expect(formatError(() => readFile(join(LIBRARIES, "chunked.h5")))).toMatch(
      /dataset \/w: HDF5: written in chunks; /,
    );
  });
  it("keras: reads a member that another tool deflated, refuses an archive without a configuration", () => {
    const h5 = readFileSync(join(LIBRARIES, "keras.weights.h5"));
    const weights = { name: "model.weights.h5", data: h5, deflate: true };
    const whole = plain(readFile(join(LIBRARIES, "keras.weights.h5")).value);
    expect(read(zip([weights, { name: "config.json", data: Buffer.from("{}") }]))).toEqual({
      ...(whole as object),
      config: "{}",
    });
    expect(formatError(() => read(zip([weights])))).toMatch(/no config\.json/);
    expect(formatError(() => read(zip([weights, { name: "config.json", data: Buffer.from("{") }])))).toMatch(
      /no valid JSON/,
    );
  });
});

describe("runs", () => {
  it("a folder of Orbax steps is a run", () => {
    const { readable } = filesAt(join(LIBRARIES, "orbax-steps"));
    expect(readable.map(({ file, format }) => [file.replaceAll("\\", "/"), format])).toEqual([
      ["0/default/_METADATA", "orbax"],
      ["100/default/_METADATA", "orbax"],
    ]);
    expect(readable.map(({ file }) => epochOfName(file))).toEqual([0, 100]);
  });
  it("an Orbax checkpoint, or a step of a run, is one file", () => {
    expect(filesAt(join(LIBRARIES, "orbax")).readable.map(({ file }) => file)).toEqual(["_METADATA"]);
    expect(filesAt(join(LIBRARIES, "orbax-steps/100")).readable.length).toBe(1);
    expect(() => filesAt(join(LIBRARIES, "orbax-ocdbt"))).toThrow(/^[^\n]*OCDBT; convert it: import orbax[^\n]*$/);
  });
});
