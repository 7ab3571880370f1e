import { UsageError } from "../errors.ts";
import type { Analysis } from "../results/analysis.ts";
import type { Figures, NamedFigure } from "./all-figures.ts";

/** More epochs than these are not listed in an error. */
const LISTED = 12;

/** Throws a UsageError where no checkpoint is of the epoch. */
export function checkEpoch(epoch: number, checkpoints: readonly { readonly epoch: number }[]): void {
  if (checkpoints.some((checkpoint) => checkpoint.epoch === epoch)) return;
  const epochs = checkpoints.map((checkpoint) => checkpoint.epoch);
  const near = epochs.toSorted((a, b) => Math.abs(a - epoch) - Math.abs(b - epoch)).slice(0, LISTED);
  const which = epochs.length > LISTED ? "the nearest are of" : "there are those of";
  const remedy = `${which} ${near.toSorted((a, b) => a - b).join(", ")}`;
  throw new UsageError(
    "--epoch",
    `there is no checkpoint of epoch ${epoch}`,
    near.length > 0 ? remedy : "leave it out",
  );
}

/**
 * Figures of which those over training are of the whole run, and those of one checkpoint of this one; those that were not
 * measured there are left out, with the reason.
 */
export function atEpoch(analysis: Analysis, epoch: number, figuresOf: (analysis: Analysis) => Figures): Figures {
  const whole = figuresOf(analysis);
  const then = new Map(figuresOf(until(analysis, epoch)).figures.map((one) => [one.name, one]));
  const found = whole.figures.map((one): NamedFigure | undefined =>
    one.figure.x === "epoch" ? one : then.get(one.name),
  );
  const missing = whole.figures.filter((_, i) => found[i] === undefined);
  return {
    figures: found.filter((one) => one !== undefined),
    leftOut: [
      ...whole.leftOut,
      ...missing.map(({ name }) => ({ name, reason: `it was not measured at epoch ${epoch}` })),
    ],
  };
}

/** The analysis as it was at that epoch: results without it have no rows. */
function until(analysis: Analysis, epoch: number): Analysis {
  const results = analysis.results.map((result) => {
    const rows = result.table.rows as readonly { readonly epoch?: unknown }[];
    const has = rows.some((row) => row.epoch === epoch);
    const kept = has ? rows.filter((row) => Number(row.epoch) <= epoch) : [];
    return { ...result, table: { ...result.table, rows: kept } };
  });
  return { ...analysis, results: results as unknown as Analysis["results"] };
}
