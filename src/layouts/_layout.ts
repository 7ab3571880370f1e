import type { ArrayRef } from "../formats/_values.ts";
import type { Architecture } from "../networks/model.ts";
import type { Facts } from "./_facts.ts";
import type { TensorNames } from "./_tensor-names.ts";

/** The tensors of one checkpoint by the name that the training code gave them, without wrappers' prefixes. */
export type StateDict = ReadonlyMap<string, ArrayRef>;

/** A weight in canonical orientation: a view of one stored array, or several of one shape stacked along a new axis 0. */
export type WeightView = ArrayRef | readonly ArrayRef[];

/** How the training code drew the pairs it trained on (definitions in `tasks/_splits.ts`). */
export interface DrawnSplit {
  readonly scheme: "cpython-shuffle" | "torch-randperm" | "universality" | "numpy-permutation";
  /** The codebase's defaults, used where the run states no other. */
  readonly seed: number;
  readonly fraction: number;
  /** The code takes this seed whatever the run states. */
  readonly fixed?: true;
}

/** One way to see a network in the tensors of a file. */
export interface Reading {
  readonly architecture: Architecture;
  /** By canonical name (`AXES` in models). */
  readonly weights: Readonly<Record<string, WeightView>>;
  /** What was chosen where the file leaves a choice, in words, e.g. "4 heads". */
  readonly choices: readonly string[];
  /** What is taken for granted, as nothing states it: said where no stored loss confirms the reading. */
  readonly assumed?: readonly string[];
  /** What a reader should know of how the run was trained before trusting a number. */
  readonly doubts?: readonly string[];
  /** Tensors that this reading leaves out on purpose, as its choices say. */
  readonly unused?: readonly string[];
  /** Which of its options each open question was answered with: readings that differ in one are neighbours. */
  readonly options?: Readonly<Record<string, number>>;
  /** Tried only where stored losses speak against the readings before it. */
  readonly fallback?: true;
  readonly split?: DrawnSplit;
}

/** How one training codebase names, orients and configures its networks. */
export interface Layout {
  /** Kebab-case; the file's name and the value of --layout. */
  readonly name: string;
  readonly title: string;
  /** Who writes it. */
  readonly source: string;
  /** The tensors of this codebase's network that a state dict is or nearly is; undefined where it is nothing like it. */
  readonly tensors?: (state: StateDict, facts: Facts) => TensorNames | undefined;
  /** Every way to read these tensors; none if they are not this codebase's. */
  readonly readings: (state: StateDict, facts: Facts) => readonly Reading[];
  /** Tried only where no other layout reads the file. */
  readonly lastResort?: true;
}

/** Types a layout's literal. */
export function defineLayout(layout: Layout): Layout {
  return layout;
}

/** Whether a weight is several arrays stacked along a new axis 0. */
export function isStack(view: WeightView): view is readonly ArrayRef[] {
  return Array.isArray(view);
}
