import { GrokError } from "../errors.ts";
import type { LoggedAxis } from "../logs/curves/curve.ts";
import { LEARNT_ACCURACY } from "../quantities/training-phases.ts";
import { type Advice, adviceOn } from "./advice.ts";
import type { Alert } from "./alerts.ts";
import { Alerts } from "./alerts-once.ts";
import { type Forecast, forecastOf } from "./forecast.ts";
import { judged } from "./judged.ts";
import { Patience } from "./patience.ts";
import { Rise } from "./rise.ts";
import type { Row } from "./row.ts";
import type { RunState } from "./state.ts";
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
  readonly #rise = new Rise();
  readonly #patiences: readonly [Patience, Patience];
  readonly #alerts: Alerts;
  #state: RunState;
  #memorised: number | null = null;

  constructor(settings: MonitorSettings = {}) {
    const { learnt = LEARNT_ACCURACY, axis = "epoch", fraction = null, patience = PATIENCE } = settings;
    this.#train = new WatchedSet("train", learnt);
    this.#test = new WatchedSet("test", learnt);
    this.#patiences = [new Patience("test loss", patience), new Patience("test accuracy", patience)];
    this.#alerts = new Alerts(learnt, fraction);
    this.#state = { state: "not enough evidence", since: null, at: null, axis, evidence: [] };
  }

  /** Takes in the next row, and tells what happens with it. Rows ascend; two of one epoch tell of different curves. */
  push(row: Row): readonly Alert[] {
    const { epoch } = row;
    const { at, axis } = this.#state;
    if (!Number.isFinite(epoch) || (at !== null && epoch < at))
      throw new GrokError(
        "rows",
        `${axis} ${epoch} comes after ${at}`,
        "a run that begins anew has a monitor of its own",
      );
    const [train, test] = [this.#train, this.#test];
    const first = [row.train_loss, row.test_loss].map((loss, i) => [train, test][i].loss.first?.value ?? loss ?? 0);
    const start = Math.max(...first.filter(Number.isFinite), 0);
    train.push(epoch, row.train_loss, row.train_accuracy, start);
    test.push(epoch, row.test_loss, row.test_accuracy, start);
    if (this.#memorised === null && train.first) {
      this.#memorised = train.first.epoch;
      this.#rise.restart();
    }
    this.#rise.push(test);
    const [byLoss, byAccuracy] = this.#patiences;
    byLoss.push(epoch, row.test_loss);
    byAccuracy.push(epoch, row.test_accuracy);
    const now = judged(epoch, train, test, this.#rise.course(test));
    const since = now.state === this.#state.state ? this.#state.since : Math.min(now.since, epoch);
    this.#state = { ...now, since, at: epoch, axis };
    return this.#alerts.on(row, { state: this.#state, train, test, stopped: this.#stopped });
  }

  get state(): RunState {
    return this.#state;
  }

  /** When the test accuracy comes to 90 %, or why that is not told. */
  forecast(): Forecast {
    return forecastOf(this.#state, this.#test, this.#rise, this.#memorised);
  }

  advice(): Advice {
    return adviceOn(this.#state, this.forecast(), this.#stopped);
  }

  /** Where early stopping on the test loss (on the accuracy, where no loss is known) would have stopped. */
  get #stopped() {
    const [byLoss, byAccuracy] = this.#patiences;
    return this.#test.loss.first ? byLoss.stopped : byAccuracy.stopped;
  }
}
