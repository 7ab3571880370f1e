import { series } from "../quantities/change-points.ts";
import { type Leakage, leakage } from "../quantities/dynamics/leakage.ts";
import { HALF } from "../quantities/phase-boundaries.ts";
import { LATE } from "../quantities/verdicts/generalisation.ts";
import { learntSet, MIN_EVALUATIONS } from "../quantities/verdicts/learnt-set.ts";
import type { StoppedAt } from "./advice.ts";
import type { Alert, AlertName } from "./alerts.ts";
import type { Row, Watched } from "./row.ts";
import type { State } from "./state.ts";
import { Trail } from "./trail.ts";
import type { WatchedSet } from "./watched-set.ts";

/** What is known once a row is taken in. */
export interface Seen {
  readonly state: State;
  readonly since: number;
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
    const at = row.epoch;
    return [
      ...this.#ofState(at, seen),
      ...this.#ofLosses(row),
      ...this.#ofStopping(at, seen.stopped),
      ...this.#ofLeaks(at, seen.train),
    ];
  }

  /** Whether this is the first time. */
  #once(alert: AlertName): boolean {
    if (this.#told.has(alert)) return false;
    this.#told.add(alert);
    return true;
  }

  #ofState(at: number, { state, since, train, test }: Seen): readonly Alert[] {
    const found: Alert[] = [];
    const told = (alert: AlertName, set: WatchedSet, epoch: number) => {
      if (this.#once(alert)) found.push({ alert, at, epoch, curve: set.label, value: set.curve.level?.value ?? null });
    };
    if (train.learnt && !test.learnt) told("memorised", train, train.learnt.epoch);
    if (state === "rising" || state === "plateau") told(state, test, since);
    if (state === "collapsing") told("collapsed", test, since);
    if (state === "generalised" && !this.#told.has("grokked") && !this.#told.has("generalised"))
      told(this.#late(train, test) ? "grokked" : "generalised", test, since);
    if (state === "diverged" && this.#once("diverged")) {
      const { curve, loss } = divergent(train, test);
      // Of a loss that is no number the last one that was would be misread.
      found.push({ alert: "diverged", at, epoch: since, curve, value: loss.lost ? null : (loss.last?.value ?? null) });
    }
    return found;
  }

  #ofLosses(row: Row): readonly Alert[] {
    for (const [name, curve] of LOSSES) {
      const value = row[name];
      if (value === null || value === undefined || Number.isFinite(value) || !this.#once("nan")) continue;
      return [{ alert: "nan", at: row.epoch, epoch: row.epoch, curve, value }];
    }
    return [];
  }

  #ofStopping(at: number, stopped: StoppedAt | null): readonly Alert[] {
    if (!stopped || !this.#once("early stopping")) return [];
    const { on, epoch, patience, kept } = stopped;
    return [{ alert: "early stopping", at, epoch, curve: on, value: kept.value, patience, kept }];
  }

  #ofLeaks(at: number, train: WatchedSet): readonly Alert[] {
    const [suspected] = this.#leaks(train);
    if (!suspected || !this.#once("leakage")) return [];
    return [{ alert: "leakage", at, epoch: at, curve: null, value: null, leakage: suspected }];
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

/** The set whose loss diverged: the train set, where its loss is known. */
function divergent(train: WatchedSet, test: WatchedSet) {
  const known = train.loss.first !== null || train.loss.lost !== null;
  return known
    ? ({ curve: "train loss", loss: train.loss } as const)
    : ({ curve: "test loss", loss: test.loss } as const);
}

const LOSSES = [
  ["train_loss", "train loss"],
  ["test_loss", "test loss"],
] as const;
const LOSSES_AND_ACCURACIES = ["train_loss", "test_loss", "train_accuracy", "test_accuracy"] as const;
