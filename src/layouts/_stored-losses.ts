import { readArray } from "../formats/_arrays.ts";
import { type Dictionary, isArray, type Value } from "../formats/_values.ts";
import type { StoredLosses } from "../logs/curves/curve.ts";
import { measureNamed } from "../logs/curves/names.ts";

/** The losses and accuracies of one moment stored beside its weights. */
export function lossesOf(dictionary: Dictionary): StoredLosses {
  const entries = [...dictionary].flatMap(([key, value]) => {
    const measure = measureNamed(String(key));
    const number = scalar(value);
    return measure && number !== undefined ? [[measure, number] as const] : [];
  });
  return Object.fromEntries(entries);
}

/** A number, or the one number of a tensor of size 1. */
export function scalar(value: Value | undefined): number | undefined {
  if (typeof value === "number") return value;
  return isArray(value) && value.shape.every((n) => n === 1) ? readArray(value)[0] : undefined;
}
