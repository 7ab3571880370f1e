import type { AnswerScores } from "../quantities/answer-scores.ts";
import * as column from "../tables/column.ts";

/** Loss and accuracy of a network over each part of the split. */
export const SCORE_COLUMNS = {
  train_loss: column.optionalNumber(
    "float64, over the p answers, training pairs; null where the split is not known",
    "nats",
  ),
  test_loss: column.optionalNumber("float64, over the p answers, test pairs", "nats"),
  all_loss: column.optionalNumber("float64, over the p answers, all pairs", "nats"),
  train_accuracy: column.optionalNumber("training pairs whose largest answer logit is right", "share"),
  test_accuracy: column.optionalNumber("test pairs", "share"),
  all_accuracy: column.optionalNumber("all pairs", "share"),
};

/** The cells of `SCORE_COLUMNS`. */
export function scoreCells({ loss, accuracy }: AnswerScores) {
  return {
    train_loss: loss.train,
    test_loss: loss.test,
    all_loss: loss.all,
    train_accuracy: accuracy.train,
    test_accuracy: accuracy.test,
    all_accuracy: accuracy.all,
  };
}
