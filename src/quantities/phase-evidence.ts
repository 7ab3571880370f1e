import { type ChangePoint, levelsWithin, type Series } from "./change-points.ts";
import { type Boundaries, LEVEL, type PhaseName, type RunSeries } from "./phase-boundaries.ts";
import { doubts, grounds, shown } from "./phase-doubts.ts";

/** One phase of a run: from its first checkpoint to the first of the next phase, or to the last of the run. */
export interface Phase {
  readonly name: PhaseName;
  /** In the epochs of all curves: a phase need not have a checkpoint. */
  readonly from: number;
  readonly to: number;
  /** Its beginning and its end lie between these epochs. */
  readonly fromWithin: readonly [number, number];
  readonly toWithin: readonly [number, number];
  /** What each curve does in it, in words. */
  readonly evidence: string;
  readonly certainty: "clear" | "weak";
  /** What the certainty rests on, or what it lacks. */
  readonly why: string;
}

/** The phases between the boundaries, each with what speaks for it and against it. */
export function phasesBetween(run: RunSeries, boundaries: Boundaries): readonly Phase[] {
  const { circuit, cleanup, stable } = boundaries;
  // A checkpoint may lie before the first logged loss, or after the last one: it has a phase nonetheless.
  const epochs = Object.values<Series>({ ...run }).flatMap((curve) => [
    ...curve.epochs.slice(0, 1),
    ...curve.epochs.slice(-1),
  ]);
  const [first, last] = [at(Math.min(...epochs)), at(Math.max(...epochs))];
  const begun = [
    { name: "memorisation", start: first },
    { name: "circuit formation", start: circuit },
    { name: "cleanup", start: cleanup },
    { name: "stable", start: stable },
  ] as const;
  const phases = begun.flatMap(({ name, start }) => (start ? [{ name, start }] : []));
  return phases.flatMap(({ name, start }, i): readonly Phase[] => {
    const end = phases[i + 1]?.start ?? last;
    if (end.epoch <= start.epoch) return [];
    const against = doubts(name, run, boundaries, start, end);
    return [
      {
        name,
        from: start.epoch,
        to: end.epoch,
        fromWithin: [start.earliest, start.latest],
        toWithin: [end.earliest, end.latest],
        evidence: changes(run, start.epoch, end.epoch),
        certainty: against.length === 0 ? "clear" : "weak",
        why: against.length === 0 ? grounds[name](boundaries) : against.join("; "),
      },
    ];
  });
}

const at = (epoch: number): ChangePoint => ({ epoch, earliest: epoch, latest: epoch, exceptions: 0 });

/** "train loss falls from 4.76 to 0.000001, …", of every curve that is known in it: one of other epochs says nothing of it. */
function changes(run: RunSeries, from: number, to: number): string {
  const curves: readonly (readonly [string, Series])[] = [
    ["train loss", run.train],
    ["test loss", run.test],
    ["train accuracy", run.trainAccuracy],
    ["test accuracy", run.testAccuracy],
    ["excluded loss", run.excluded],
    ["restricted loss", run.restricted],
    ["sum of squares", run.squares],
  ];
  const said = curves.flatMap(([name, curve]) => {
    const levels = levelsWithin(curve, from, to);
    if (!levels) return [];
    const [a, b] = levels;
    if (a.epoch === b.epoch) return [`${name} is ${shown(a.value)} at epoch ${a.epoch}`];
    const change = Math.log(b.value / a.value);
    const does = Math.abs(change) < Math.log(LEVEL) || a.value === b.value ? "goes" : change > 0 ? "rises" : "falls";
    return [`${name} ${does} from ${shown(a.value)} to ${shown(b.value)}`];
  });
  const known = run.test.epochs[run.test.epochs.length - 1];
  return [...said, ...(known < to ? [`the test loss is known to epoch ${known}`] : [])].join(", ");
}
