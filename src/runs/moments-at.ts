import { readArray } from "../formats/_arrays.ts";
import type { Checkpoint } from "./run.ts";

/** Adam's moments of one parameter. */
export interface ParameterMoments {
  /** Updates made. */
  readonly step: number;
  readonly betas: readonly [number, number];
  /** m and v: the running means of the gradient and of its square, as stored, not corrected for their start from 0. */
  readonly first: ArrayLike<number>;
  readonly second: ArrayLike<number>;
}

/** Adam's moments at a checkpoint, read from their file; undefined where none are stored. */
export function momentsAt({ optimiser }: Checkpoint): readonly ParameterMoments[] | undefined {
  if (optimiser === undefined || typeof optimiser === "string") return undefined;
  const { betas, parameters } = optimiser;
  return parameters.map(({ step, first, second }) => ({
    step: typeof step === "number" ? step : readArray(step)[0],
    betas,
    first: readArray(first),
    second: readArray(second),
  }));
}
