import { describe, expect, test } from "vitest";
import { boundedRows } from "#logs/curves/bounded-rows.js";
import { rowsOf } from "#logs/curves/rows.js";

const number = (name: string, value: number) => ({ name, value });

describe("rows", () => {
  test("have what was added of each column, NaN elsewhere, across the pieces they are kept in", () => {
    const rows = rowsOf();
    const n = 3 * 2 ** 14 + 5;
    for (let i = 0; i < n; i++) rows.addNumbers(["a", "b"], [i, i % 20_000 === 7 ? -i : undefined]);
    rows.addNumbers(["c"], [1]);
    expect(rows.count).toBe(n + 1);
    expect([rows.filled("a"), rows.filled("b"), rows.filled("c"), rows.filled("d")]).toEqual([n, 3, 1, 0]);
    expect(rows.column("a")?.every((value, i) => Object.is(value, i < n ? i : Number.NaN))).toBe(true);
    const b = rows.column("b") as Float64Array;
    expect([...b.keys()].filter((i) => !Number.isNaN(b[i]))).toEqual([7, 20_007, 40_007]);
    expect([...b].filter((one) => !Number.isNaN(one))).toEqual([-7, -20_007, -40_007]);
    expect(rows.column("c")?.indexOf(1)).toBe(n);
    expect(rows.column("d")).toBeUndefined();
    expect([
      rows.has("a", 0),
      rows.has("a", n - 1),
      rows.has("a", n),
      rows.has("b", 8),
      rows.has("b", 20_007),
      rows.has("d", 0),
    ]).toEqual([true, true, false, false, true, false]);
  });

  test("count a NaN as a number, and a cell that is written twice once", () => {
    const rows = rowsOf();
    rows.addNumbers(["a", "a"], [Number.NaN, 2]);
    rows.addNumbers(["a"], [Number.NaN]);
    expect([rows.filled("a"), rows.has("a", 1), rows.column("a")]).toEqual([2, true, Float64Array.of(2, Number.NaN)]);
  });

  test("of one moment that come one after the other are one, until one has a measure again", () => {
    const rows = rowsOf();
    const at = (step: number, epoch?: number) => [
      number("step", step),
      ...(epoch === undefined ? [] : [number("epoch", epoch)]),
    ];
    rows.add(at(1), [number("x", 1)]);
    rows.add(at(1), [number("y", 2)]);
    rows.add(at(1), [number("y", 3)]);
    rows.add(at(1), [number("x", 4)]);
    rows.add(at(2), [number("y", 5)]);
    rows.add(at(2, 0), [number("x", 6)]);
    rows.add([number("epoch", 2)], [number("y", 7)]);
    rows.addNumbers(["x"], [8]);
    rows.add([], [number("y", 9)]);
    rows.add([], [number("x", 10)]);
    const nan = Number.NaN;
    expect([...(rows.column("step") ?? [])]).toEqual([1, 1, 2, 2, nan, nan, nan, nan]);
    expect([...(rows.column("epoch") ?? [])]).toEqual([nan, nan, nan, 0, 2, nan, nan, nan]);
    expect([...(rows.column("x") ?? [])]).toEqual([1, 4, nan, 6, nan, 8, nan, 10]);
    expect([...(rows.column("y") ?? [])]).toEqual([2, 3, 5, nan, 7, nan, 9, nan]);
  });

  test("without a measure go on a moment that a row with one follows", () => {
    const rows = rowsOf();
    rows.add([number("step", 1)], []);
    rows.add([number("step", 1)], [number("x", 1)]);
    expect([rows.count, rows.column("x")]).toEqual([1, Float64Array.of(1)]);
    rows.addNumbers(["step"], [1]);
    rows.add([number("step", 1)], [number("x", 2)]);
    expect(rows.count).toBe(3);
  });
});

const COLUMNS = { axes: ["step"], measures: ["a", "b"] };
/** Two measures without order. */
const noise = (i: number, by: number) => (i * by) % 999_983;

/** What is kept of so many rows of a file of so many bytes, asked for now and then. */
function kept(byteLength: number, count: number, often = Number.POSITIVE_INFINITY) {
  const bounded = boundedRows(byteLength);
  for (let i = 0; i < count; i++) {
    bounded.latest().addNumbers(["step", "a", "b"], [i, noise(i, 76_801), i % 3 === 0 ? noise(i, 51_859) : undefined]);
    bounded.settle(() => COLUMNS);
    if (i % often === often - 1) bounded.all(COLUMNS);
  }
  return bounded.all(COLUMNS);
}

describe("the rows of a large file", () => {
  test("are all kept up to 131072, and of a small file more", () => {
    const [large, small] = [2 ** 28 + 1, 2 ** 28].map((byteLength) => boundedRows(byteLength));
    const add = (i: number) => {
      for (const rows of [large, small]) {
        rows.latest().addNumbers(["a"], [i]);
        rows.settle(() => COLUMNS);
      }
    };
    for (let i = 1; i < 2 ** 17; i++) add(i);
    expect(large.all(COLUMNS)).toMatchObject({ neighbours: 1, written: 2 ** 17 - 1, rows: { count: 2 ** 17 - 1 } });
    add(0);
    // Of two measures, of which one has nothing: the lowest and the highest of 16.
    expect(large.all(COLUMNS)).toMatchObject({ neighbours: 16, written: 2 ** 17, rows: { count: 2 ** 14 } });
    expect(small.all(COLUMNS)).toMatchObject({ neighbours: 1, written: 2 ** 17, rows: { count: 2 ** 17 } });
  });

  test("are those where a measure is lowest or highest among neighbours, no other value, and in order", () => {
    const count = 600_000;
    const { rows, written, neighbours } = kept(2 ** 29, count, 250_000);
    expect(written).toBe(count);
    expect(neighbours).toBe(64);
    expect(rows.count).toBeLessThan(2 ** 17);
    // Four of so many neighbours at most; of fewer, half as many rows are not kept for nothing.
    expect(rows.count).toBeLessThanOrEqual(Math.ceil(count / neighbours) * 4 * 1.1);
    const [step, a, b] = ["step", "a", "b"].map((name) => rows.column(name) as Float64Array);
    let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (let row = 0; row < rows.count; row++) {
      const i = step[row];
      if (row > 0 && !(i > step[row - 1])) throw new Error(`row ${row} is before the one before`);
      if (row > 0 && i - step[row - 1] > 2 * neighbours) throw new Error(`none is kept before ${i}`);
      if (a[row] !== noise(i, 76_801)) throw new Error(`another value at ${i}`);
      if (rows.has("b", row) !== (i % 3 === 0) || (i % 3 === 0 && b[row] !== noise(i, 51_859)))
        throw new Error(`b at ${i}`);
      [least, most] = [Math.min(least, a[row]), Math.max(most, a[row])];
    }
    const all = Array.from({ length: count }, (_, i) => noise(i, 76_801));
    expect([least, most]).toEqual([all.reduce((x, y) => Math.min(x, y)), all.reduce((x, y) => Math.max(x, y))]);
  });
});
