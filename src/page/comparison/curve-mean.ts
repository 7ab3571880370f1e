import { power } from "../../numerics/power.ts";

/** A value of a curve at an epoch. */
export type Known = readonly [epoch: number, value: number];

export interface Summary {
  readonly epoch: number;
  readonly mean: number;
  readonly least: number;
  readonly most: number;
}

/**
 * Mean, least and largest of several runs at every epoch that some run has, from the first to the last that lie within all
 * of them; the geometric mean where `log`. Between two of its epochs a run has values by interpolation, linear in what the
 * axis shows. No run, or runs that have no epochs in common, have no summary.
 */
export function summarised(
  runs: readonly (readonly Known[])[],
  log: boolean,
): { readonly summary: readonly Summary[]; readonly interpolated: boolean } {
  if (runs.length === 0 || runs.some(({ length }) => length === 0)) return { summary: [], interpolated: false };
  const from = Math.max(...runs.map((points) => (points[0] as Known)[0]));
  const to = Math.min(...runs.map((points) => (points.at(-1) as Known)[0]));
  const all = new Set(runs.flatMap((points) => points.map(([epoch]) => epoch)));
  const epochs = [...all].filter((epoch) => epoch >= from && epoch <= to).sort((a, b) => a - b);
  const values = runs.map((points) => at(points, epochs, log));
  return {
    summary: epochs.map((epoch, i) => {
      const here = values.map((run) => run[i]);
      // A run by itself is drawn to the last digit.
      const geometric = log && here.length > 1;
      return {
        epoch,
        mean: geometric ? Math.exp(mean(here.map(Math.log))) : mean(here),
        least: Math.min(...here),
        most: Math.max(...here),
      };
    }),
    interpolated: runs.some((points) => {
      const own = new Set(points.map(([epoch]) => epoch));
      return epochs.some((epoch) => !own.has(epoch));
    }),
  };
}

/** The values of a run at epochs within its own, both ascending. */
function at(points: readonly Known[], epochs: readonly number[], log: boolean): readonly number[] {
  let i = 0;
  return epochs.map((epoch) => {
    while (points[i][0] < epoch) i++;
    const [there, value] = points[i];
    if (there === epoch) return value;
    const [before, earlier] = points[i - 1];
    const share = (epoch - before) / (there - before);
    return log ? earlier * power(value / earlier, share) : earlier + (value - earlier) * share;
  });
}

/** Whether an axis has a place for the value. */
export function isDrawn(value: number | null, log: boolean): value is number {
  return value !== null && Number.isFinite(value) && (!log || value > 0);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
