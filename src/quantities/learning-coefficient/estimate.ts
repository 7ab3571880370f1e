import { mean } from "../../numerics/statistics.ts";
import { type Settling, settling } from "./settling.ts";
import { type Landscape, type SgldSettings, sgldTrace } from "./sgld.ts";

/** How λ̂ is sampled. */
export interface LlcSettings extends Omit<SgldSettings, "steps"> {
  /** Steps of each chain that are left out, from w* on. */
  readonly burnIn: number;
  /** Steps of each chain that the mean is over. */
  readonly draws: number;
  readonly chains: number;
  /** Chain i draws from PyTorch's generator of seed + i. */
  readonly seed: number;
}

/** Why a number would say nothing; each is told in `REFUSED`. */
export const REFUSALS = ["untrained", "not-a-minimum", "diverged", "negative", "not-settled"] as const;
export type Refusal = (typeof REFUSALS)[number];

/** The mean's standard error is at most this share of it, and so is its drift from the first half of the draws to the second … */
export const MOST_DRIFT = 0.1;
/** … unless that is within so many of its own standard errors: then it is chance. */
export const DRIFT_ERRORS = 3;
/** The largest R̂ at which halves of chains count as draws from one distribution. */
export const MOST_R_HAT = 1.2;
/** A descent from w* loses at most this share of |λ̂|: by so much too little λ̂ is where w* is no minimum. */
export const MOST_DESCENT = 0.1;
/** The end of a descent: the last of its steps, over which a mini-batch's chance is averaged out. */
const TAIL = 10;

/** λ̂ at one point, and what tells whether to believe it. */
export interface LlcEstimate extends Settling {
  /** Null where it is refused. */
  readonly llc: number | null;
  readonly refusal: Refusal | null;
  /** What the formula gives, refused or not; NaN where it is not finite. */
  readonly raw: number;
  /** … of each chain. */
  readonly ofChains: readonly number[];
  /** nβ(L(w*) − L at the end of a descent: as many steps with neither noise nor pull); 0 where it could be no matter. */
  readonly descent: number;
  /** nβ(L(w_t) − L(w*)) of each chain, from w* on, burn-in included. */
  readonly traces: readonly Float64Array[];
}

/** What is known of a loss beforehand. */
export interface Bounds {
  /** No w has less; −∞ unless given. */
  readonly floor?: number;
  /** Where nothing is left of what w* has learnt, e.g. ln p, a guess's; +∞ unless given. */
  readonly ceiling?: number;
}

/**
 * The local learning coefficient λ̂ = nβ(mean of L(w) over the draws − L(w*)) (Lau et al. 2023, arXiv:2308.12108), w drawn by
 * localised SGLD; for a regular minimum in d dimensions it is d/2. Burn-in is left out of the mean, which devinterp's
 * `llc_mean` leaves in. Each chain walks on a landscape of its own, so that each may draw its own mini-batches.
 */
export function llcEstimate(
  landscape: (chain: number) => Landscape,
  settings: LlcSettings,
  { floor = Number.NEGATIVE_INFINITY, ceiling = Number.POSITIVE_INFINITY }: Bounds = {},
): LlcEstimate {
  const { nBeta, burnIn, draws, chains, seed } = settings;
  const walk = { ...settings, steps: burnIn + draws };
  const walks = Array.from({ length: chains }, (_, i) => {
    const own = landscape(i);
    return { loss: own.loss, trace: sgldTrace(own, walk, seed + i) };
  });
  const traces = walks.map(({ loss, trace }) => trace.map((value) => nBeta * (value - loss)));
  const [{ loss }] = walks;
  // One that ends sooner has no last value.
  const whole = traces.every((trace) => Number.isFinite(trace[walk.steps - 1]));
  const drawn = traces.map((trace) => trace.subarray(burnIn));
  const ofChains = whole ? drawn.map(mean) : traces.map(() => Number.NaN);
  const raw = mean(ofChains);
  const settled = whole ? settling(drawn) : UNKNOWN;
  const possible = nBeta * (loss - floor);
  const descent = possible <= MOST_DESCENT * raw ? 0 : descended(landscape(chains), walk, possible);
  const refusal = refused({ raw, descent, ...settled }, loss, raw / nBeta + loss, ceiling);
  return { llc: refusal === null ? raw : null, refusal, raw, ofChains, descent, traces, ...settled };
}

const UNKNOWN: Settling = { rHat: Number.NaN, drift: Number.NaN, driftError: Number.NaN, error: Number.NaN };

function descended(landscape: Landscape, walk: SgldSettings, possible: number): number {
  // Without the pull: whether w* is a minimum of L is no question of how near to it one stays.
  const trace = sgldTrace(landscape, { ...walk, localisation: 0 });
  const reached = walk.nBeta * (landscape.loss - mean(trace.subarray(-TAIL)));
  return Number.isFinite(reached) ? Math.min(reached, possible) : 0;
}

function refused(
  { raw, descent, rHat, drift, driftError, error }: Settling & Pick<LlcEstimate, "raw" | "descent">,
  loss: number,
  meanLoss: number,
  ceiling: number,
): Refusal | null {
  if (loss >= ceiling) return "untrained";
  if (descent > MOST_DESCENT * Math.abs(raw)) return "not-a-minimum";
  if (!(meanLoss < ceiling)) return "diverged";
  if (raw <= 0) return "negative";
  const steady = Math.abs(drift) <= Math.max(MOST_DRIFT, DRIFT_ERRORS * driftError);
  return steady && error <= MOST_DRIFT && rHat <= MOST_R_HAT ? null : "not-settled";
}
