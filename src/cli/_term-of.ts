import { UsageError } from "../errors.ts";
import { nearest } from "../glossary/_nearest.ts";
import type { Term } from "../glossary/_term.ts";
import * as glossary from "../glossary/index.ts";

/** How many terms are offered in place of one that there is not. */
const OFFERED = 4;

/** Every term, by name. */
export const terms: readonly Term[] = Object.values<Term>(glossary).toSorted((a, b) => (a.name < b.name ? -1 : 1));

/** Terms by all that they are found by, as names are spelt. A name goes before what another term is called too. */
const found: ReadonlyMap<string, Term> = new Map([
  ...terms.flatMap((term) => (term.also ?? []).map((word) => [spelt(word), term] as const)),
  ...terms.map((term) => [term.name, term] as const),
]);

/** The term that words mean, e.g. "Key frequencies", "key-frequencies", "keys". Throws a UsageError with the nearest ones. */
export function termOf(words: readonly string[]): Term {
  const typed = spelt(words.join(" "));
  const term = found.get(typed);
  if (term) return term;
  const near = nearest(typed, [...found.keys()]);
  const meant = near.map((word) => found.get(word));
  const offered = near.filter((_, i) => meant.indexOf(meant[i]) === i).slice(0, OFFERED);
  const remedy = offered.length > 0 ? `the nearest: ${offered.join(", ")}` : "explain without a term lists all";
  throw new UsageError("explain", `there is no term ${JSON.stringify(words.join(" "))}`, remedy);
}

/** In the spelling of names: "Key frequencies" is key-frequencies. */
function spelt(words: string): string {
  return words
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "")
    .join("-");
}
