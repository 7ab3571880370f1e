import type { Level } from "../quantities/change-points.ts";
import { BEGUN, MADE } from "../quantities/phase-boundaries.ts";
import { learntLoss } from "../quantities/verdicts/learnt-set.ts";
import type { SetName } from "../quantities/verdicts/verdict.ts";
import { KEPT, Recent, SMOOTHED } from "./recent.ts";
import type { CurveLabel, StateFact } from "./state.ts";

/** Of the last three evaluations so many must be learnt; of the last five so many far from it, for a set to be lost again. */
const AGREE = 2;
const LOST = 3;

/** One set of a run as far as it is known: the accuracy decides from its first value on, before that the loss. */
export class WatchedSet {
  readonly loss: Recent = new Recent();
  readonly accuracy: Recent = new Recent();
  /** From where on it is learnt; null while it is not. */
  learnt: Level | null = null;
  /** When it was learnt first. */
  first: Level | null = null;
  /** From where on it is far from what it was, having been learnt; null where it is learnt, or never was. */
  lost: Level | null = null;
  readonly set: SetName;
  readonly #accuracy: number;
  #loss = 0;
  #start = Number.NaN;

  constructor(set: SetName, learnt: number) {
    this.set = set;
    this.#accuracy = learnt;
  }

  get by(): "accuracy" | "loss" {
    return this.accuracy.count > 0 ? "accuracy" : "loss";
  }

  /** The curve that decides. */
  get curve(): Recent {
    return this.accuracy.count > 0 ? this.accuracy : this.loss;
  }

  get label(): CurveLabel {
    return `${this.set} ${this.by}`;
  }

  /** The accuracy from which, or the loss up to which, it counts as learnt. */
  get threshold(): number {
    return this.by === "accuracy" ? this.#accuracy : this.#loss;
  }

  /** Takes in what one row tells of it; `start` is the higher of the first losses of both sets, as for `learntSet`. */
  push(epoch: number, loss: number | null | undefined, accuracy: number | null | undefined, start: number): void {
    this.loss.push(epoch, loss);
    this.accuracy.push(epoch, accuracy);
    if (start !== this.#start) [this.#start, this.#loss] = [start, learntLoss(this.#accuracy, start)];
    const { threshold, by, curve } = this;
    const share = by === "accuracy";
    if (this.learnt) {
      const far = share ? MADE * threshold : Math.exp(BEGUN) * threshold;
      const lost = curve.agreeing((value) => (share ? value < far : value > far), LOST, KEPT, this.learnt.epoch);
      if (lost) [this.lost, this.learnt] = [lost, null];
      return;
    }
    this.learnt = curve.agreeing((value) => (share ? value >= threshold : value <= threshold), AGREE, SMOOTHED);
    if (!this.learnt) return;
    this.first ??= this.learnt;
    this.lost = null;
  }

  /** That it is learnt; nothing while it is not. */
  get facts(): readonly StateFact[] {
    if (!this.learnt) return [];
    return [{ kind: "learnt", set: this.set, by: this.by, threshold: this.threshold, epoch: this.learnt.epoch }];
  }

  /** Its level now. */
  get levels(): readonly StateFact[] {
    const { level } = this.curve;
    return level ? [{ kind: "level", curve: this.label, ...level }] : [];
  }
}
