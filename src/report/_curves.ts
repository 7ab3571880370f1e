import * as analyzers from "../analyzers/index.ts";
import type { Figure } from "../figures/_figure.ts";
import { type LinesOptions, lines } from "../figures/lines.ts";
import type { Role } from "../figures/palettes.ts";
import type { LoggedAxis } from "../logs/curves/curve.ts";
import type { Analysis } from "../results/analysis.ts";
import { tableOf } from "../results/table-of.ts";
import * as column from "../tables/column.ts";

/** A quantity over training, at epochs of its own. */
export interface Curve {
  readonly name: string;
  readonly points: readonly (readonly [epoch: number, value: number | null])[];
  readonly frequency?: number;
  readonly role?: Role;
}

export const MEASURES = ["train_loss", "test_loss", "train_accuracy", "test_accuracy"] as const;
export type Measure = (typeof MEASURES)[number];

/** Losses and accuracies over training, and where they come from. */
export interface TrainingCurves {
  readonly curves: Readonly<Record<Measure, Curve>>;
  /** Where some of them come from in words, for a caption. */
  readonly originOf: (measures: readonly Measure[]) => string;
  /** What the epochs count. */
  readonly axis: LoggedAxis;
}

/**
 * Losses and accuracies as the training script logged them, where it logged more epochs than there are checkpoints; else
 * as computed at the checkpoints. A measure that is not known has no points. Of a log with several runs those of the first, of
 * several held-out sets the primary one.
 */
export function trainingCurves(analysis: Analysis): TrainingCurves {
  const all = tableOf(analysis, analyzers.phases)?.rows ?? tableOf(analysis, analyzers.losses)?.rows ?? [];
  const alone = analysis.provenance.checkpoints.length === 0;
  const rows = alone ? [] : all;
  const [first] = analysis.history;
  const series = new Set(analysis.history.map((one) => one.series));
  const logged = new Set<Measure>();
  const curve = (measure: Measure): Curve => {
    const computed = rows.map((row) => [row.epoch, row[measure]] as const);
    const history = analysis.history.find((one) => one.measure === measure && one.series === first.series);
    const name = measure.replace("_", " ");
    const role: Role = measure.startsWith("train") ? "train" : "test";
    if (!history || history.values.length <= computed.length) return { name, points: computed, role };
    logged.add(measure);
    return { name, role, points: history.epochs.map((epoch, i) => [epoch, history.values[i]] as const) };
  };
  const curves = Object.fromEntries(MEASURES.map((measure) => [measure, curve(measure)])) as Record<Measure, Curve>;
  const of = series.size > 1 ? ` of ${first.series}, the first of ${series.size} runs` : "";
  const originOf = (measures: readonly Measure[]) => {
    const drawn = measures.filter((measure) => isKnown(curves[measure]));
    const ofLog = drawn.filter((measure) => logged.has(measure));
    if (ofLog.length === 0) return "float64 over the p answers";
    const names = ofLog.length < drawn.length ? ofLog.map((measure) => curves[measure].name).join(" and ") : "curves";
    return `${names} as the run logged them${of}${ofLog.length < drawn.length ? ", else float64 over the p answers" : ""}`;
  };
  return { curves, originOf, axis: alone ? (first?.axis ?? "epoch") : "epoch" };
}

/** A column of a table as a curve. */
export function curveOf<R extends { readonly epoch: number }>(
  name: string,
  rows: readonly R[],
  value: (row: R) => number | null,
  frequency?: number,
): Curve {
  const points = rows.map((row) => [row.epoch, value(row)] as const);
  return frequency === undefined ? { name, points } : { name, points, frequency };
}

/** Which sets the curves are of that have any value, for the beginning of a sentence: "Train and test". */
export function setsInWords(curves: readonly Curve[]): string {
  const sets = curves.filter(isKnown).flatMap(({ role }) => role ?? []);
  const words = [...new Set(sets)].join(" and ");
  return `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`;
}

/** Whether a curve has any value: others are not drawn. */
export function isKnown({ points }: Curve): boolean {
  return points.some(([, value]) => value !== null);
}

/** Curves over the epochs, each at its own; those without any value are left out. */
export function curvesFigure(
  curves: readonly Curve[],
  {
    y,
    axis = "epoch",
    ...naming
  }: Pick<LinesOptions<typeof COLUMNS>, "name" | "title" | "caption" | "log"> & {
    readonly y: string;
    readonly axis?: LoggedAxis;
  },
): Figure {
  const known = curves.filter(isKnown);
  const rows = known.flatMap(({ name, points, frequency, role }) =>
    points.map(([epoch, value]) => ({ epoch, value, curve: name, frequency: frequency ?? null, role: role ?? null })),
  );
  return lines(
    { columns: COLUMNS, rows },
    {
      ...naming,
      x: "epoch",
      y: ["value"],
      series: "curve",
      frequency: "frequency",
      role: "role",
      axes: { y, ...(axis === "epoch" ? {} : { x: axis }) },
    },
  );
}

const COLUMNS = {
  epoch: column.integer("of the checkpoint, or of the log"),
  value: column.optionalNumber("of the curve"),
  curve: column.text("its name"),
  frequency: column.optionalInteger("that it is of"),
  role: column.optionalText("that it has in all figures"),
};
