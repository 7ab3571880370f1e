import { type Level, NEAR } from "../quantities/change-points.ts";
import { BEGUN, HALF } from "../quantities/phase-boundaries.ts";
import { KEPT } from "./recent.ts";
import { Trail } from "./trail.ts";
import type { WatchedSet } from "./watched-set.ts";

/** A level that has not moved since two thirds of the epochs is one that it keeps. */
const THIRD = 1 / 3;
/** Of what it lacked, an accuracy that rises has made a twentieth: less is noise, or what runs have that never grok. */
const STIRRED = 0.05;
/** Evaluations of those five that must be back below half-way for a rise to count as lost. */
const LOST = 3;

/** A level, and the how-manieth evaluation it is. */
export interface Point extends Level {
  readonly index: number;
}

/** How far a set has come, and whether it still moves. */
export interface Course {
  /** From where it is counted: the lowest level since the train set is learnt; of a loss its highest. */
  readonly from: Level;
  readonly now: Level;
  /** It made a twentieth of what it lacked; its loss fell to 1/e of its highest, and below its first. */
  readonly begun: boolean;
  /** Where it was two thirds of the epochs ago, if there are five evaluations since, and it made less than a tenth of its way since. */
  readonly still: Level | null;
  /** It had come half-way at least, and is back below half of that, for three of five evaluations. */
  readonly fallen: Level | null;
}

/** The rise of a held-out set, row by row. */
export class Rise {
  trail: Trail<Point> = new Trail();
  #from: Level | null = null;
  #best: Level | null = null;
  #begun = false;
  #seen = 0;
  #by: WatchedSet["by"] | null = null;

  /** Counts from here on: the train set has been learnt. */
  restart(): void {
    this.#from = null;
    this.#best = null;
  }

  /** Counts as begun from here on: it was half-way when the train set was learnt. */
  begin(): void {
    this.#begun = true;
  }

  push(set: WatchedSet): void {
    const now = set.curve.level;
    // The accuracies of a run may begin after its losses.
    if (set.by !== this.#by) {
      this.#by = set.by;
      this.trail = new Trail();
      this.restart();
    } else if (set.curve.count === this.#seen) return;
    if (!now) return;
    this.#seen = set.curve.count;
    this.trail.push({ ...now, index: set.curve.count });
    const share = set.by === "accuracy";
    if (!this.#from || (share ? now.value < this.#from.value : now.value > this.#from.value)) {
      this.#from = now;
      this.#best = now;
    }
    if (!this.#best || (share ? now.value > this.#best.value : now.value < this.#best.value)) this.#best = now;
  }

  course(set: WatchedSet): Course | null {
    const now = set.curve.level;
    const [from, best] = [this.#from, this.#best];
    if (!now || !from || !best) return null;
    const made = (level: Level) => madeFrom(from, level, set.by);
    const whole = made(now);
    const least = set.by === "accuracy" ? STIRRED * (1 - from.value) : BEGUN;
    const better = set.by === "accuracy" || now.value < (set.loss.first?.value ?? now.value);
    const begun = this.#begun || (whole >= least && better);
    const then = this.trail.points[this.trail.from(now.epoch * (1 - THIRD))];
    const enough = then && set.curve.count - then.index >= KEPT;
    const still = enough && whole - made(then) < NEAR * Math.max(whole, least) ? then : null;
    const halfWay = set.by === "accuracy" && made(best) >= HALF * (1 - from.value);
    const below = from.value + HALF * made(best);
    const fallen = halfWay ? set.curve.agreeing((value) => value < below, LOST, KEPT, best.epoch) : null;
    return { from, now, begun, still, fallen };
  }
}

/** How much an accuracy rose, or the logarithm of a loss fell. */
function madeFrom(from: Level, to: Level, by: WatchedSet["by"]): number {
  if (by === "accuracy") return to.value - from.value;
  return Math.log(Math.max(from.value, Number.EPSILON) / Math.max(to.value, Number.EPSILON));
}
