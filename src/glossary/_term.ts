/** The groups in which terms are listed, in this order. */
export const GROUPS = {
  verdicts: "Verdicts: what a run came to",
  phases: "Phases of training",
  curves: "Curves: what they tell",
  losses: "Losses and what they are of",
  frequencies: "Frequencies",
  circuits: "Circuits and their parts",
  geometry: "Weights, and where they lay the inputs",
  data: "Task and data",
  sweeps: "Sweeps: many runs side by side",
  method: "How far to trust a number",
} as const;
export type Group = keyof typeof GROUPS;

/** One term of art, for somebody who meets it in our output for the first time. Plain text, formulas too; JSON as it is. */
export interface Term {
  /** Kebab-case; the file's name, and what `explain` is asked for. */
  readonly name: string;
  /** As it is written in a sentence, e.g. "grokking, not finished". */
  readonly title: string;
  /** Other words and spellings for it, e.g. "memorization". */
  readonly also?: readonly string[];
  readonly group: Group;
  /** What it is in a few words, for a list: with its name it fits a line of 80 characters. */
  readonly brief: string;
  readonly what: string;
  /** Why one asks it. */
  readonly why: string;
  /** Absent where there is nothing to compute. */
  readonly formula?: string;
  /** What a number, or having it at all, means. */
  readonly reading: string;
  /** How it is misread. */
  readonly careful: string;
  /** Where the definition comes from, and where ours differs. */
  readonly source: string;
  /** The commands whose output has it. */
  readonly shownBy: readonly string[];
  /** Names of other terms, the nearest first. */
  readonly related: readonly string[];
}

/** Types a term's literal. */
export function defineTerm(term: Term): Term {
  return term;
}
