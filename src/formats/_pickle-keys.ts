import { NESTING } from "./_budget.ts";
import { isInert, type Value } from "./_values.ts";

/** Characters of one printed key; what is longer is no name of anything. */
const MAX_KEY = 10_000;

/**
 * The key of a Map that stands for a Python dictionary's key: numbers and strings as they are, all others as Python
 * prints them (`True`, `None`, `(1, 2)`). Undefined for a key that is too long or nested too deep.
 */
export function keyOf(value: Value): string | number | undefined {
  if (typeof value === "string" || typeof value === "number") return value;
  const budget = { characters: MAX_KEY, depth: NESTING.text };
  const text = printed(value, budget);
  return budget.characters < 0 ? undefined : text;
}

type Budget = { characters: number; depth: number };

function printed(value: Value, budget: Budget): string {
  if (value === null) return spent("None", budget);
  if (value === true) return spent("True", budget);
  if (value === false) return spent("False", budget);
  if (typeof value === "string") return value.length > budget.characters ? over(budget) : spent(`'${value}'`, budget);
  if (typeof value === "number" || typeof value === "bigint") return spent(String(value), budget);
  if (Array.isArray(value)) return tuple(value, budget);
  if (value instanceof Uint8Array) {
    return value.length > budget.characters ? over(budget) : spent(Buffer.from(value).toString("latin1"), budget);
  }
  if (!isInert(value)) return spent("object", budget);
  const name = spent(value.class, budget);
  return value.arguments.length === 0 ? name : name + tuple(value.arguments, budget);
}

function tuple(values: readonly Value[], budget: Budget): string {
  // Charged before the loop: a list may hold millions, or itself, which has no end of tuples within tuples.
  budget.characters -= values.length + 2;
  budget.depth--;
  if (budget.characters < 0 || budget.depth < 0) return over(budget);
  const parts = values.map((value) => (budget.characters < 0 ? "" : printed(value, budget)));
  budget.depth++;
  return values.length === 1 ? `(${parts[0]},)` : `(${parts.join(", ")})`;
}

function spent(text: string, budget: Budget): string {
  budget.characters -= text.length;
  return text;
}

function over(budget: Budget): string {
  budget.characters = -1;
  return "";
}
