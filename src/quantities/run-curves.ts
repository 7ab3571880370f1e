import type { LoggedAxis } from "../logs/curves/curve.ts";
import type { LoggedCurve } from "../runs/run.ts";
import type { Curves } from "./training-phases.ts";

/** A curve of `Curves`. */
export type CurveKey = Exclude<keyof Curves, "epochs" | "axis">;

/** What was measured at one checkpoint: as in `Curves`. */
export type MeasuredAt = { readonly epoch: number } & { readonly [K in CurveKey]-?: number | null };

const LOGGED = ["train_loss", "test_loss", "train_accuracy", "test_accuracy"] as const;
const ALL = [...LOGGED, "restricted_loss", "excluded_loss", "sum_of_squares", "unmirrored_accuracy"] as const;

const COMPUTED: ReadonlySet<CurveKey> = new Set(ALL.filter((key) => !(LOGGED as readonly CurveKey[]).includes(key)));

/** The held-out sets that a run logged, in their order, the first being the primary; one without a name where it has one or none. */
export function heldOutSets(history: readonly LoggedCurve[]): readonly string[] {
  const sets = history.filter(({ measure }) => measure.startsWith("test")).map(({ set }) => set);
  return sets.length === 0 ? [""] : [...new Set(sets)];
}

/**
 * The curves of a run, with one of its held-out sets, over every epoch at which something is known. A loss or accuracy that
 * the training script logged more often than it is known of checkpoints is taken from the log alone, as it computed it, so
 * that one curve has one definition.
 */
export function runCurves(measured: readonly MeasuredAt[], history: readonly LoggedCurve[], set = ""): Curves {
  const own = history.filter((one) => one.set === set || one.measure.startsWith("train"));
  const known = (key: CurveKey) => measured.reduce((count, row) => count + Number(row[key] !== null), 0);
  const logged = new Map(
    LOGGED.flatMap((key) => {
      const curve = own.find((one) => one.measure === key && one.epochs.length > known(key));
      return curve ? [[key as CurveKey, curve] as const] : [];
    }),
  );
  const at = measured.map(({ epoch }) => epoch);
  const epochs = merged([at, ...[...logged.values()].map((curve) => curve.epochs)]);
  const curves = ALL.flatMap((key) => {
    const log = logged.get(key);
    // A log has nothing that is computed from weights.
    if (!log && measured.length === 0 && COMPUTED.has(key)) return [];
    return log
      ? [[key, filled(epochs, log.epochs, log.values)] as const]
      : [
          [
            key,
            filled(
              epochs,
              at,
              measured.map((row) => row[key]),
            ),
          ] as const,
        ];
  });
  return { epochs, axis: axisOf(measured, own), ...Object.fromEntries(curves) } as Curves;
}

/** Checkpoints count epochs; what a log counts it says. */
function axisOf(measured: readonly MeasuredAt[], history: readonly LoggedCurve[]): LoggedAxis {
  const computed = measured.some(({ sum_of_squares }) => sum_of_squares !== null);
  return computed ? "epoch" : (history[0]?.axis ?? "epoch");
}

/** All epochs of the lists, ascending, each once. */
function merged(lists: readonly (readonly number[])[]): readonly number[] {
  const different = [...new Set(lists.filter((list) => list.length > 0))];
  const [only] = different;
  // Nearly every log has one list.
  if (only && different.length === 1 && only.every((epoch, i) => i === 0 || epoch > only[i - 1])) return only;
  const epochs: number[] = [];
  for (const list of different) for (const epoch of list) epochs.push(epoch);
  epochs.sort((a, b) => a - b);
  return epochs.filter((epoch, i) => epoch !== epochs[i - 1]);
}

/** A curve's values at all epochs, the last of those at one; null where it has none. Its own epochs are among them. */
function filled(
  epochs: readonly number[],
  own: readonly number[],
  known: readonly (number | null)[],
): readonly (number | null)[] {
  if (own === epochs) return known;
  const values: (number | null)[] = new Array(epochs.length).fill(null);
  const ascending = own.every((epoch, i) => i === 0 || epoch >= own[i - 1]);
  const place = ascending ? null : new Map(epochs.map((epoch, i) => [epoch, i]));
  for (let i = 0, at = 0; i < own.length; i++) {
    while (!place && epochs[at] < own[i]) at++;
    values[place ? (place.get(own[i]) as number) : at] = known[i];
  }
  return values;
}
