import { GrokError } from "../errors.ts";
import type { LoggedAxis } from "../logs/curves/curve.ts";
import { Patience } from "../quantities/dynamics/patience.ts";
import { HALF } from "../quantities/phase-boundaries.ts";
import { LEARNT_ACCURACY } from "../quantities/training-phases.ts";
import { type Advice, adviceOn, type StoppedAt } from "./advice.ts";
import type { Alert } from "./alerts.ts";
import { Alerts } from "./alerts-once.ts";
import { type Forecast, forecastOf } from "./forecast.ts";
import { judged } from "./judged.ts";
import { Rise } from "./rise.ts";
import type { Row } from "./row.ts";
import type { RunState, StateFact } from "./state.ts";
import { WatchedSet } from "./watched-set.ts";

/** Evaluations without a better one after which scripts stop most often. */
const PATIENCE = 10;

export interface MonitorSettings {
  /** The accuracy from which a set counts as learnt, a share; 0.95 unless told otherwise. */
  readonly learnt?: number;
  /** What the numbers along the curves count; epochs unless told otherwise. */
  readonly axis?: LoggedAxis;
  /** The share of pairs that is trained on, where it is known. */
  readonly fraction?: number | null;
  /** Of early stopping, in evaluations; 10 unless told otherwise. */
  readonly patience?: number;
}

/**
 * What the rows of a run so far say of it. Each answer is of the rows that were pushed alone, so that it is the same whether
 * the run ended there or went on. A row takes as long, and as much memory is held, whatever the number of rows before it:
 * the last five values of each curve, and at most 512 points of its course.
 */
export class Monitor {
  readonly #train: WatchedSet;
  readonly #test: WatchedSet;
  readonly #trainRise = new Rise();
  readonly #rise = new Rise();
  readonly #patience: number;
  readonly #byLoss: Patience;
  readonly #byAccuracy: Patience;
  readonly #alerts: Alerts;
  #now: Omit<RunState, "evidence">;
  #evidence: () => readonly StateFact[] = () => [];
  #memorised: number | null = null;

  constructor(settings: MonitorSettings = {}) {
    const { learnt = LEARNT_ACCURACY, axis = "epoch", fraction = null, patience = PATIENCE } = settings;
    this.#train = new WatchedSet("train", learnt);
    this.#test = new WatchedSet("test", learnt);
    this.#patience = patience;
    this.#byLoss = new Patience("test loss", patience);
    this.#byAccuracy = new Patience("test accuracy", patience);
    this.#alerts = new Alerts(learnt, fraction);
    this.#now = { state: "not enough evidence", since: null, at: null, axis };
  }

  /** Takes in the next row, and tells what happens with it. Rows ascend; two of one epoch tell of different curves. */
  push(row: Row): readonly Alert[] {
    const { epoch } = row;
    const { at, axis, state } = this.#now;
    if (!(epoch >= (at ?? Number.NEGATIVE_INFINITY)))
      throw new GrokError(
        "rows",
        at === null ? `${axis} ${epoch} is no number` : `${axis} ${epoch} comes after ${at}`,
        "a run that begins anew has a monitor of its own",
      );
    const [train, test] = [this.#train, this.#test];
    const start = Math.max(firstOf(train, row.train_loss), firstOf(test, row.test_loss));
    train.push(epoch, row.train_loss, row.train_accuracy, start);
    test.push(epoch, row.test_loss, row.test_accuracy, start);
    if (this.#memorised === null && train.first) {
      this.#memorised = train.first.epoch;
      // What was half-way when the train set was learnt generalises with training: its rise is from the first.
      if (halfWay(test)) this.#rise.begin();
      else this.#rise.restart();
    }
    this.#trainRise.push(train);
    this.#rise.push(test);
    this.#byLoss.push(epoch, row.test_loss);
    this.#byAccuracy.push(epoch, row.test_accuracy);
    const now = judged(epoch, train, test, this.#trainRise.course(train), this.#rise.course(test));
    const since = now.state === state ? this.#now.since : Math.min(now.since, epoch);
    this.#now = { state: now.state, since, at: epoch, axis };
    this.#evidence = now.evidence;
    return this.#alerts.on(row, { state: now.state, since: since ?? epoch, train, test, stopped: this.#stopped });
  }

  get state(): RunState {
    return { ...this.#now, evidence: this.#evidence() };
  }

  /** When the test accuracy comes to 90 %, or why that is not told. */
  forecast(): Forecast {
    return forecastOf(this.#now, this.#test, this.#rise, this.#memorised);
  }

  advice(): Advice {
    return adviceOn(this.state, this.forecast(), this.#stopped);
  }

  /** Where early stopping on the test loss (on the accuracy, where no loss is known) would have stopped. */
  get #stopped(): StoppedAt | null {
    const on = this.#test.loss.first ? "test loss" : "test accuracy";
    const { stopped, best } = on === "test loss" ? this.#byLoss : this.#byAccuracy;
    return stopped === null || !best ? null : { on, patience: this.#patience, epoch: stopped, kept: best };
  }
}

/** A set's first loss, which may be in this row; 0 while there is none. */
function firstOf({ loss }: WatchedSet, value: number | null | undefined): number {
  return loss.first?.value ?? (Number.isFinite(value) ? (value as number) : 0);
}

function halfWay({ by, curve }: WatchedSet): boolean {
  return by === "accuracy" && (curve.level?.value ?? 0) >= HALF;
}
