import { extremes } from "../numerics/extremes.ts";
import type { CardCurve, CardCurves } from "../page/explorer/run-card.ts";
import type { Curves } from "../quantities/training-phases.ts";

/** A curve of a card has no more points than about twice these. */
const BUCKETS = 30;
/** A glance tells no more digits. */
const DIGITS = 4;

/** The curves of a card: of those with more values than it shows, of neighbours the lowest and the highest, and both ends. */
export function cardCurves(curves: Curves): CardCurves {
  const curve = (values?: readonly (number | null)[]): CardCurve => {
    const known = curves.epochs.flatMap((epoch, i) => {
      const value = values?.[i];
      return typeof value === "number" && Number.isFinite(value) ? [[epoch, value] as const] : [];
    });
    return thinned(known).map(([epoch, value]) => [epoch, Number(value.toPrecision(DIGITS))]);
  };
  return {
    train_loss: curve(curves.train_loss),
    test_loss: curve(curves.test_loss),
    train_accuracy: curve(curves.train_accuracy),
    test_accuracy: curve(curves.test_accuracy),
  };
}

function thinned(points: CardCurve): CardCurve {
  if (points.length <= 2 * BUCKETS) return points;
  const values = points.map(([, value]) => value);
  const kept = new Set([0, points.length - 1]);
  const size = points.length / BUCKETS;
  for (let bucket = 0; bucket < BUCKETS; bucket++)
    for (const i of extremes(values, Math.round(bucket * size), Math.round((bucket + 1) * size))) kept.add(i);
  return [...kept].sort((a, b) => a - b).map((i) => points[i]);
}
