import { median } from "../numerics/statistics.ts";
import type { Level } from "../quantities/change-points.ts";

/** Evaluations that a decision looks back on at most. */
export const KEPT = 5;
/** A level is the median of as many: one that is off moves nothing. */
export const SMOOTHED = 3;

/** The last evaluations of one curve, and what must be known of all of them. */
export class Recent {
  readonly #last: Level[] = [];
  /** Finite values so far. */
  count = 0;
  first: Level | null = null;
  /** Of the values that are not finite, those without a finite one since: how many, and from which epoch. */
  lost: { readonly epoch: number; readonly values: number } | null = null;
  /** The median of the last three values, or of as many as there are, at the last one's epoch; null of nothing. */
  level: Level | null = null;

  /** A value that is not finite counts as such alone; none at all, null, counts as nothing. */
  push(epoch: number, value: number | null | undefined): void {
    if (value === null || value === undefined) return;
    if (!Number.isFinite(value)) {
      this.lost = { epoch: this.lost?.epoch ?? epoch, values: (this.lost?.values ?? 0) + 1 };
      return;
    }
    this.lost = null;
    this.first ??= { epoch, value };
    this.count++;
    this.#last.push({ epoch, value });
    if (this.#last.length > KEPT) this.#last.shift();
    this.level = this.median(SMOOTHED);
  }

  /** The last value; null of nothing. */
  get last(): Level | null {
    return this.#last.at(-1) ?? null;
  }

  /** The same of the last `of` values. */
  median(of: number): Level | null {
    const { last } = this;
    return last && { epoch: last.epoch, value: median(this.#last.slice(-of).map(({ value }) => value)) };
  }

  /** The earliest of the last `of` values, of those after an epoch, for which it holds, if it holds for `least` of them; else null. */
  agreeing(holds: (value: number) => boolean, least: number, of: number, after = -Infinity): Level | null {
    let [count, earliest]: [number, Level | null] = [0, null];
    for (let i = Math.max(0, this.#last.length - of); i < this.#last.length; i++) {
      const one = this.#last[i];
      if (one.epoch <= after || !holds(one.value)) continue;
      earliest ??= one;
      count++;
    }
    return count >= least ? earliest : null;
  }
}
