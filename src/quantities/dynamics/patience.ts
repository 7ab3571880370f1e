import { finiteOrNull } from "../../numerics/finite-or-null.ts";
import type { Level } from "../change-points.ts";

/** Early stopping, evaluation by evaluation: it ends a run at the first evaluation so many after the best so far. */
export class Patience {
  readonly #sign: 1 | -1;
  readonly #patience: number;
  #since = 0;
  /** The best so far, or when it stopped: what is kept. */
  best: Level | null = null;
  /** The epoch at which it stopped; null while it has not. */
  stopped: number | null = null;

  constructor(on: "test loss" | "test accuracy", patience: number) {
    this.#sign = on === "test loss" ? -1 : 1;
    this.#patience = patience;
  }

  /** A value that is not finite, or none, is no evaluation. */
  push(epoch: number, seen: number | null | undefined): void {
    const value = finiteOrNull(seen);
    if (this.stopped !== null || value === null) return;
    if (!this.best || this.#sign * value > this.#sign * this.best.value) {
      this.best = { epoch, value };
      this.#since = 0;
    } else if (++this.#since >= this.#patience) this.stopped = epoch;
  }
}
