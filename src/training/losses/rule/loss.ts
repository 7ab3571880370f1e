import type { Expression } from "../../../tensors/expression.ts";

/** What training makes small: one file of `losses/`. */
export interface TrainingLoss {
  /** The file's name, and the option's value. */
  readonly name: string;
  readonly formula: string;
  /** The loss of each row of logits [row, column] in nats, [row, 1], over all columns, in this arithmetic; `answers` int32 [row]. */
  readonly ofRows: (logits: Expression, answers: Expression, dtype: "float64" | "float32") => Expression;
}
