import type { Level } from "../quantities/change-points.ts";
import type { StoppedAt } from "./advice.ts";

/** Early stopping as a run goes on: where `earlyStopping` of the whole curve says that it would have stopped. */
export class Patience {
  readonly #on: StoppedAt["on"];
  readonly #patience: number;
  #best: Level | null = null;
  #since = 0;
  stopped: StoppedAt | null = null;

  constructor(on: StoppedAt["on"], patience: number) {
    this.#on = on;
    this.#patience = patience;
  }

  push(epoch: number, value: number | null | undefined): void {
    if (this.stopped || value === null || value === undefined || !Number.isFinite(value)) return;
    const sign = this.#on === "test loss" ? -1 : 1;
    if (!this.#best || sign * value > sign * this.#best.value) {
      this.#best = { epoch, value };
      this.#since = 0;
    } else if (++this.#since >= this.#patience) {
      this.stopped = { on: this.#on, patience: this.#patience, epoch, kept: this.#best };
    }
  }
}
