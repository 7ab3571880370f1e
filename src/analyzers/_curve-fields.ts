import type { LoggedAxis } from "../logs/curves/curve.ts";
import type { CurveName } from "../quantities/verdicts/verdict.ts";
import * as column from "../tables/column.ts";
import * as field from "../tables/field.ts";

export const AXIS = column.text<LoggedAxis>("what is counted here, in place of epochs: epoch, step, sample or row");

export const CURVE = column.text<CurveName>(
  "which curve: train or test loss, train or test accuracy, excluded loss, restricted loss, sum of squares",
);
export const OPTIONAL_CURVE = column.optionalText<CurveName>(CURVE.description);

/** The fields of where a curve changes. */
export const CHANGE_POINT = {
  epoch: column.number("where the curve changes: the first evaluation after it"),
  earliest: column.number("it lies between this epoch …"),
  latest: column.number("… and this one"),
  exceptions: column.integer("evaluations on the wrong side of it"),
};

/** The fields of what a curve is at an epoch. */
export const LEVEL = {
  epoch: column.number("at which epoch"),
  value: column.number("a share, nats, or weight²: as the curve is"),
};

export function changePoint(description: string) {
  return field.record(description, CHANGE_POINT);
}
export function optionalChangePoint(description: string) {
  return field.optionalRecord(description, CHANGE_POINT);
}
export function level(description: string) {
  return field.record(description, LEVEL);
}
export function optionalLevel(description: string) {
  return field.optionalRecord(description, LEVEL);
}

/** What each kind means, in one description. */
export function kinds<K extends string>(meanings: Readonly<Record<K, string>>) {
  const said = Object.entries<string>(meanings).map(([kind, meaning]) => `${kind}: ${meaning}`);
  return column.text<K>(said.join("; "));
}
