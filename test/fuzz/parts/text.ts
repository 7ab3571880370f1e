import type { Anatomy, Edit } from "../mutators.ts";
import { oddName } from "../odd-values.ts";
import type { Random } from "../random.ts";

const NUMBERS = [
  ...[
    "nan",
    "NaN",
    "inf",
    "-Infinity",
    "1e999",
    "-0",
    "",
    " ",
    "1,5",
    "1.234,5",
    "1 000",
    "0x10",
    "1_000",
    "+1",
    ".5",
    "5.",
  ],
  ...[
    "1e-400",
    "9".repeat(400),
    "1".repeat(5000),
    "12%",
    "3/7",
    "None",
    "null",
    "true",
    "--1",
    "1e",
    "１",
    "tensor(0.5)",
  ],
];
const MARKS = [
  ",",
  ";",
  "\t",
  "|",
  " ",
  "  ",
  '"',
  '""',
  "'",
  "\n",
  "\r",
  "\r\n",
  "#",
  "=",
  ":",
  "{",
  "}",
  "[",
  "]",
  "\0",
  "\\",
];
const WORDS = [
  "epoch",
  "step",
  "train_loss",
  "test_loss",
  "val/acc",
  "loss",
  "accuracy",
  "Epoch 3/10",
  "train",
  "test",
  "run",
];

/** Text of lines: numbers, names and marks are others, lines come twice, not, or by the thousand; its encoding is another. */
export const text: Anatomy = {
  edits: {
    number: replaced(/[-+]?\d+(\.\d+)?(e[-+]?\d+)?/gi, (random) => random.pick(NUMBERS)),
    word: replaced(/[A-Za-z_]+/g, (random) => (random.chance(0.5) ? oddName(random) : random.pick(WORDS))),
    mark: replaced(/[^\w.]/g, (random) => random.pick(MARKS)),
    mark_all: (random, bytes) => {
      const lines = bytes.toString();
      const mark = random.pick([",", ";", "\t", " ", ":", "|"]);
      return Buffer.from(lines.replaceAll(mark, random.pick(MARKS)));
    },
    remove_line: lines((all, at) => all.toSpliced(at, 1)),
    repeat_line: lines((all, at, random) =>
      all.toSpliced(at, 0, ...Array.from({ length: random.pick([1, 5, 4000]) }, () => all[at])),
    ),
    move_line: lines((all, at, random) => all.toSpliced(at, 1).toSpliced(random.below(all.length), 0, all[at])),
    header_again: lines((all, at) => all.toSpliced(at, 0, all[0])),
    long_line: lines((all, at, random) =>
      all.with(
        at,
        random.pick([`${all[at]},`, "a", '"', "1,", " ", "[", "train loss 1 "]).repeat(random.pick([50, 20_000])),
      ),
    ),
    wide: lines((all, _, random) =>
      all.map((line) => line + `,${random.pick(NUMBERS.slice(0, 6))}`.repeat(random.pick([1, 60]))),
    ),
    comment: lines((all, at, random) =>
      all.toSpliced(at, 0, random.pick(["# epoch loss", "#", "sep=;", "", "  ", "remark", "\ufeff", '"'])),
    ),
    encoding: (random, bytes) => {
      const utf16 = Buffer.from(bytes.toString(), "utf16le");
      const mark = random.pick([[], [0xff, 0xfe], [0xfe, 0xff], [0xef, 0xbb, 0xbf], [0x1f, 0x8b]]);
      return Buffer.concat([
        Buffer.from(mark),
        random.pick([bytes, utf16, Buffer.from(utf16.subarray(0, utf16.length & ~1)).swap16()]),
      ]);
    },
  },
};

function replaced(pattern: RegExp, by: (random: Random) => string): Edit {
  return (random, bytes) => {
    const content = bytes.toString();
    const { 0: found, index } = random.pick([...content.matchAll(pattern)]);
    return Buffer.from(content.slice(0, index) + by(random) + content.slice(index + found.length));
  };
}

function lines(change: (all: readonly string[], at: number, random: Random) => readonly string[]): Edit {
  return (random, bytes) => {
    const all = bytes.toString().split("\n");
    return Buffer.from(change(all, random.below(all.length), random).join("\n"));
  };
}
