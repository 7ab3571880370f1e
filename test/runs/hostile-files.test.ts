import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readArray } from "#formats/_arrays.js";
import { readFile } from "#formats/_read.js";
import { isArray, isDictionary, type Value } from "#formats/_values.js";
import { contents } from "#layouts/_contents.js";
import {
  call,
  f32,
  list,
  npy,
  type Picklable,
  pickled,
  safetensors,
  tensor,
  torchZip,
  zip,
} from "../formats/_builders.ts";

/** A pickle of protocol 2 in raw opcodes, of which each letter is a byte. */
const ops = (text: string): Buffer => Buffer.concat([Buffer.of(0x80, 2), Buffer.from(`${text}.`, "latin1")]);
const word = (text: string): string => `X${String.fromCharCode(text.length)}\0\0\0${text}`;
/** A value that is kept under a number, and off the stack; a list of so many of it. */
const kept = (value: string, at: number): string => `${value}q${String.fromCharCode(at)}0`;
const times = (at: number, count: number): string => `](${`h${String.fromCharCode(at)}`.repeat(count)}e`;
/** Lists of 10 000 within one another: 80 kB, and 10¹⁶ numbers once unfolded. */
const laughs = `${kept("](K\x01e", 0)}${kept(times(0, 10_000), 1)}${kept(times(1, 10_000), 2)}${times(2, 10_000)}`;
const again = (first: Buffer, count: number): Buffer =>
  Buffer.concat([Buffer.from("]("), first, Buffer.from(`q\0${"h\0".repeat(count)}e`, "latin1")]);
/** Names that are all the train loss's. */
const losses = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, i) => `loss${"_".repeat(i % 50)}${".".repeat(i / 50)}`);
const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));
const expanded = tensor("0", 4, [2 ** 20], [0]);
const square = new Map([["w", tensor("0", 4, [2, 2], [2, 1])]]);
const bomb = zip([{ name: "w.npy", data: Buffer.alloc(9e7), deflate: true }]);

/** A network of three layers whose weights are all 0, in a few kilobytes. */
function zeros(width: number): Buffer {
  const shapes = { "fc1.weight": [width, 226], "fc2.weight": [width, width], "fc3.weight": [113, width] };
  const member = (name: string, [rows, columns]: readonly number[]) => ({
    name: `${name}.npy`,
    data: npy("'<f4'", `(${rows}, ${columns})`, Buffer.alloc(4 * rows * columns)),
    deflate: true,
  });
  return zip(Object.entries(shapes).map(([name, shape]) => member(name, shape)));
}

/** A module whose parts are one, which has a thousand weights. */
function modules(): Buffer {
  const own = Array.from({ length: 1000 }, (_, i) => [`w${i}`, tensor("0", 4, [2, 2], [2, 1])] as const);
  const part = Buffer.concat([
    call("my.Module"),
    pickled(new Map([["_parameters", pickledValue(new Map(own))]])).subarray(2, -1),
    Buffer.from("bq\0"),
  ]);
  const parts = Array.from({ length: 3000 }, (_, i) => [`m${i}`, i === 0 ? part : Buffer.from("h\0")] as const);
  const whole = pickled(new Map([["_modules", pickledValue(new Map(parts))]])).subarray(2, -1);
  return torchZip(Buffer.concat([call("my.Whole"), whole, Buffer.from("b")]), { 0: f32(1, 2, 3, 4) });
}
const pickledValue = (value: Parameters<typeof pickled>[0]): Buffer => pickled(value).subarray(2, -1);

/** Files that ask for far more than they are, by name, and the one line that refuses them, or `info` where they are read. */
const FILES: Readonly<Record<string, readonly [Buffer, RegExp]>> = {
  "lists.pkl": [
    ops(`}(${word("train_loss")}${laughs}u`),
    /asks for more than 1048576 entries taken more than once; no genu/,
  ],
  "lists-top.pkl": [ops(laughs), /entries taken more than once/],
  "digits.pkl": [ops(`}(${word("a")}F${"1".repeat(300_000)}x\nu`), /cannot be read/],
  "expanded.pt": [
    torchZip(new Map([["train_loss", again(expanded, 20_000)]]), { 0: f32(1, 2, 3, 4) }),
    /entries taken more than once/,
  ],
  "moments.pt": [
    torchZip(new Map([["state_dicts", again(pickledValue(square), 40_000)]]), { 0: f32(1, 2, 3, 4) }),
    /entries taken more than once/,
  ],
  "modules.pt": [modules(), /entries taken more than once/],
  "tensors.safetensors": [
    safetensors(
      Object.fromEntries(
        Array.from({ length: 20_000 }, (_, i) => [`${i}.bias`, { dtype: "F32", shape: [0, 0], data_offsets: [0, 0] }]),
      ),
      Buffer.alloc(0),
    ),
    /holds 20000 tensors: a network is read of 4096 at most; keep/,
  ],
  "bomb.npz": [bomb, /would inflate to 90000000, more than/],
  "network.npz": [zeros(2700), /asks for more than \d+ multiplications for the answers to all pairs, with /],
  "nested.json": [Buffer.from("[".repeat(306_000)), /JSON nested deeper than 100; leave it out/],
  "columns.json": [
    json({ columns: Array.from({ length: 20_000 }, (_, i) => `c${i}`), data: Array(40_000).fill([]) }),
    /no column that is known|no losses or accuracies/,
  ],
  "objects.json": [json(Object.fromEntries(Array.from({ length: 6000 }, (_, i) => [`a${i}`, { loss: [1, 2] }]))), /^$/],
  "lists.json": [json(Object.fromEntries(losses(6000).map((name) => [name, [1, 2]]))), /^$/],
  "string.json": [Buffer.from(`{"a":NaN,"loss":[1,2],"b":"${"a".repeat(9e6)}"}`), /^$/],
  "quotes.json": [Buffer.from(`{"a":NaN,"loss":[1,2],"b":"${'\\"'.repeat(150_000)}`), /^$/],
  "names.csv": [Buffer.from(`${losses(6000).join()}\n${Array(6000).fill(1).join()}\n`), /^$/],
  "runs.csv": [Buffer.from(`run,step,loss\n${Array.from({ length: 12_000 }, (_, i) => `a${i},1,1\n`).join("")}`), /^$/],
  "spaces.csv": [Buffer.from(`step loss\n${"1 2\n".repeat(20_000)}${" ".repeat(300_000)}x\n3 4\n`), /^$/],
  "cell.csv": [Buffer.from(`step,loss\n1,2\n${" ".repeat(300_000)}x,a\n3,4\n`), /^$/],
  "line.csv": [
    Buffer.from(`step,loss\n1,2\n${"1,".repeat(9e6)}\n`),
    /a line of more than 16777216 characters; it is no log/,
  ],
  "spaces.log": [Buffer.from(`step 1 loss 1.0\n${`${" ".repeat(4000)}x 1 loss 0.5\n`.repeat(70)}`), /^$/],
  "digits.log": [Buffer.from(`step 1 loss 1.0\n${`${"1".repeat(4000)}x loss 1\n`.repeat(70)}`), /^$/],
};

/** What the process prints of each file: what was wrong with it, and the seconds of processor time it took. */
const PROGRAM = `
  await import(${JSON.stringify(resolve("dist/node/start.js"))});
  const { existsSync, readFileSync } = await import("node:fs");
  const { openRun } = await import(${JSON.stringify(resolve("dist/runs/open.js"))});
  const all = [];
  for (const path of process.argv.slice(1)) {
    const before = process.cpuUsage();
    let said = "", fault = false;
    try { await openRun(path); } catch (error) { said = error.message; fault = !("where" in error); }
    const { user, system } = process.cpuUsage(before);
    all.push({ said, fault, seconds: (user + system) / 1e6 });
  }
  // Linux counts what the process that started this one had in memory to this one's maxRSS.
  const own = existsSync("/proc/self/status") && /VmHWM:\\s*(\\d+) kB/.exec(readFileSync("/proc/self/status", "utf8"));
  const kilobytes = own ? Number(own[1]) : process.resourceUsage().maxRSS;
  console.log(JSON.stringify({ all, megabytes: kilobytes / 1024 }));
`;

interface Said {
  readonly all: readonly { readonly said: string; readonly fault: boolean; readonly seconds: number }[];
  readonly megabytes: number;
}

let folder = "";
let told: Said = { all: [], megabytes: Number.NaN };
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "hostile-"));
  const paths = Object.entries(FILES).map(([name, [bytes]]) => {
    writeFileSync(join(folder, name), bytes);
    return join(folder, name);
  });
  const program = ["--max-old-space-size=256", "--input-type=module", "-e", PROGRAM, ...paths];
  const { stdout, stderr } = spawnSync(process.execPath, program, { encoding: "utf8", maxBuffer: 2 ** 26 });
  if (stdout === "") throw new Error(stderr.slice(-2000));
  told = JSON.parse(stdout);
}, 600_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("a small file that asks for much is read, or refused in a line, in little time and memory", () => {
  test.each(Object.keys(FILES))("%s", (name) => {
    const { said, fault, seconds } = told.all[Object.keys(FILES).indexOf(name)];
    expect(said.replace(folder, "")).toMatch((FILES[name] as readonly [Buffer, RegExp])[1]);
    expect(said.split("\n")).toHaveLength(1);
    expect(fault).toBe(false);
    // Ten times what it takes on a quiet machine, and a hundredth of what it took.
    expect(seconds).toBeLessThan(4);
  });
  test("all of them one after the other in 500 MB", () => {
    expect(told.megabytes).toBeLessThan(500);
  });
});

describe("what looks like these and is genuine is read", () => {
  test("an array of zeros of 48 MB, deflated to 47 kB", () => {
    const path = join(folder, "zeros.npz");
    const zeros = npy("'<f4'", "(4000, 3000)", Buffer.alloc(48e6));
    writeFileSync(path, zip([{ name: "w.npy", data: zeros, deflate: true }]));
    const { value } = readFile(path);
    const array = isDictionary(value) ? value.get("w") : undefined;
    expect(isArray(array) && readArray(array).length).toBe(12e6);
  });
  test("an accuracy that is 1 at each of 300 000 epochs, deflated to a kilobyte", () => {
    const ones = npy("'|u1'", "(300000,)", Buffer.alloc(300_000, 1));
    const path = join(folder, "ones.npz");
    writeFileSync(path, zip([{ name: "train_acc.npy", data: ones, deflate: true }]));
    const { curves } = contents(readFile(path).value);
    expect(curves.map(({ measure, values }) => [measure, values.length])).toEqual([["train_accuracy", 300_000]]);
  });
  test("a configuration that stands beside each of 30 000 moments, and one list of epochs for five curves", () => {
    const curve = (name: string) => [name, Buffer.from("h\x01")] as const;
    const moment = new Map([["config", Buffer.from("h\x02")]]);
    const value = Buffer.concat([
      Buffer.from("(", "latin1"),
      list(...Array.from({ length: 20_000 }, (_, i) => i)),
      Buffer.from("q\x010", "latin1"),
      pickledValue(new Map(Array.from({ length: 20 }, (_, i) => [`p${i}`, 113] as const))),
      Buffer.from("q\x020", "latin1"),
      pickledValue(
        new Map<string, Picklable>([
          ...["epochs", "train_loss", "test_loss"].map(curve),
          ["moments", Array(30_000).fill(moment)],
        ]),
      ),
      Buffer.from("l", "latin1"),
    ]);
    const path = join(folder, "shared.pkl");
    writeFileSync(path, pickled(value));
    const [{ value: found }] = [readFile(path)];
    const { curves } = contents((found as readonly Value[])[0] as Value);
    expect(curves.map(({ measure, values }) => [measure, values.length])).toEqual([
      ["train_loss", 20_000],
      ["test_loss", 20_000],
    ]);
  });
});
