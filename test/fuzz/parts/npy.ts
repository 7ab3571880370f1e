import type { Anatomy, Edit } from "../mutators.ts";
import { oddInteger } from "../odd-values.ts";
import type { Random } from "../random.ts";

const DESCRIPTIONS = [
  ...[
    "'<f4'",
    "'>f4'",
    "'<f8'",
    "'>f8'",
    "'<f2'",
    "'<i8'",
    "'>i8'",
    "'<i4'",
    "'<i2'",
    "'|i1'",
    "'|u1'",
    "'|b1'",
    "'<u2'",
  ],
  ...[
    "'<u4'",
    "'<u8'",
    "'<c8'",
    "'|S4'",
    "'<U3'",
    "'|O'",
    "'<M8[ns]'",
    "'|V2'",
    "'<f16'",
    "'f4'",
    "'=f4'",
    "'<f3'",
    "''",
  ],
  ...["[('a', '<f4')]", "[('a', '|O')]", "('<f4', (2,))", "None", "'<f4', 'descr': '<i4'"],
];
const SHAPES = [
  "()",
  "(,)",
  "(0,)",
  "(1,)",
  "(-1,)",
  "(2L, 3L)",
  "(6)",
  "(True,)",
  "(2.0,)",
  "(1e3,)",
  "((2,),)",
  "[6]",
];

/** NumPy arrays: the dictionary of the header says something else, at a length that is right. */
export const npy: Anatomy = {
  fields: (bytes) => [
    { at: 6, width: 1 },
    { at: 7, width: 1 },
    { at: 8, width: bytes[6] > 1 ? 4 : 2 },
  ],
  edits: {
    type: edit((text, random) => text.replace(/(?<='descr': )'[^']*'/, random.pick(DESCRIPTIONS))),
    shape: edit((text, random) => text.replace(/(?<='shape': )\([^)]*\)/, random.pick(SHAPES))),
    size: edit((text, random) => {
      const sizes = [...(/'shape': \(([^)]*)\)/.exec(text)?.[1] ?? "").matchAll(/\d+/g)].map(([size]) => BigInt(size));
      const others = sizes.map((size) => (random.chance(0.5) ? oddInteger(random, size, 100) : size));
      const more = Array.from({ length: random.pick([0, 0, 1, 30, 70]) }, () => random.pick([0n, 1n, 2n]));
      return text.replace(/(?<='shape': )\([^)]*\)/, `(${[...others, ...more].map((size) => `${size},`).join(" ")})`);
    }),
    order: edit((text) => text.replace(/True|False/, (old) => (old === "True" ? "False" : "True"))),
    text: edit((text, random) => {
      const at = random.below(text.length);
      return (
        text.slice(0, at) +
        random.pick(["'", "(", "{", "\0", "\n", "\\", "é", " ".repeat(20_000), "#"]) +
        text.slice(at)
      );
    }),
  },
};

function edit(change: (text: string, random: Random) => string): Edit {
  return (random, bytes) => {
    const version = bytes[6];
    const start = version === 1 ? 10 : 12;
    const length = version === 1 ? bytes.readUInt16LE(8) : bytes.readUInt32LE(8);
    const text = Buffer.from(change(bytes.toString("latin1", start, start + length), random), "latin1");
    const head = Buffer.from(bytes.subarray(0, start));
    if (version === 1) head.writeUInt16LE(text.length & 0xffff, 8);
    else head.writeUInt32LE(text.length, 8);
    return Buffer.concat([head, text, bytes.subarray(start + length)]);
  };
}
