import { expect, test } from "vitest";
import { sumOfSquares, totalSumOfSquares } from "#quantities/sum-of-squares.js";
import { network } from "../_networks.ts";

test("sums of squares: of a weight, of all, 0 of one that is not there", () => {
  const model = network({} as never, { W_E: [[2, 2], (i) => i + 1], b: [[1], () => 3] });
  expect([sumOfSquares(model, "W_E"), sumOfSquares(model, "W_U"), totalSumOfSquares(model)]).toEqual([30, 0, 39]);
});
