import { expect, test } from "vitest";
import { arrayOf } from "#formats/_arrays.js";
import { pairList } from "#layouts/_stored-split.js";

const rows = (...all: readonly (readonly number[])[]) => arrayOf(all.flat(), [all.length, all[0].length]);

/** Every pair of seven residues as a row. */
const table = (row: (a: number, b: number) => readonly number[]) =>
  rows(...Array.from({ length: 49 }, (_, s) => row(Math.floor(s / 7), s % 7)));

test("rows of tokens show what stands in each column", () => {
  const found = pairList(table((a, b) => [a, 13, b, 14]));
  expect(found).toMatchObject({ as: "pairs", row: { sequence: ["a", 13, "b", 14], firstToken: 0, span: 7 } });
  expect(found?.as === "pairs" && found.pairs.slice(6, 9)).toEqual([
    [0, 6],
    [1, 0],
    [1, 1],
  ]);
});

test("signs before the residues shift these", () => {
  expect(pairList(table((a, b) => [1, a + 10, 4, b + 10, 2]))).toMatchObject({
    row: { sequence: [1, "a", 4, "b", 2], firstToken: 10, span: 7 },
  });
});

test("few rows, and operands of two vocabularies, show no sequence", () => {
  expect(pairList(rows([0, 13, 5, 14], [2, 13, 3, 14]))).not.toHaveProperty("row");
  expect(pairList(table((a, b) => [a, b + 7, 14]))).not.toHaveProperty("row");
});

test("two columns show no sequence, and neither do rows with their answer", () => {
  expect(pairList(rows([0, 1], [2, 3]))).not.toHaveProperty("row");
  expect(pairList(rows([0, 1, 1], [2, 3, 5]))).not.toHaveProperty("row");
});

test("what is too wide or too deep for an equation is none", () => {
  expect(pairList(rows([0, 1, 2, 3, 4, 5, 6, 7], [1, 2, 3, 4, 5, 6, 7, 8]))).toBeUndefined();
  expect(pairList(rows([0, 1, 2, 3], [1, 2, 3, 4]))).toBeUndefined();
});
