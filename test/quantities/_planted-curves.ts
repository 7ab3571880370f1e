import { expect } from "vitest";
import type { Series } from "#quantities/change-points.js";
import type { CurveKey } from "#quantities/run-curves.js";
import type { Curves, TrainingPhases } from "#quantities/training-phases.js";

/** A grokking run drawn with a ruler: straight lines in log loss between the ends of its phases. */
export interface Plan {
  readonly p: number;
  /** Memorisation ends, the test loss begins its steep fall, the fall ends, the run ends. */
  readonly M: number;
  readonly C: number;
  readonly S: number;
  readonly N: number;
}
export const PLAN: Plan = { p: 113, M: 1500, C: 9000, S: 12000, N: 16000 };

const PEAK = 25;
const LEAST = 1e-6;
/** What the test loss loses in circuit formation, in units of its logarithm. */
const SLOPE = 0.5;
const FALL = Math.log(PEAK / LEAST);

/** A line through points (x, y), level beyond them. */
function line(points: readonly (readonly [number, number])[], x: number): number {
  const next = points.findIndex(([at]) => at > x);
  if (next <= 0) return points.at(next)?.[1] as number;
  const [[x0, y0], [x1, y1]] = [points[next - 1], points[next]];
  return y0 + ((y1 - y0) * (x - x0)) / (x1 - x0);
}
const logLine = (points: readonly (readonly [number, number])[], x: number) =>
  Math.exp(
    line(
      points.map(([at, y]) => [at, Math.log(y)]),
      x,
    ),
  );

/** Every curve there is. */
type Every = Required<Omit<Curves, "axis">>;

/** Every curve of the plan, at the epochs asked for. */
export function planted({ p, M, C, S }: Plan, epochs: readonly number[]): Every {
  const chance = Math.log(p);
  const along = (points: readonly (readonly [number, number])[]) => epochs.map((epoch) => logLine(points, epoch));
  const ramp = (from: number, to: number) =>
    epochs.map((epoch) =>
      line(
        [
          [from, 1 / p],
          [to, 1],
        ],
        epoch,
      ),
    );
  return {
    epochs,
    train_loss: along([
      [0, chance],
      [M, 1e-7],
    ]),
    test_loss: along([
      [0, chance],
      [M, PEAK],
      [C, PEAK * Math.exp(-SLOPE)],
      [S, LEAST],
    ]),
    train_accuracy: ramp(0, M / 2),
    test_accuracy: ramp(C, S),
    excluded_loss: along([
      [0, chance],
      [M, 1e-5],
      [S, 10],
    ]),
    restricted_loss: along([
      [M / 2, chance],
      [C, 0.05],
      [S, 1e-7],
    ]),
    unmirrored_accuracy: ramp(C, S),
    sum_of_squares: along([
      [0, 1800],
      [M, 3600],
      [C, 2300],
      [S, 1000],
    ]),
  };
}

/** Where the definitions put what was planted. */
export function truth({ p, M, C, S }: Plan) {
  // The level y (a share of the fall from peak to least) lies on the steep line from SLOPE to FALL.
  const steep = (units: number) => C + ((S - C) * (units - SLOPE)) / (FALL - SLOPE);
  const reaches = (from: number, to: number) => from + ((to - from) * (0.99 - 1 / p)) / (1 - 1 / p);
  return {
    memorised: M,
    cleanup: steep(1),
    stable: steep(0.9 * FALL),
    trainAt99: reaches(0, M / 2),
    testAt99: reaches(C, S),
  };
}

/** 0, step, 2·step, … to the end. */
export const every = (step: number, end: number): readonly number[] =>
  Array.from({ length: Math.floor(end / step) + 1 }, (_, i) => i * step);

/** 0, 1, … evenly in the logarithm. */
export function logSpaced(count: number, end: number): readonly number[] {
  const epochs = Array.from({ length: count }, (_, i) => Math.round(end ** (i / (count - 1))));
  return [...new Set([0, ...epochs])];
}

/** The same run seen at some of its checkpoints. */
export function seenAt(curves: Curves, keep: (epoch: number, i: number) => boolean): Curves {
  const kept = curves.epochs.flatMap((epoch, i) => (keep(epoch, i) ? [i] : []));
  return Object.fromEntries(
    Object.entries(curves).map(([name, values]) => [name, kept.map((i) => values[i])]),
  ) as unknown as Curves;
}

/** What a run leaves that logged its losses alone. */
export const lossesOf = ({ epochs, train_loss, test_loss }: Curves): Curves => ({ epochs, train_loss, test_loss });

/** The same curves with some values changed. */
export function changed(
  curves: Curves,
  names: readonly CurveKey[],
  change: (value: number, epoch: number) => number | null,
): Curves {
  const altered = names.map((name) => [
    name,
    curves[name]?.map((value, i) => (value === null ? null : change(value, curves.epochs[i]))),
  ]);
  return { ...curves, ...Object.fromEntries(altered) };
}

export const LOSSES = ["train_loss", "test_loss", "restricted_loss", "excluded_loss"] as const;

/** Standard normal draws from a linear congruential generator (Numerical Recipes) by Box and Muller. */
export function normals(seed: number): () => number {
  let state = seed >>> 0;
  const uniform = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state + 1) / 2 ** 32;
  };
  return () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
}

/** Epochs from one checkpoint of the planted run to the next. */
export const STEP = 10;
export const RUN: Every = planted(PLAN, every(STEP, PLAN.N));
export const TRUTH: ReturnType<typeof truth> = truth(PLAN);
export const NAMES: readonly string[] = ["memorisation", "circuit formation", "cleanup", "stable"];

/** Where the phases begin, and between which epochs. */
export function boundaries({ phases }: TrainingPhases) {
  const begin = (name: string) => phases.find((phase) => phase.name === name);
  return {
    memorised: begin("circuit formation"),
    cleanup: begin("cleanup"),
    stable: begin("stable"),
  };
}

/** A peak between two checkpoints is seen lower than it is, and the level below it with it: `slack` is in epochs. */
export function expectWithin(
  found: TrainingPhases,
  asked: readonly (keyof ReturnType<typeof boundaries>)[],
  place = TRUTH,
  slack = 0,
) {
  for (const name of asked) {
    const [earliest, latest] = boundaries(found)[name]?.from_within ?? [Number.NaN, Number.NaN];
    expect(place[name], `${name} between ${earliest} and ${latest}`).toBeGreaterThanOrEqual(earliest - slack);
    expect(place[name], `${name} between ${earliest} and ${latest}`).toBeLessThanOrEqual(latest + slack);
  }
}

/** At epochs 0, 1, 2, …: no two lie within 5 % of one another, so that a running median is the curve itself. */
export const apart = (...values: readonly number[]): Series => ({ epochs: values.map((_, i) => i), values });
