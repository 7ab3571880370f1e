import * as analyzers from "../analyzers/index.ts";
import type { Figure } from "../figures/_figure.ts";
import { hasValues } from "../figures/_ranges.ts";
import { withBands } from "../figures/bands.ts";
import type { Analysis } from "../results/analysis.ts";
import { conclusionOf } from "../results/conclusion-of.ts";
import { figuresOf } from "../results/figures-of.ts";
import type { Result } from "../results/result.ts";
import { lacksKeys, phasesOf } from "./_facts.ts";

export interface NamedFigure {
  /** The file's name, without extension. */
  readonly name: string;
  /** The analyzer, or the number of the figure in a paper, e.g. 6a. */
  readonly group: string;
  readonly figure: Figure;
}

export interface Figures {
  readonly figures: readonly NamedFigure[];
  readonly leftOut: readonly { readonly name: string; readonly reason: string }[];
}

/** Every figure of every analyzer, phases shaded; and what has nothing to draw, with the reason. */
export function allFigures(analysis: Analysis): Figures {
  const bands = phasesOf(analysis);
  const figures = analysis.results.flatMap((result) =>
    figuresOf(result)
      .filter(hasValues)
      .map((figure) => ({
        name: `${result.analyzer}-${figure.name}`,
        group: result.analyzer,
        figure: withBands(figure, bands),
      })),
  );
  const drawn = new Set(figures.map(({ group }) => group));
  return {
    figures,
    leftOut: [
      ...analysis.skipped.map(({ analyzer, reason }) => ({ name: analyzer, reason })),
      ...analysis.results.flatMap((result) => {
        const empty = figuresOf(result).filter((figure) => figure.data.length > 0 && !hasValues(figure));
        const which = drawn.has(result.analyzer) ? empty.map(({ name }) => name).join(", ") : "its table";
        if (which === "") return [];
        return [
          { name: result.analyzer, reason: [`no values to draw in ${which}`, ...why(analysis, result)].join(": ") },
        ];
      }),
    ],
  };
}

/** What a result lacks, as far as it says. */
function why(analysis: Analysis, { analyzer, table, provenance }: Result): readonly string[] {
  const { checkpoints, finite, split } = provenance;
  if (finite === false) return ["weights or logits are not finite"];
  const columns = Object.keys(table.columns);
  const ofParts = columns.some((name) => name.startsWith("train_")) && checkpoints.length > 0;
  const unknown = ofParts && split === null ? ["which pairs were trained on is not known"] : [];
  if (lacksKeys(analysis, analyzer)) return ["there are no key frequencies"];
  const noScores = conclusionOf(analysis, analyzers.attention)?.no_scores ?? null;
  if (analyzer === analyzers.attention.name && noScores !== null) return [noScores];
  const irreps = conclusionOf(analysis, analyzers.representations)?.keys;
  if (analyzer === analyzers.representations.name && irreps?.length === 0) return ["there are no key representations"];
  return unknown;
}
