import { checkArguments } from "../arguments.ts";
import { power } from "../numerics/power.ts";

/** Whether one run at a value of a setting generalised by its last epoch. */
export interface Trial {
  readonly value: number;
  readonly generalised: boolean;
}

/** How many of the runs at one value generalised. */
export interface Share {
  readonly value: number;
  readonly generalised: number;
  readonly of: number;
}

/** A value of a setting at which half of the runs generalise. */
export interface CriticalValue {
  readonly at: number;
  /** The nearest values tried at which all runs agree, on either side; the first or last tried where none does. */
  readonly between: readonly [least: number, most: number];
  /** Whether runs generalise above it, or below. */
  readonly generalises: "above" | "below";
}

/** The runs at each value, ascending. */
export function shares(trials: readonly Trial[]): readonly Share[] {
  const values = [...new Set(trials.map(({ value }) => value))].sort((a, b) => a - b);
  return values.map((value) => {
    const own = trials.filter((trial) => trial.value === value);
    return { value, generalised: own.filter(({ generalised }) => generalised).length, of: own.length };
  });
}

/**
 * The values at which the share of runs that generalise crosses one half, ascending: none where the values tried do not
 * bracket one, two where too much of the setting undoes what enough of it does.
 *
 * Of two neighbouring values a < b with shares s_a < ½ ≤ s_b (or the reverse) it is a^(1−t) b^t, t = (½ − s_a) / (s_b − s_a);
 * a + t (b − a) where a value is not above 0. No curve is fitted: a logistic one has no finite slope where seeds agree, as they
 * mostly do. The interval is from value to value, not of confidence: a finer grid narrows it. "Generalise" is by the last
 * epoch: longer runs may do so at values where these do not.
 */
export function criticalValues(trials: readonly Trial[]): readonly CriticalValue[] {
  checkArguments("criticalValues", { trials });
  const all = shares(trials);
  const share = ({ generalised, of }: Share) => generalised / of;
  const agree = (one: Share) => one.generalised === 0 || one.generalised === one.of;
  return all.slice(1).flatMap((upper, i): CriticalValue[] => {
    const lower = all[i];
    const [below, above] = [share(lower), share(upper)];
    if (below >= 0.5 === above >= 0.5) return [];
    const t = (0.5 - below) / (above - below);
    const log = lower.value > 0;
    const [a, b] = [lower.value, upper.value];
    const from = all.slice(0, i + 1).findLast(agree) ?? all[0];
    const to = all.slice(i + 1).find(agree) ?? all[all.length - 1];
    return [
      {
        at: log ? a * power(b / a, t) : a + t * (b - a),
        between: [from.value, to.value],
        generalises: above > below ? "above" : "below",
      },
    ];
  });
}
