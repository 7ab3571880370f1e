import type { Figure } from "../../../figures/_figure.ts";
import type { Analysis } from "../../../results/analysis.ts";
import { figuresOf } from "../../../results/figures-of.ts";
import type { Result } from "../../../results/result.ts";
import type { Recipe } from "./paper.ts";

/** The reason where no other is known, as of weights that are not finite. */
export const NO_VALUES = "there are no such values";

/** The figures of a result: several of a paper are picked of one. */
function figuresOnce(result: Result): readonly Figure[] {
  const made = known.get(result) ?? figuresOf(result);
  known.set(result, made);
  return made;
}
const known = new WeakMap<Result, readonly Figure[]>();

/** A figure that an analyzer draws, of several blocks the last one's; where it draws none, the reason. */
export function picked(
  analyzer: string,
  name: string,
  otherwise: string | ((analysis: Analysis) => string) = NO_VALUES,
): Recipe {
  return (analysis) => {
    const result = analysis.results.find((one) => one.analyzer === analyzer);
    if (!result)
      return analysis.skipped.find((one) => one.analyzer === analyzer)?.reason ?? `${analyzer} was not asked`;
    const all = figuresOnce(result);
    // The networks of the papers have one block.
    const figure = all.find((one) => one.name === name) ?? all.findLast((one) => one.name.startsWith(`${name}-block-`));
    if (figure) return figure;
    return typeof otherwise === "string" ? otherwise : otherwise(analysis);
  };
}

/** The figure of a recipe under another title. */
export function titled(title: string, recipe: Recipe): Recipe {
  return (analysis) => {
    const figure: Figure | string = recipe(analysis);
    return typeof figure === "string" ? figure : { ...figure, title };
  };
}
