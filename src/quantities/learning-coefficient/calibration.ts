import { power } from "../../numerics/power.ts";
import type { LlcEstimate, LlcSettings, Refusal } from "./estimate.ts";

/** What λ̂ must not hang on: ε, γ and nβ. */
export const SWEPT = ["stepSize", "localisation", "nBeta"] as const;
export type Swept = (typeof SWEPT)[number];

/** Which settings are tried around the one asked: its neighbours along each axis, or all of the 3 × 3 × 3 grid. */
export const SWEEPS = ["cross", "grid"] as const;
export type Sweep = (typeof SWEEPS)[number];

/** By what factor neighbours of the grid lie apart. */
export const SWEEP_STEP = 2;

/** The place of a setting in the grid: −1, 0 or 1 along each axis, 0 the one asked. */
export type Place = readonly [stepSize: number, localisation: number, nBeta: number];

export interface SweptSettings {
  readonly place: Place;
  readonly settings: LlcSettings;
}

/** The settings of a sweep, the one asked first. */
export function sweptSettings(asked: LlcSettings, sweep: Sweep): readonly SweptSettings[] {
  const ends = [0, -1, 1];
  const places = ends.flatMap((i) => ends.flatMap((j) => ends.map((k): Place => [i, j, k])));
  const moved = (place: Place) => place.filter((step) => step !== 0).length;
  return places
    .filter((place) => sweep === "grid" || moved(place) <= 1)
    .map((place) => {
      const own = SWEPT.map((axis, i) => [axis, asked[axis] * power(SWEEP_STEP, place[i])] as const);
      return { place, settings: { ...asked, ...Object.fromEntries(own) } };
    });
}

/** Why a setting cannot be trusted: by itself, for what its neighbours say, or as too few of them say anything. */
export const DEPENDENCES = {
  stepSize: "depends-on-step-size",
  localisation: "depends-on-localisation",
  nBeta: "depends-on-n-beta",
} as const satisfies Readonly<Record<Swept, string>>;
export type Untrusted = Refusal | (typeof DEPENDENCES)[Swept] | "uncalibrated";

/** What a sweep says of one of its settings. */
export interface Verdict {
  /** Along each axis the largest factor between its λ̂ and a neighbour's that is not refused; null where all are, or there is none. */
  readonly factors: Readonly<Record<Swept, number | null>>;
  /** Null where its λ̂ can be trusted. */
  readonly refusal: Untrusted | null;
}

/**
 * Which settings of a sweep can be trusted: those not refused by themselves, with along every axis a neighbour, a factor
 * `SWEEP_STEP` away, that is not refused either, and all such neighbours' λ̂ within the factor `tolerance`. A regular minimum
 * has the factor 1; where λ̂ is nβ tr H/(2γ), the trace of the Hessian and no count of dimensions, γ and nβ have the factor 2.
 */
export function sweepVerdicts(
  cells: readonly { readonly place: Place; readonly estimate: Pick<LlcEstimate, "llc" | "refusal"> }[],
  tolerance: number,
): readonly Verdict[] {
  const at = new Map(cells.map(({ place, estimate }) => [place.join(), estimate]));
  return cells.map(({ place, estimate }) => {
    const factors = SWEPT.map((axis, i) => {
      const neighbours = [-1, 1].flatMap((step) => at.get(place.with(i, place[i] + step).join())?.llc ?? []);
      const own = estimate.llc;
      return [axis, own === null ? null : largestFactor(own, neighbours)] as const;
    });
    const [most, factor] = factors.reduce((a, b) => ((b[1] ?? 0) > (a[1] ?? 0) ? b : a));
    const unknown = factors.some((one) => one[1] === null);
    const dependence = (factor ?? 0) > tolerance ? DEPENDENCES[most] : unknown ? "uncalibrated" : null;
    const refusal = estimate.refusal ?? dependence;
    return { factors: Object.fromEntries(factors) as Verdict["factors"], refusal };
  });
}

function largestFactor(own: number, others: readonly number[]): number | null {
  return others.length === 0 ? null : Math.max(...others.map((other) => Math.max(own / other, other / own)));
}
