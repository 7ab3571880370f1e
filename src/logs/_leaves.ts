import { checkParts, isRecord } from "../formats/_json.ts";
import { withWords } from "./curves/python-json.ts";

export type Leaf = string | number | boolean;

/** The value of a JSON text with `NaN` and `Infinity` in it, as Python and Go write them; undefined where it is none. */
export function jsonValue(text: string): unknown {
  if (text === "NaN") return Number.NaN;
  try {
    checkParts(Buffer.from(text), "");
    // NaN within a list or a dictionary is null: it is left out.
    return JSON.parse(withWords(text, { NaN: "null", Infinity: "1e999" }));
  } catch {
    return undefined;
  }
}

/**
 * The numbers, texts and truth values of nested dictionaries and lists, by names that dots join. What states a type of its
 * own, as the pictures and histograms of W&B and Trackio do, is none of them.
 */
export function* leaves(name: string, value: unknown): Generator<readonly [string, Leaf]> {
  if (typeof value === "number" || typeof value === "string" || typeof value === "boolean") yield [name, value];
  if (typeof value !== "object" || value === null || "_type" in value) return;
  for (const [key, inner] of Object.entries(value)) yield* leaves(name === "" ? key : `${name}.${key}`, inner);
}

/** Those that are numbers; a list is no measure. */
export function* numbersOf(name: string, value: unknown): Generator<readonly [string, number]> {
  if (typeof value === "number") yield [name, value];
  if (!isRecord(value) || "_type" in value) return;
  for (const [key, inner] of Object.entries(value)) yield* numbersOf(name === "" ? key : `${name}.${key}`, inner);
}
