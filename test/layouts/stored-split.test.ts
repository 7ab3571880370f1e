import { expect, test } from "vitest";
import { arrayOf } from "#formats/_arrays.js";
import { pairList } from "#layouts/_stored-split.js";

const rows = (...all: readonly (readonly number[])[]) => arrayOf(all.flat(), [all.length, all[0].length]);

test("rows of tokens are pairs of residues, and show what stands in each column", () => {
  expect(pairList(rows([0, 13, 5, 14], [2, 13, 3, 14], [6, 13, 6, 14]))).toEqual({
    as: "pairs",
    pairs: [
      [0, 5],
      [2, 3],
      [6, 6],
    ],
    row: { sequence: ["a", 13, "b", 14], firstToken: 0, span: 7 },
  });
});

test("signs before the residues shift these", () => {
  const found = pairList(rows([1, 10, 4, 15, 2], [1, 12, 4, 13, 2], [1, 16, 4, 16, 2]));
  expect(found).toMatchObject({
    pairs: [
      [0, 5],
      [2, 3],
      [6, 6],
    ],
    row: { sequence: [1, "a", 4, "b", 2], firstToken: 10, span: 7 },
  });
});

test("two columns show no sequence, and neither do rows with their answer", () => {
  expect(pairList(rows([0, 1], [2, 3]))).not.toHaveProperty("row");
  expect(pairList(rows([0, 1, 1], [2, 3, 5]))).not.toHaveProperty("row");
});

test("what is too wide or too deep for an equation is none", () => {
  expect(pairList(rows([0, 1, 2, 3, 4, 5, 6, 7], [1, 2, 3, 4, 5, 6, 7, 8]))).toBeUndefined();
  expect(pairList(rows([0, 1, 2, 3], [1, 2, 3, 4]))).toBeUndefined();
});
