import { series } from "../quantities/change-points.ts";
import { type Leakage, leakage } from "../quantities/dynamics/leakage.ts";
import { HALF } from "../quantities/phase-boundaries.ts";
import { LATE } from "../quantities/verdicts/generalisation.ts";
import { learntSet, MIN_EVALUATIONS } from "../quantities/verdicts/learnt-set.ts";
import type { StoppedAt } from "./advice.ts";
import type { Alert, AlertName } from "./alerts.ts";
import type { Row, Watched } from "./row.ts";
import type { RunState } from "./state.ts";
import { Trail } from "./trail.ts";
import type { WatchedSet } from "./watched-set.ts";

/** What is known once a row is taken in. */
export interface Seen {
  readonly state: RunState;
  readonly train: WatchedSet;
  readonly test: WatchedSet;
  readonly stopped: StoppedAt | null;
}

/** Turns what is seen row by row into alerts, each once. */
export class Alerts {
  readonly #told = new Set<AlertName>();
  readonly #rows: Trail<Row> = new Trail();
  readonly #learnt: number;
  readonly #fraction: number | null;
  /** The test set's level when the train set was learnt first. */
  #then: number | null = null;

  constructor(learnt: number, fraction: number | null) {
    this.#learnt = learnt;
    this.#fraction = fraction;
  }

  on(row: Row, seen: Seen): readonly Alert[] {
    this.#rows.push(row);
    if (seen.train.first) this.#then ??= seen.test.curve.level?.value ?? null;
    return this.#happening(row, seen).filter(({ alert }) => {
      if (this.#told.has(alert)) return false;
      this.#told.add(alert);
      return true;
    });
  }

  #happening(row: Row, { state, train, test, stopped }: Seen): readonly Alert[] {
    const at = row.epoch;
    const since = state.since ?? at;
    const of = (alert: AlertName, set: WatchedSet, epoch: number): Alert => ({
      alert,
      at,
      epoch,
      curve: set.label,
      value: set.curve.level?.value ?? null,
    });
    const found: Alert[] = [];
    if (train.learnt && !test.learnt) found.push(of("memorised", train, train.learnt.epoch));
    if (state.state === "rising") found.push(of("rising", test, since));
    if (state.state === "generalised") found.push(of(this.#late(train, test) ? "grokked" : "generalised", test, since));
    if (state.state === "plateau") found.push(of("plateau", test, since));
    if (state.state === "collapsing") found.push(of("collapsed", test, since));
    if (state.state === "diverged")
      found.push({ ...of("diverged", train, since), curve: "train loss", value: train.loss.last?.value ?? null });
    for (const [name, curve] of LOSSES) {
      const value = row[name];
      if (value !== null && value !== undefined && !Number.isFinite(value))
        found.push({ alert: "nan", at, epoch: at, curve, value });
    }
    if (stopped) {
      const { on, epoch, patience, kept } = stopped;
      found.push({ alert: "early stopping", at, epoch, curve: on, value: kept.value, patience, kept });
    }
    for (const leak of this.#leaks(train))
      found.push({ alert: "leakage", at, epoch: at, curve: null, value: null, leakage: leak });
    return found;
  }

  /** Whether the test set was learnt long after the train set, and not half-way with it. */
  #late(train: WatchedSet, test: WatchedSet): boolean {
    if (!train.first || !test.first || test.first.epoch < LATE * train.first.epoch) return false;
    return test.by === "loss" || (this.#then ?? 0) < HALF;
  }

  /** What the rows kept let suspect; asked at 8, 16, 32, … rows, so that a row costs nothing. */
  #leaks(train: WatchedSet): readonly Leakage[] {
    const { count, points, stride } = this.#rows;
    if (!train.first || this.#told.has("leakage") || count < MIN_EVALUATIONS || (count & (count - 1)) !== 0) return [];
    const of = (name: Watched) =>
      series(
        points.map(({ epoch }) => epoch),
        points.map((row) => row[name] ?? null),
      );
    const [loss, testLoss, accuracy, testAccuracy] = LOSSES_AND_ACCURACIES.map(of);
    const start = Math.max(loss.values[0] ?? 0, testLoss.values[0] ?? 0);
    const none = series([]);
    const run = {
      train: loss,
      test: testLoss,
      trainAccuracy: accuracy,
      testAccuracy,
      restricted: none,
      excluded: none,
      squares: none,
    };
    const sets = [
      learntSet("train", loss, accuracy, this.#learnt, start),
      learntSet("test", testLoss, testAccuracy, this.#learnt, start),
    ] as const;
    // Of rows that are left out some may lie between the two.
    return leakage(run, ...sets, this.#fraction).filter(({ kind }) => kind === "equal" || stride === 1);
  }
}

const LOSSES = [
  ["train_loss", "train loss"],
  ["test_loss", "test loss"],
] as const;
const LOSSES_AND_ACCURACIES = ["train_loss", "test_loss", "train_accuracy", "test_accuracy"] as const;
