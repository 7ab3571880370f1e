import type { Analyzer } from "../../../analyzers/_analyzer.ts";
import type { Figure } from "../../../figures/_figure.ts";
import type { Analysis } from "../../../results/analysis.ts";

/** A figure of a paper for any run, or in words, without a full stop, why this run has it not. */
export type Recipe = (analysis: Analysis) => Figure | string;

/** The figures of a paper, for any run that its analyzers are of. */
export interface Paper {
  /** First author and year in kebab case: the file's name, and that of the set. */
  readonly name: string;
  /** Authors, year and where it is found. */
  readonly citation: string;
  /** What the figures show, in a few words. */
  readonly about: string;
  /** What the set lives on: it applies to a run where one of these does. */
  readonly of: readonly Pick<Analyzer, "name" | "applies" | "anyNetwork" | "curves">[];
  /** By their number in the paper, or where the paper numbers them otherwise than by one run, by a name. In its order. */
  readonly figures: readonly (readonly [id: string, recipe: Recipe])[];
}

export function definePaper(paper: Paper): Paper {
  return paper;
}
