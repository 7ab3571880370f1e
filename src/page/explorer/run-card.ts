import type { LoggedAxis } from "../../logs/curves/curve.ts";
import type { State } from "../../monitoring/state.ts";
import type { Confidence, Verdict } from "../../quantities/verdicts/verdict.ts";

/** A curve at a glance: a few dozen points by ascending epoch, of which every spike is kept. */
export type CardCurve = readonly (readonly [epoch: number, value: number])[];

/** The curves of a card; one that is not known has no points. */
export interface CardCurves {
  /** Nats. */
  readonly train_loss: CardCurve;
  readonly test_loss: CardCurve;
  /** Shares. */
  readonly train_accuracy: CardCurve;
  readonly test_accuracy: CardCurve;
}

/** What the list shows of one run: plain data, as it goes through JSON. Sentences are made of it on the page. */
export interface RunCard {
  /** Tells the run from all others of the list, and stays as long as the run does. */
  readonly id: string;
  /** What the run is called in the list: its path in the folder, and of one of several runs of one log its name there. */
  readonly name: string;
  /** Whether it was only found so far, was read, or cannot be read. */
  readonly reading: "found" | "read" | "unreadable";
  /** What a reader or an analysis said that failed; null where nothing did. */
  readonly problem: string | null;
  /** The operation with its modulus, as "a + b mod 113"; null where no results say it. */
  readonly task: string | null;
  /** What it came to by the last epoch: by stored results where they are of that epoch, else by its curves. */
  readonly verdict: {
    readonly verdict: Verdict;
    readonly confidence: Confidence;
    readonly by: "results" | "curves";
  } | null;
  /** What it is doing at the last epoch, as `watch` says it; `since` is an epoch. */
  readonly state: { readonly state: State; readonly since: number | null } | null;
  /** What its epochs count. */
  readonly axis: LoggedAxis;
  /** Epochs from where the train accuracy is 99 % to where the test accuracy is; null where either is not. */
  readonly delay: number | null;
  /** Key frequencies, as stored results name them; none where none are known. */
  readonly keys: readonly number[];
  readonly curves: CardCurves | null;
  /** Of curves and checkpoints; null where neither is known. */
  readonly lastEpoch: number | null;
  readonly checkpoints: number;
  /** Of how many checkpoints there are stored results, 0 of curves alone; null where there are no results. */
  readonly analysed: number | null;
  /** An analysis that is going on: checkpoints done, of how many; `total` is 0 before that is known. */
  readonly analysis: { readonly done: number; readonly total: number } | null;
  /** When one of its files was last written, in milliseconds since 1970; null where that is not known. */
  readonly changed: number | null;
}
