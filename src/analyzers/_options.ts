import { checkArguments } from "../arguments.ts";

/** One option of an analyzer: a flag on the command line, a field in a notebook. */
export interface Option<T = unknown> {
  readonly kind: "integer" | "number" | "integers" | "choice";
  readonly description: string;
  readonly default: T;
  /** The allowed values of a choice; the words that an integer may be instead. */
  readonly choices?: readonly string[];
  /** The least and the largest value of a number. */
  readonly within?: readonly [number, number];
}
export type Options = Readonly<Record<string, Option>>;
export type Values<O extends Options> = { readonly [K in keyof O]: O[K] extends Option<infer T> ? T : never };

export function integer(description: string, fallback: number, within?: readonly [number, number]): Option<number> {
  return { kind: "integer", description, default: fallback, ...(within ? { within } : {}) };
}
/** A number from the least to the largest that it can be. */
export function number(description: string, within: readonly [number, number], fallback: number): Option<number> {
  return { kind: "number", description, default: fallback, within };
}
/** Several integers, such as frequencies; undefined where none are given and there is no fallback. */
export function integers(description: string, fallback?: readonly number[]): Option<readonly number[] | undefined> {
  return { kind: "integers", description, default: fallback };
}
/** An integer, or a word that stands for one, e.g. `last`. */
export function integerOr<const C extends readonly string[]>(
  description: string,
  choices: C,
  fallback: number | C[number],
  within?: readonly [number, number],
): Option<number | C[number]> {
  return { kind: "integer", description, default: fallback, choices, ...(within ? { within } : {}) };
}
export function choice<const C extends readonly string[]>(
  description: string,
  choices: C,
  fallback: C[number],
): Option<C[number]> {
  return { kind: "choice", description, default: fallback, choices };
}

/** The flag of an analyzer's option, e.g. `--max-rank` of `maxRank`. */
export function flagOf(name: string): string {
  checkArguments("option.flagOf", { name });
  return `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
