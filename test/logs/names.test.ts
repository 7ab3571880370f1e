import { describe, expect, test } from "vitest";
import { axisNamed, bySet, isOfLogs, loggedAs, measureInFileName, measureNamed } from "#logs/curves/names.js";

/** A name as its measure, with what else it says. */
const said = (name: string) => {
  const logged = loggedAs(name);
  if (!logged) return undefined;
  const more = [logged.error && "error", logged.percent && "percent", !logged.stated && "unstated", logged.set];
  return [logged.measure, ...more.filter((word) => word !== false && word !== "")].join(", ");
};

test.each([
  ["train_loss", "train_loss"],
  ["trainLoss", "train_loss"],
  ["trainloss", "train_loss"],
  ["Loss/train", "train_loss"],
  ["train losses", "train_loss"],
  ["trn_nll", "train_loss"],
  ["tr ce", "train_loss"],
  ["training xent", "train_loss"],
  ["train_cross-entropy", "train_loss"],
  ["train_crossentropy", "train_loss"],
  ["train cross entropy", "train_loss"],
  ["loss", "train_loss, unstated"],
  ["loss_history", "train_loss, unstated"],
  ["acc", "train_accuracy, unstated"],
  ["test_loss", "test_loss, test"],
  ["tst_loss", "test_loss, test"],
  ["val_loss", "test_loss, validation"],
  ["validation loss", "test_loss, validation"],
  ["valid_acc", "test_accuracy, validation"],
  ["valacc", "test_accuracy, validation"],
  ["eval_loss", "test_loss, eval"],
  ["evaluation/loss", "test_loss, eval"],
  ["devacc", "test_accuracy, dev"],
  ["holdout_loss", "test_loss, held out"],
  ["held-out loss", "test_loss, held out"],
  ["held_out_loss", "test_loss, held out"],
  ["testerr", "test_accuracy, error, test"],
  ["test_error", "test_accuracy, error, test"],
  ["val/top1", "test_accuracy, validation"],
  ["val/top-1", "test_accuracy, validation"],
  ["val_top_1", "test_accuracy, validation"],
  ["val prec@1", "test_accuracy, validation"],
  ["val acc@1", "test_accuracy, validation"],
  ["val acc@1 (%)", "test_accuracy, percent, validation"],
  ["val acc@10", undefined],
  ["train_accs (%)", "train_accuracy, percent"],
  ["train accuracy%", "train_accuracy, percent"],
  ["test_acc_pct", "test_accuracy, percent, test"],
  ["all_loss", "all_loss"],
  ["full loss", "all_loss"],
  // The full training loss is that of all training pairs.
  ["full_train_loss", "train_loss"],
  ["all_acc", undefined],
  ["epoch_loss", "train_loss, unstated"],
  ["test/epoch_accuracy", "test_accuracy, test"],
  ["train_loss_step", "train_loss"],
  ["val_loss/epoch", "test_loss, validation"],
  // When it was logged is all that this says of the pairs.
  ["loss_step", undefined],
  ["eval_imdb_loss", "test_loss, eval imdb"],
  ["eval/sst2_accuracy", "test_accuracy, eval sst2"],
  ["eval_mean_loss", "test_loss, eval"],
  ["eval_kl_loss", undefined],
  ["log_train_loss", undefined],
  ["log10_loss", undefined],
  ["train_log", undefined],
  ["train_test_loss", undefined],
  ["loss_acc", undefined],
  ["train", undefined],
  ["train_kl", undefined],
  ["my_loss", undefined],
  ["epoch_time", undefined],
  ["", undefined],
])("%j is %s", (name, meaning) => {
  expect(said(name)).toBe(meaning);
});

test("words that say nothing of a measure change none, and others for one kind are alike", () => {
  const fillers = ["history", "hist", "log", "logs", "curve", "curves", "list", "mean", "avg", "average", "set"];
  for (const word of [...fillers, "value", "values", "metrics", "results", "scores", "stats"])
    expect(said(`train loss ${word}`)).toBe("train_loss");
  for (const word of ["acc", "accs", "accuracy", "accuracies"]) expect(said(`train ${word}`)).toBe("train_accuracy");
  for (const word of ["err", "error", "errors"]) expect(said(`train ${word}`)).toBe("train_accuracy, error");
  for (const word of ["%", "percent", "pct", "percentage"])
    expect(said(`train acc ${word}`)).toBe("train_accuracy, percent");
});

test("a key names a measure where it says of which pairs, and what it has is no error and not in per cent", () => {
  expect(["train_loss", "loss", "test_err", "test_acc_%", "x"].map(measureNamed)).toEqual([
    "train_loss",
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});

test("names that speak of losses, sets and nothing else", () => {
  expect(["train", "history", "train/val logs", "", "weights", "train weights"].map(isOfLogs)).toEqual([
    true,
    true,
    true,
    false,
    false,
    false,
  ]);
});

test("sets stand with the training pairs first, then as they are called, those of no known name last by theirs", () => {
  const sets = ["eval imdb", "held out", "dev", "eval", "validation", "test", "", "eval b", "test"];
  expect(sets.sort(bySet)).toEqual([
    "",
    "test",
    "test",
    "validation",
    "eval",
    "dev",
    "held out",
    "eval b",
    "eval imdb",
  ]);
  expect([bySet("test", "test"), bySet("eval b", "eval a"), bySet("eval a", "eval b")]).toEqual([0, 1, -1]);
});

test.each([
  ["epoch", "epoch"],
  ["Epochs", "epoch"],
  ["_step", "step"],
  [" global_step ", "step"],
  ["trainer/global_step", "step"],
  ["train_iterations", "step"],
  ["iter", "step"],
  ["it", "step"],
  ["num_updates", "step"],
  ["log_epochs", "epoch"],
  ["epoch_num", "epoch"],
  ["history_step_list", "step"],
  ["samples_seen", "sample"],
  ["examples", "sample"],
  ["row", "row"],
  ["epochal", undefined],
  ["my_epoch", undefined],
  ["epoch_time", undefined],
  ["train_loss", undefined],
])("%j counts %s", (name, axis) => {
  expect(axisNamed(name)).toBe(axis);
});

describe("the end of a file's name", () => {
  test("names the measure, as far as it reaches", () => {
    expect(measureInFileName("run3_dropout_train_acc")).toBe("train acc");
    expect(measureInFileName("p113--test--losses")).toBe("test losses");
    expect(measureInFileName("loss")).toBe("loss");
    expect(measureInFileName("train_acc_run3")).toBeUndefined();
    expect(measureInFileName("")).toBeUndefined();
  });
});
