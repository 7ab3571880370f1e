import type { Figure } from "../figures/_figure.ts";
import { hasValues } from "../figures/_ranges.ts";
import { withBands } from "../figures/bands.ts";
import type { Analysis } from "../results/analysis.ts";
import { refusal } from "../results/refusal.ts";
import type { Run } from "../runs/run.ts";
import { phasesOf } from "./_facts.ts";
import type { Figures, NamedFigure } from "./all-figures.ts";
import * as papers from "./papers/index.ts";
import type { Paper } from "./papers/parts/paper.ts";
import { NO_VALUES } from "./papers/parts/picked.ts";

/** The papers whose figures can be drawn of a run, by the names of their sets. */
export const PAPERS: Readonly<Record<string, Paper>> = Object.fromEntries(
  Object.values<Paper>(papers).map((paper) => [paper.name, paper]),
);
export const PAPER_NAMES: readonly string[] = Object.keys(PAPERS);

/** A paper's figures for a run, phases shaded; and those that this run has not, with the reason. */
export function paperFigures(analysis: Analysis, paper: Paper): Figures {
  const bands = phasesOf(analysis);
  const figures: NamedFigure[] = [];
  const leftOut: { name: string; reason: string }[] = [];
  for (const [id, recipe] of paper.figures) {
    const made: Figure | string = recipe(analysis);
    const figure = typeof made === "string" || hasValues(made) ? made : NO_VALUES;
    if (typeof figure === "string") leftOut.push({ name: id, reason: figure });
    else figures.push({ name: `figure-${id}`, group: id, figure: withBands(figure, bands) });
  }
  return { figures, leftOut };
}

/** Why a paper's figures cannot be of a run, before anything is computed of it; undefined where some can. */
export function paperRefusal({ of }: Paper, run: Run): string | undefined {
  const reasons = of.map((analyzer) => refusal(run, analyzer));
  return reasons.some((reason) => reason === undefined) ? undefined : reasons[0];
}
