import { describe, expect, it, test } from "vitest";
import type { Bench } from "#formats/_pickle-bench.js";
import { built, canonical, construct, isTorchDtype } from "#formats/_pickle-classes.js";
import { isRefused } from "#formats/_pickle-refused.js";
import type { Inert, Value } from "#formats/_values.js";

function bench(): Bench & { charged: number } {
  const own = {
    charged: 0,
    fail: (problem: string): never => {
      throw new RangeError(problem);
    },
    charge: (amount: number) => {
      own.charged += amount;
    },
    torchStorage: undefined,
  };
  return own;
}
const made = (name: string, ...args: Value[]) => construct(name, args, bench());
const inert = (name: string, state: Value = null, args: readonly Value[] = []): Inert => ({
  type: "inert",
  class: name,
  arguments: args,
  state,
});

test("names of modules are those of today", () => {
  expect(
    [
      "__builtin__.list",
      "copy_reg._reconstructor",
      "numpy._core.multiarray.scalar",
      "my.__builtin__.x",
      "my.copy_reg.x",
    ].map(canonical),
  ).toEqual([
    "builtins.list",
    "copyreg._reconstructor",
    "numpy.core.multiarray.scalar",
    "my.__builtin__.x",
    "my.copy_reg.x",
  ]);
  expect(["my.numpy._core.x", "numpyX_core.x", "numpy._coreX"].map(canonical)).toEqual([
    "my.numpy._core.x",
    "numpyX_core.x",
    "numpy._coreX",
  ]);
});

test.each([
  ["int64 uint8 float32 bfloat16 float8_e4m3fn complex64 bool qint8 quint8 qint32 quint4x2 strided sparse_coo", true],
  ["Tensor int float intx int8x int8x2y boolean complex xint8 float32.x uint sparse_ quint4x stridedx", false],
])("torch.… %s: %s", (names, expected) => {
  expect(names.split(" ").filter((name) => isTorchDtype(`torch.${name}`) !== expected)).toEqual([]);
  expect(names.split(" ").some((name) => isTorchDtype(`my.torch.${name}`) || isTorchDtype(name))).toBe(false);
});

describe("calls that are data", () => {
  const pairs: Value = [
    ["a", 1],
    [2, "b"],
  ];
  const map = new Map<string | number, Value>([
    ["a", 1],
    [2, "b"],
  ]);

  it.each(["builtins.list", "builtins.tuple", "builtins.set", "builtins.frozenset", "collections.deque"])(
    "%s",
    (name) => {
      expect([made(name, [1, 2]), made(name), made(name, "text")]).toEqual([[1, 2], [], undefined]);
    },
  );
  it.each(["builtins.dict", "collections.OrderedDict", "collections.Counter"])("%s", (name) => {
    expect([made(name, pairs), made(name, map), made(name), made(name, 5)]).toEqual([map, map, new Map(), undefined]);
    for (const none of [["a"], [["a"]], [["a", 1, 2]], [[null, 1]], [[["a"], 1]], [["a", 1], "bc"]])
      expect(made(name, none)).toBeUndefined();
  });
  it("collections.defaultdict, whose first argument makes what is missing", () => {
    expect(made("collections.defaultdict", inert("builtins.list"), map)).toBe(map);
    expect(made("collections.defaultdict", null)).toEqual(new Map());
  });
  it("dictionaries are charged for their entries", () => {
    const of = bench();
    construct("builtins.dict", [pairs], of);
    expect(of.charged).toBe(72);
  });
  it.each(["builtins.bytes", "builtins.bytearray", "_codecs.encode"])("%s", (name) => {
    const two = Uint8Array.of(97, 233);
    expect([made(name, "aé"), made(name, "aé", "latin1"), made(name, "aé", "latin-1"), made(name, two)]).toEqual([
      two,
      two,
      two,
      two,
    ]);
    expect([made(name), made(name, "a", "utf8"), made(name, 5), made(name, "a", 5)]).toEqual([
      new Uint8Array(),
      undefined,
      undefined,
      undefined,
    ]);
    const of = bench();
    construct(name, ["four"], of);
    expect(of.charged).toBe(4);
  });
  it("objects of old protocols, by their class and what their base holds", () => {
    const base = inert("builtins.dict");
    expect(made("copyreg._reconstructor", inert("my.C"), base, map)).toEqual(inert("my.C", map));
    expect(made("copyreg._reconstructor", inert("my.C"), base)).toEqual(inert("my.C"));
    for (const none of ["my.C", null, new Map()]) expect(made("copyreg._reconstructor", none, base)).toBeUndefined();
  });
  it("torch's sizes, devices, layouts and storages", () => {
    expect([made("torch.Size", [2, 3]), made("torch.Size"), made("torch.Size", 5)]).toEqual([[2, 3], [], undefined]);
    expect([made("torch.device", "cuda", 0), made("torch.device", "cpu"), made("torch.device", "x", "y")]).toEqual([
      "cuda:0",
      "cpu",
      "x",
    ]);
    expect([made("torch.serialization._get_layout", "torch.strided"), made("torch.device", 5, 1)]).toEqual([
      "torch.strided",
      5,
    ]);
    const load = "torch.storage._load_from_bytes";
    const of = { ...bench(), torchStorage: (bytes: Uint8Array) => bytes.length };
    expect(construct(load, [new Uint8Array(3)], of)).toBe(3);
    expect(construct(load, ["text"], of)).toBeUndefined();
    expect(made(load, new Uint8Array(3))).toBeUndefined();
  });
  it("of all others nothing is made", () => {
    for (const name of ["my.C", "list", "builtins.List", "toString"]) expect(made(name, [1])).toBeUndefined();
  });
});

describe("NumPy's arrays", () => {
  const dtype = (code: string, order: Value = "<") => inert("numpy.dtype", [3, order, null], [code, 0, 1]);
  const four = Uint8Array.of(1, 0, 2, 0);
  const state = (shape: Value, type: Value, fortran: Value, data: Value): Value => [1, shape, type, fortran, data];
  const array = (of: Value) => {
    const target = made("numpy.core.multiarray._reconstruct", inert("numpy.ndarray"), [0], new Uint8Array()) as Inert;
    built(target, of, bench());
    return target as unknown;
  };
  const view = { type: "array", dtype: "i16", start: 0, littleEndian: true };

  it("are views of their bytes, in either order, which protocols below 3 write as text", () => {
    expect(array(state([2, 1], dtype("i2"), false, four))).toEqual({
      ...view,
      shape: [2, 1],
      strides: [1, 1],
      storage: four,
    });
    expect(array(state([1, 2], dtype("i2"), true, four))).toMatchObject({ strides: [1, 1], shape: [1, 2] });
    expect(array(state([2, 1], dtype("i2", ">"), 1, "\x01\0\x02\0"))).toMatchObject({
      littleEndian: false,
      storage: four,
    });
    const big = new Uint8Array(12);
    expect(array(state([2, 3], dtype("i2"), true, big))).toMatchObject({ strides: [1, 2] });
    expect(array(state([2, 3], dtype("i2"), false, big))).toMatchObject({ strides: [3, 1] });
    expect(made("numpy.core.numeric._frombuffer", big, dtype("i2"), [2, 3], "F")).toMatchObject({ strides: [1, 2] });
    expect(made("numpy.core.numeric._frombuffer", big, dtype("i2"), [2, 3], "C")).toMatchObject({ strides: [3, 1] });
    expect(made("jax._src.array._reconstruct_array", null, null, state([2], dtype("i2"), false, four))).toMatchObject({
      ...view,
      shape: [2],
    });
    const brain = inert("numpy.dtype", null, [inert("ml_dtypes.bfloat16"), 0, 1]);
    expect(array(state([2], brain, false, four))).toMatchObject({ dtype: "bf16", littleEndian: true });
  });
  it("of text, objects or no type stay inert, with their state", () => {
    for (const type of [
      dtype("U1"),
      dtype("i2", 5),
      inert("numpy.dtype", null, ["f9"]),
      inert("my.dtype", [3, "<"], ["i2"]),
      inert("numpy.dtype", [3, "<"], [inert("my.bfloat16")]),
      inert("my.dtype", null, [inert("ml_dtypes.bfloat16")]),
      "i2",
    ] as Value[]) {
      const of = state([2], type, false, four);
      expect(array(of)).toEqual(inert("numpy.ndarray", of));
    }
    expect(array(state([2], dtype("i2"), false, [1, 2]))).toHaveProperty("state");
    expect(array("none")).toEqual(inert("numpy.ndarray", "none"));
    expect(made("numpy.core.numeric._frombuffer", four, dtype("U1"), [2], "C")).toEqual(
      inert("numpy.ndarray", [four, dtype("U1"), [2], "C"]),
    );
    expect(made("jax._src.array._reconstruct_array", null)).toBeUndefined();
  });
  it("of other bytes than their shape takes are refused", () => {
    expect(() => array(state([3, 1], dtype("i2"), false, four))).toThrow(
      new RangeError("numpy array [3, 1]: 6 bytes expected, 4 found"),
    );
    expect(() => array(state([-1], dtype("i2"), false, four))).toThrow(
      new RangeError("a numpy array whose shape is no whole numbers"),
    );
  });
  it("of no axes are numbers, and of no bytes' order those of their machine", () => {
    const scalar = "numpy.core.multiarray.scalar";
    expect(made(scalar, dtype("i2"), Uint8Array.of(2, 1))).toBe(258);
    expect(made(scalar, inert("numpy.dtype", null, ["i2"]), Uint8Array.of(2, 1))).toBe(258);
    expect([made(scalar, dtype("b1", "|"), Uint8Array.of(1)), made(scalar, dtype("b1"), Uint8Array.of(0))]).toEqual([
      true,
      false,
    ]);
    expect(made(scalar, dtype("U1"), four)).toBeUndefined();
  });
});

test("an object that has a state already keeps what it has of it", () => {
  const target = inert("my.C");
  const of = bench();
  built(target, new Map([["a", 1]]), of);
  built(target, new Map([["b", 2]]), of);
  expect(target.state).toEqual(new Map(Object.entries({ a: 1, b: 2 })));
  expect(of.charged).toBe(36);
  built(target, 5, of);
  expect(target.state).toEqual([new Map(Object.entries({ a: 1, b: 2 })), 5]);
  const listed = inert("my.C", [1]);
  built(listed, new Map(), of);
  expect(listed.state).toEqual([[1], new Map()]);
});

describe("what is refused", () => {
  test("all of a module that reaches the machine, however deep", () => {
    for (const name of [
      "os.system",
      "posix.system",
      "subprocess.Popen",
      "importlib.import_module",
      "ctypes.cdll.dlopen",
    ])
      expect([isRefused(name), isRefused(`${name}.more`), isRefused(`x${name}`)], name).toEqual([true, true, false]);
    for (const name of ["os2.system", "my.os", "my.os.path.join", "my.os.", "collections.OrderedDict"])
      expect(isRefused(name), name).toBe(false);
  });
  test("a callable by its whole name, and not others of its module", () => {
    for (const name of [
      "builtins.eval",
      "builtins.__import__",
      "io.open",
      "types.CodeType",
      "torch.load",
      "numpy.load",
    ])
      expect([isRefused(name), isRefused(`${name}x`), isRefused(`x${name}`)], name).toEqual([true, false, false]);
    for (const name of ["builtins.dict", "io.BytesIO", "types.SimpleNamespace", "torch.Size", "numpy.ndarray"])
      expect(isRefused(name), name).toBe(false);
  });
  test("a module that is reached through another", () => {
    for (const module of ["os", "posix", "nt", "sys", "subprocess", "builtins", "__builtins__"])
      expect([isRefused(`torch.${module}.f`), isRefused(`torch.x${module}.f`)], module).toEqual([true, false]);
  });
});
