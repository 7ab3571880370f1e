import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readFile } from "#formats/_read.js";
import * as formats from "#formats/index.js";
import * as blobs from "./_blobs.ts";
import { call, f32, folder, formatError, npy, pickled, safetensors, tensor, torchZip, zip } from "./_builders.ts";
import { plain } from "./_checks.ts";

const data = f32(1, 2, 3, 4, 5, 6);
const topology = {
  weightsManifest: [{ paths: ["shard.bin"], weights: [{ name: "a", shape: [6], dtype: "float32" }] }],
};

const LIBRARIES = "fixtures/formats/libraries";
const ORBAX = join(LIBRARIES, "orbax-steps/0/default");

/** A file of each format, small enough to be damaged at every byte. */
const files: Readonly<Record<string, Uint8Array>> = {
  torch: torchZip(
    new Map([
      ["a", tensor("0", 6, [2, 3], [3, 1])],
      ["b", tensor("1", 1, [], [])],
    ]),
    { 0: data, 1: f32(7) },
  ),
  "torch by PyTorch": blobs.torchZip,
  "torch-legacy": blobs.torchSmall,
  "torch-legacy of every type": blobs.torchStream,
  "torch-legacy of a module": blobs.torchModule,
  pickle: blobs.numpy4,
  "pickle of protocol 2": blobs.numpy2,
  "pickle of a tensor": blobs.torchInPickle,
  "pickle of objects": pickled([call("my.Class", 1), call("collections.OrderedDict")]),
  safetensors: safetensors({ a: { dtype: "F32", shape: [6], data_offsets: [0, 24] } }, data),
  npy: npy("'<f4'", "(2, 3)", data),
  npz: zip([
    { name: "a.npy", data: npy("'<f4'", "(6,)", data) },
    { name: "b.npy", data: npy("'<f4'", "(6,)", data), deflate: true },
  ]),
  tfjs: Buffer.from(JSON.stringify(topology)),
  "tfjs shard": data,
  "torch by TorchScript": readFileSync("fixtures/formats/torchscript.pt"),
  "flax-msgpack": readFileSync(join(LIBRARIES, "flax.msgpack")),
  "flax-msgpack of every type": readFileSync(join(LIBRARIES, "flax-dtypes.msgpack")),
  "flax-msgpack in parts": readFileSync(join(LIBRARIES, "flax-chunked.msgpack")),
  hdf5: readFileSync(join(LIBRARIES, "keras-bfloat16.weights.h5")),
  "hdf5 by Keras 2": readFileSync(join(LIBRARIES, "keras-legacy.h5")),
  keras: readFileSync(join(LIBRARIES, "model.keras")),
  orbax: readFileSync(join(ORBAX, "_METADATA")),
  "orbax params.Dense_0.bias/.zarray": readFileSync(join(ORBAX, "params.Dense_0.bias/.zarray")),
  "orbax params.Dense_0.bias/0": readFileSync(join(ORBAX, "params.Dense_0.bias/0")),
};

/** Reads the bytes, arrays and all, as the named file of a folder that holds what else the file needs. */
function reader(name: string): (bytes: Uint8Array) => unknown {
  const path = folder();
  if (name.startsWith("orbax")) {
    cpSync(ORBAX, path, { recursive: true });
    return (bytes) => {
      writeFileSync(join(path, name.split(" ")[1] ?? "_METADATA"), bytes);
      return plain(readFile(join(path, "_METADATA")).value);
    };
  }
  const shard = join(path, "shard.bin");
  const model = join(path, "model.json");
  writeFileSync(shard, data);
  writeFileSync(model, JSON.stringify(topology));
  return (bytes) => {
    writeFileSync(name === "tfjs shard" ? shard : model, bytes);
    return plain(readFile(model).value);
  };
}

/** Random damages tried per format. */
const RUNS = 100;

/** Cuts tried per format: every byte of the files made here, and evenly over the larger ones that PyTorch made. */
const CUTS = 400;

it("every format has a file here", () => {
  expect(
    Object.values(formats)
      .map(({ name }) => name)
      .filter((name) => !(name in files)),
  ).toEqual([]);
});

describe.each(Object.keys(files))("%s", (name) => {
  const bytes = files[name] as Uint8Array;

  it("is read whole, and refused when cut anywhere", () => {
    const read = reader(name);
    expect(formatError(() => read(bytes))).toBeUndefined();
    for (let n = 0; n < bytes.length; n += Math.ceil(bytes.length / CUTS)) {
      expect(
        formatError(() => read(bytes.subarray(0, n))),
        `the first ${n} bytes of ${bytes.length}`,
      ).toBeDefined();
    }
  });
  it("throws nothing but a FormatError when bytes are flipped", () => {
    const read = reader(name);
    const flip = fc.tuple(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }));
    const damage = (flips: readonly (readonly [number, number])[]): void => {
      const damaged = Uint8Array.from(bytes);
      for (const [at, mask] of flips) damaged[at] = (damaged[at] as number) ^ mask;
      formatError(() => read(damaged));
    };
    fc.assert(fc.property(fc.array(flip, { minLength: 1, maxLength: 4 }), damage), { numRuns: RUNS });
  });
});
