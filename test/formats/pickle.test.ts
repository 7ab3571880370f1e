import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { cursorOf } from "#formats/_cursor.js";
import { unpickle } from "#formats/_pickle.js";
import { bytesSource } from "#formats/_sources.js";
import type { Value } from "#formats/_values.js";
import * as blobs from "./_blobs.ts";
import { call, f32, folder, formatError, global, list, type Picklable, pickled } from "./_builders.ts";
import { plain, read } from "./_checks.ts";

const load = (bytes: Uint8Array): Value => unpickle(cursorOf(bytesSource("a.pkl", bytes)));
const ops = (text: string): Uint8Array => Buffer.from(text, "latin1");

describe("values", () => {
  it("a NumPy array whose shape is no whole numbers is refused", () => {
    const array = (shape: Picklable) =>
      call(
        "numpy.core.numeric._frombuffer",
        Buffer.concat([ops("C\x04"), f32(1)]),
        Buffer.concat([
          call("numpy.dtype", "f4"),
          ops("("),
          pickled([3, "<", null]).subarray(2, -1).subarray(1, -1),
          ops("tb"),
        ]),
        shape,
        "C",
      );
    expect(read(pickled(array([1])))).toEqual({ "f32 [1]": [1] });
    expect(formatError(() => load(pickled(array([true]))))).toMatch(/no whole numbers/);
  });
  it.each([0, 1] as const)("reads what Python writes in protocol %d", (protocol) => {
    expect(plain(load(blobs[`plain${protocol}`]))).toEqual({
      list: [1, true, false, null, -2.5, Infinity, 2n ** 70n],
      one: [1],
      four: [1, 2, 3, 4],
      text: "é€\\\n😀",
      namespace: { "argparse.Namespace": [], state: { x: 1 } },
      set: [5],
    });
  });
  it.each([2, 3, 4, 5] as const)("reads NumPy's arrays in protocol %d", (protocol) => {
    expect(read(blobs[`numpy${protocol}`])).toEqual({
      a: { "f64 [2,2]": [1, 2, 3, 4.5] },
      f: { "f32 [2,3]": [1, 2, 3, 4, 5, 6] },
      big: { "i32 [2]": [1, -2] },
      text: { "numpy.ndarray": expect.anything(), state: expect.anything() },
      objects: { "numpy.ndarray": expect.anything(), state: expect.arrayContaining([[{}, null]]) },
      scalar: 1.5,
      truth: true,
      set: [1],
      frozen: [2],
      bytes: Uint8Array.of(0, 255),
      bytearray: Uint8Array.of(97, 98),
      complex: { "builtins.complex": [0, 1], state: null },
      count: { a: 2, b: 1 },
      default: { "(1, 2)": [1] },
      large: 2n ** 70n,
      negative: -(2 ** 40),
      keys: { None: 1, True: 2, 3.5: 3 },
    });
  });
  it("reads a tensor within a plain pickle", () => {
    expect(read(blobs.torchInPickle)).toEqual({ w: { "f32 [2]": [2, 3] } });
  });
  it("shares what the file shares, and may contain itself", () => {
    const value = load(ops("]q\x00(h\x00}q\x01h\x01e.")) as Value[];
    expect(value[0]).toBe(value);
    expect(value[1]).toBe(value[2]);
    const dictionary = load(ops("}q\x00K\x01h\x00s.")) as Map<number, Value>;
    expect(dictionary.get(1)).toBe(dictionary);
    expect(structuredClone(value)).toHaveLength(3);
  });
  it("keeps the items and the state of unknown classes", () => {
    const dict = Buffer.concat([call("my.Dict"), ops("K\x01K\x02s}X\x01\x00\x00\x00aK\x03sb")]);
    const array = Buffer.concat([call("my.List", 5), ops("K\x01a")]);
    expect(plain(load(pickled([dict, array])))).toEqual([
      { "my.Dict": [], state: { 1: 2, a: 3 } },
      { "my.List": [5], state: [1] },
    ]);
  });
  it.each<[string, Picklable, unknown]>([
    ["torch.device", call("torch.device", "cuda", 1), "cuda:1"],
    ["torch.device without index", call("torch.device", "cpu"), "cpu"],
    ["torch.Size", call("torch.Size", [2, 3]), [2, 3]],
    ["a dtype", global("torch", "bfloat16"), "torch.bfloat16"],
    ["a class", global("my", "Net"), { "my.Net": [], state: null }],
    ["a path", call("pathlib.PosixPath", "/", "tmp"), { "pathlib.PosixPath": ["/", "tmp"], state: null }],
    ["pairs", call("collections.OrderedDict", list(["a", 1], ["b", 2])), { a: 1, b: 2 }],
    [
      "an object of protocol 0",
      call("copy_reg._reconstructor", global("my", "C"), global("__builtin__", "object"), null),
      { "my.C": [], state: null },
    ],
    [
      "a method",
      call("builtins.getattr", global("my", "C"), "f"),
      { "builtins.getattr": [{ "my.C": [], state: null }, "f"], state: null },
    ],
    [
      "odd keys",
      new Map<Picklable, Picklable>([
        [[1, ["a", null]], 1],
        [[2], 2],
      ]),
      { "(1, ('a', None))": 1, "(2,)": 2 },
    ],
  ])("reads %s", (_, value, expected) => {
    expect(plain(load(pickled(value)))).toEqual(expected);
  });
});

describe("what is refused", () => {
  it.each([
    "os.system",
    "posix.system",
    "nt.system",
    "subprocess.Popen",
    "builtins.eval",
    "builtins.exec",
    "builtins.__import__",
    "__builtin__.eval",
    "builtins.open",
    "runpy.run_path",
    "pickle.loads",
    "importlib.import_module",
    "shutil.rmtree",
    "torch.serialization.os.system",
    "torch.load",
    "sys.exit",
    "socket.socket",
    "ctypes.CDLL",
  ])("%s", (name) => {
    const message = formatError(() => load(pickled(call(name, "touch /tmp/x"))));
    expect(message).toMatch(/^a\.pkl: byte \d+: pickle asks to call /);
    expect(message).toContain(name.replace("__builtin__", "builtins"));
    expect(message).toMatch(/do not trust/);
  });
  it("by STACK_GLOBAL, INST and in a torch file alike, with nothing run", () => {
    const path = join(folder(), "run");
    const command = `touch ${path}`;
    const stacked = Buffer.concat([
      ops("\x80\x04\x8c\x02os\x8c\x06system\x93"),
      pickled([command]).subarray(2, -1),
      ops("R."),
    ]);
    expect(formatError(() => load(stacked))).toMatch(/asks to call os.system/);
    const instance = Buffer.concat([ops("("), pickled(command).subarray(2, -1), ops("ios\nsystem\n.")]);
    expect(formatError(() => load(instance))).toMatch(/asks to call os.system/);
    expect(existsSync(path)).toBe(false);
  });
  it.each<[string, Uint8Array, RegExp]>([
    ["an unknown opcode", ops("\x80\x02\x82\x01."), /^a\.pkl: byte 2: pickle opcode 0x82 is not supported; /],
    ["a protocol to come", ops("\x80\x06N."), /protocol above 5/],
    ["an empty stack", ops("."), /stack is empty/],
    ["a missing mark", ops("t."), /no mark/],
    ["a pop below the mark", ops("N(\x85."), /stack is empty/],
    ["an empty memo", ops("h\x05."), /memo 5 is empty/],
    ["an odd dictionary", ops("}(K\x01u."), /key without a value/],
    ["a persistent id", ops("Px\n."), /outside the file/],
    ["a string past the end", ops("X\xff\xff\xff\x7fa."), /more bytes expected/],
    ["bytes past the end", ops("\x8e\xff\xff\xff\xff\xff\xff\xff\x7f."), /more bytes expected/],
    ["a long integer", ops("\x8b\xff\xff\x00\x00."), /integer of 65535 bytes/],
    ["an integer that is none", ops("I12x\n."), /cannot be read/],
    ["a call of a list", ops("])R."), /no class/],
    ["a call without arguments", ops("cmy\nC\n]K\x01R."), /without a tuple|no class/],
    ["a changed class", ops("cnumpy\nndarray\n}b."), /changes a class/],
    ["an item of a number", ops("K\x01K\x02a."), /no list/],
  ])("%s", (_, bytes, message) => {
    expect(formatError(() => load(bytes))).toMatch(message);
  });
  it("nesting that would overflow whoever walks it", () => {
    expect(formatError(() => load(ops(`)${"\x85".repeat(1e5)}.`)))).toMatch(/nested deeper than 1000/);
    expect(formatError(() => load(ops(`${"](".repeat(5e4)}${"e".repeat(5e4)}.`)))).toMatch(/nested deeper/);
  });
  it("a short pickle that copies itself without end", () => {
    const text = pickled("x".repeat(1e5)).subarray(0, -1);
    const copy = "c_codecs\nencode\nh\x00\x85R0";
    expect(formatError(() => load(Buffer.concat([text, ops(`q\x00${copy.repeat(5000)}.`)])))).toMatch(/copies/);
  });
  it("a key of endless length", () => {
    // A pair of pairs of pairs: two references each, 2⁴⁰ parts once printed.
    const key = `)q\x000${"h\x00h\x00\x86q\x000".repeat(40)}`;
    expect(formatError(() => load(ops(`}${key}h\x00K\x01s.`)))).toMatch(/key that is too long/);
  });
  it("bytes after a plain pickle", () => {
    expect(formatError(() => read(Buffer.concat([pickled(1), pickled(2)])))).toMatch(/bytes follow the pickle/);
  });
});
