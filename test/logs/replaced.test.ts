import { writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { readMemory } from "#logs/_memory.js";
import { readLog } from "#logs/_read.js";
import { folder } from "../runs/_made.ts";
import { losses } from "./_texts.ts";

const HEADER = "step,train_loss\n";
/** Longer than what is read anew each time. */
const LONG = HEADER + losses(0, 4000);

/** A log that is followed from text to text: its steps, first and last, how many there are, and what became of it. */
function following(name = "a.csv") {
  const [path, memory] = [`${folder()}/${name}`, readMemory()];
  return (text: string) => {
    writeFileSync(path, text);
    const [curve] = readLog(path, { memory })?.curves ?? [];
    const steps = curve && ([curve.at[0], curve.at[curve.at.length - 1], curve.at.length] as const);
    return [steps, memory.replaced().map(({ file, how }) => [file === path, how])] as const;
  };
}

describe("a log that is followed", () => {
  test("is the same as it grows, however short", () => {
    const see = following();
    for (const n of [3, 4, 4, 4000, 4001]) expect(see(HEADER + losses(0, n))).toEqual([[0, n - 1, n], []]);
  });

  test("whose short text is another of the same beginning is read anew, as by itself", () => {
    const see = following();
    see(HEADER + losses(0, 9));
    expect(see(HEADER + losses(0, 5))).toEqual([[0, 4, 5], []]);
    expect(see(`step,train_loss,lr\n0,1,7\n1,${1 / 2},7\n`)).toEqual([[0, 1, 2], []]);
  });

  test("whose long text was cut to a few rows is read anew", () => {
    const see = following();
    see(LONG);
    expect(see(HEADER + losses(0, 7))).toEqual([[0, 6, 7], []]);
    expect(see(HEADER + losses(0, 9))).toEqual([[0, 8, 9], []]);
  });

  test("begins anew where its first moment comes again with another value", () => {
    const see = following();
    see(LONG);
    expect(see(HEADER + losses(0, 7, 1))).toEqual([[0, 6, 7], [[true, "begun anew"]]]);
    expect(see(HEADER + losses(0, 7, 1) + losses(7, 9, 1))).toEqual([[0, 8, 9], []]);
  });

  test("begins anew where another begins before it", () => {
    const see = following();
    see(HEADER + losses(50, 60));
    expect(see(HEADER + losses(10, 20))).toEqual([[10, 19, 10], [[true, "begun anew"]]]);
  });

  test("is continued by one whose moments come after its first, as far as it does not go back before it", () => {
    const see = following();
    see(LONG);
    expect(see(HEADER + losses(4000, 4010))).toEqual([[0, 4009, 4010], [[true, "continued elsewhere"]]]);
    expect(see(HEADER + losses(4000, 4020))).toEqual([[0, 4019, 4020], []]);
    expect(see(HEADER + losses(3500, 3510, 1))).toEqual([[0, 3509, 3510], [[true, "continued elsewhere"]]]);
  });

  test("a short one as well, and rows without a header", () => {
    const see = following();
    see(HEADER + losses(0, 10));
    expect(see(losses(10, 20))).toEqual([[0, 19, 20], [[true, "continued elsewhere"]]]);
    expect(see(losses(10, 25))).toEqual([[0, 24, 25], []]);
  });

  test("stays what it was where it was cut to nothing, or to less than two lines, until it tells more", () => {
    const see = following();
    see(LONG);
    for (const text of ["", HEADER]) expect(see(text)).toEqual([[0, 3999, 4000], []]);
    expect(see(HEADER + losses(0, 3))).toEqual([[0, 2, 3], []]);
  });

  test("is known again by its first four kilobytes and its last", () => {
    const length = 2 ** 16;
    /** A text of that length with one row, whose loss is the letter at this place. */
    const withRow = (place: number, loss: number) => {
      const begin = `${`${HEADER}#`.padEnd(place - 3, ".")}\n5,${loss}\n#`;
      return `${begin.padEnd(length - 1, ".")}\n`;
    };
    const sees = (place: number) => {
      const [path, memory] = [`${folder()}/a.csv`, readMemory()];
      writeFileSync(path, withRow(place, 1));
      readLog(path, { memory });
      writeFileSync(path, `${withRow(place, 9)}6,7\n`);
      return readLog(path, { memory })?.curves[0]?.values;
    };
    for (const place of [20, 4095, length - 4096, length - 4]) expect([place, sees(place)]).toEqual([place, [9, 7]]);
    for (const place of [4096, length - 4097]) expect([place, sees(place)]).toEqual([place, [1, 7]]);
  });
});
