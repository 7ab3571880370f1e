import { type Dictionary, isDictionary, isInert, type Value } from "../formats/_values.ts";

/** What a run says of itself outside its weights: the configuration stored in it or beside it. */
export interface Facts {
  /** Every scalar of the configuration, by its own name; nested names are joined by a dot. */
  readonly config: ReadonlyMap<string, string | number | boolean>;
  /** --p */
  readonly p?: number;
  /** What stored training data show of what the network reads. */
  readonly tokens?: TokenRow;
}

/** Rows of tokens that a run trained on: what stands in each column, and the tokens that the residues span. */
export interface TokenRow {
  readonly sequence: readonly ("a" | "b" | number)[];
  /** Token of the residue 0. */
  readonly firstToken: number;
  /** How many residues there are at least. */
  readonly span: number;
}

/** Deep enough for every configuration seen, and a bound on a file made to nest for ever. */
const MAX_DEPTH = 4;
/** Likewise entries: a file may hold one dictionary a thousand times in another, and that a thousand times. */
const MAX_ENTRIES = 10_000;

/** The scalars of a configuration: a dictionary, or an object of a class that we do not know. */
export function scalars(value: Value | undefined): Map<string, string | number | boolean> {
  const found = new Map<string, string | number | boolean>();
  let left = MAX_ENTRIES;
  const visit = (entries: Dictionary | undefined, prefix: string, depth: number): void => {
    if (!entries || depth > MAX_DEPTH) return;
    for (const [key, entry] of entries) {
      if (left-- <= 0) return;
      const name = `${prefix}${key}`;
      if (typeof entry === "string" || typeof entry === "number" || typeof entry === "boolean") found.set(name, entry);
      else visit(dictionaryOf(entry), `${name}.`, depth + 1);
    }
  };
  visit(dictionaryOf(value), "", 0);
  return found;
}

/** The attributes of an object of an unknown class, the entries of a dictionary, nothing of anything else. */
export function dictionaryOf(value: Value | undefined): Dictionary | undefined {
  if (isDictionary(value)) return value;
  if (!isInert(value)) return undefined;
  return isDictionary(value.state) ? value.state : undefined;
}

/** The first of these names that the configuration has as a number, whatever it is nested in. */
export function numberFact({ config }: Facts, ...names: readonly string[]): number | undefined {
  return fact(config, names, "number") as number | undefined;
}
/** As `numberFact`, for words. */
export function textFact({ config }: Facts, ...names: readonly string[]): string | undefined {
  return fact(config, names, "string") as string | undefined;
}
/** As `numberFact`, for yes and no; 0 and 1 count. */
export function flagFact(facts: Facts, ...names: readonly string[]): boolean | undefined {
  const flag = fact(facts.config, names, "boolean") as boolean | undefined;
  const number = numberFact(facts, ...names);
  return flag ?? (number === undefined ? undefined : number !== 0);
}

function fact(config: Facts["config"], names: readonly string[], type: string): unknown {
  for (const name of names) {
    for (const [key, value] of config) {
      if ((key === name || key.endsWith(`.${name}`)) && typeof value === type) return value;
    }
  }
  return undefined;
}
