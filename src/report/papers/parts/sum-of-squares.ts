import * as analyzers from "../../../analyzers/index.ts";
import { tableOf } from "../../../results/table-of.ts";
import { curveOf, curvesFigure } from "../../_curves.ts";
import type { Recipe } from "./paper.ts";

/** Σw² of all parameters over training. */
export function sumOfSquares(name: string): Recipe {
  return (analysis) => {
    const rows = tableOf(analysis, analyzers.phases)?.rows ?? [];
    if (rows.every((row) => row.sum_of_squares === null)) return "no Σw² in the results";
    return curvesFigure([curveOf("all parameters", rows, (row) => row.sum_of_squares)], {
      name,
      title: "Sum of squared weights",
      caption: "Σw² of all parameters, float64.",
      y: "Σw² (weight²)",
    });
  };
}
