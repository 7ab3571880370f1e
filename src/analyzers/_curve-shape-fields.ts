import type { EarlyStopping } from "../quantities/dynamics/early-stopping.ts";
import type { Leakage } from "../quantities/dynamics/leakage.ts";
import type { Sharpness } from "../quantities/dynamics/sharpness.ts";
import type { Slingshot } from "../quantities/slingshots.ts";
import * as column from "../tables/column.ts";
import * as field from "../tables/field.ts";
import { changePoint, kinds, level, optionalChangePoint } from "./_curve-fields.ts";

export const LEAKAGE: field.TaggedFields<Leakage> = {
  kind: kinds<Leakage["kind"]>({
    equal: "train and test values are equal to the last digits at most evaluations",
    together: "both sets are learnt by the same evaluation",
  }),
  by: column.optionalText<"accuracy" | "loss">("accuracy or loss: what is equal"),
  equal: column.optionalInteger("evaluations at which it is"),
  of: column.optionalInteger("of so many"),
  epoch: column.optionalNumber("by which both are learnt"),
  fraction: column.optionalNumber("of all pairs those trained on; null where it is not known", "share"),
};

function reached(description: string) {
  return field.record(description, {
    evaluations: column.integer("how many values are known"),
    best: column.optionalNumber("the highest; null where none is known", "share"),
    first: column.optionalNumber("the first epoch at which it is 99 %, for good or not; null where it never is"),
  });
}

function forgone(description: string) {
  return field.optionalRecord(description, {
    kept: column.number("what was kept"),
    best: level("the best after that"),
    last: level("the last of all"),
  });
}

/** What the curves of a run do besides its phases. */
export const CURVE_SHAPE_FIELDS = {
  delay: field.record("how much later the test accuracy is 99 % than the train accuracy", {
    train: optionalChangePoint("from where on the train accuracy is; null where it never is for good"),
    test: optionalChangePoint("from where on the test accuracy is"),
    epochs: column.optionalNumber(
      "test − train; null where either is, or where both were there at the first evaluation",
    ),
    epochs_within: field.optionalRange("it lies between these"),
    ratio: column.optionalNumber("test / train; null where train is at 0 too"),
    reached: field.record("what the accuracies reach", {
      train: reached("on the train set"),
      test: reached("on the test set"),
    }),
  }),
  plateau: field.optionalRecord("from the train set being learnt to a tenth of the test set's rise; null where none", {
    from: column.number("its first epoch"),
    to: column.optionalNumber("its last; null while it lasts"),
    epochs: column.number("its length; up to the last evaluation while it lasts"),
    epochs_within: field.range("it lies between these"),
  }),
  sharpness: field.optionalRecord("how long the test set takes to get better; null where it does not", {
    by: column.text<Sharpness["by"]>("accuracy or loss"),
    from: level("where it begins"),
    to: level("what it comes to"),
    tenth: changePoint("from where on a tenth of the way is made"),
    nine_tenths: changePoint("from where on nine tenths are"),
    epochs: column.number("from the one to the other"),
    epochs_within: field.range("it lies between these"),
  }),
  early_stopping: field.records("what early stopping would have made of it, by curve and patience", {
    on: column.text<EarlyStopping["on"]>("test loss or test accuracy"),
    patience: column.integer("evaluations without a better value after which it stops"),
    epochs: column.optionalNumber("how many epochs these were; null where it does not stop"),
    stopped: column.optionalNumber("the epoch at which it stops; null where it does not"),
    kept: level("the best evaluation by then"),
    accuracy: forgone("the test accuracy kept (share), and what it was later; null where that is not known"),
    loss: forgone("the test loss kept (nats), and what it was later"),
  }),
  double_descent: field.optionalRecord("a test loss that falls, rises, and falls below where it was; null where none", {
    first: level("where it begins"),
    low: level("where it turns"),
    peak: level("how high it rises"),
    last: level("what it comes to"),
    train: field.record("the train loss there", { low: level("at the low"), last: level("what it comes to") }),
  }),
  leakage: field.taggedRecords<Leakage>("what looks as if the test set had been trained on; a suspicion", LEAKAGE),
  slingshots: field.records("jumps of a curve by a factor of ten or more, and back", {
    curve: column.text<Slingshot["curve"]>("train loss or sum of squares"),
    from: column.number("the first epoch at which it is up"),
    to: column.number("the last"),
    epoch: column.number("where it is highest"),
    peak: column.number("how high: nats, or weight²"),
    level: column.number("the level that it jumped from"),
  }),
};
