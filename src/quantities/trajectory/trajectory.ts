import { finiteOrNull } from "../../numerics/finite-or-null.ts";
import type { Run } from "../../runs/run.ts";
import { checkpointGram } from "./checkpoint-gram.ts";
import { type PathGeometry, pathGeometry, randomWalkGram, straightness } from "./path-geometry.ts";
import { principalPath } from "./principal-path.ts";

/** Principal components that are kept. */
export const COMPONENTS = 3;

/** The path of all weights through training. Plain JSON: null where a number is not defined. */
export interface Trajectory {
  /** The checkpoints with finite weights, in the order of the run. */
  readonly points: readonly TrajectoryPoint[];
  readonly shares: readonly number[];
  readonly straightness: number | null;
  /** The same of a walk with the same steps in random directions. */
  readonly control: { readonly shares: readonly number[]; readonly straightness: number | null };
}

export interface TrajectoryPoint {
  readonly epoch: number;
  /** Along each component, from the mean. */
  readonly coordinates: readonly number[];
  readonly step: number | null;
  readonly fromStart: number;
  readonly length: number;
  readonly turn: number | null;
}

/** The path of all weights, every parameter as it is, over the checkpoints of a run. */
export function trajectory(run: Run): Trajectory {
  const all = run.checkpoints.length;
  const whole = checkpointGram(run);
  const kept = run.checkpoints.flatMap((_, i) => (Number.isFinite(whole[i * all + i]) ? [i] : []));
  const n = kept.length;
  const gram = Float64Array.from({ length: n * n }, (_, at) => whole[kept[Math.floor(at / n)] * all + kept[at % n]]);
  const geometry = pathGeometry(gram, n);
  const { shares, coordinates } = principalPath(gram, n, COMPONENTS);
  return {
    points: kept.map((place, i) => ({
      epoch: run.checkpoints[place].epoch,
      coordinates: coordinates.map((along) => along[i]),
      step: finiteOrNull(geometry.steps[i]),
      fromStart: geometry.fromStart[i],
      length: geometry.lengths[i],
      turn: finiteOrNull(geometry.turns[i]),
    })),
    shares,
    straightness: n > 0 ? finiteOrNull(straightness(geometry)) : null,
    control: controlOf(geometry),
  };
}

function controlOf(geometry: PathGeometry): Trajectory["control"] {
  const n = geometry.steps.length;
  const gram = randomWalkGram(geometry);
  return {
    shares: principalPath(gram, n, COMPONENTS).shares,
    straightness: n > 0 ? finiteOrNull(straightness(pathGeometry(gram, n))) : null,
  };
}
