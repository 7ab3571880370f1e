import { checkArguments } from "../arguments.ts";
import type { Model } from "../networks/model.ts";
import { type CyclicForm, cyclicForm } from "../tasks/_cyclic.ts";
import type { Task } from "../tasks/_task.ts";
import { cosineFits } from "./cosine-fits.ts";
import { neuronFrequencies } from "./neuron-frequencies.ts";
import { blocksWithLogitMap } from "./of-block.ts";
import { embeddingSpectra, wholeLogitMapNorms } from "./weight-spectra.ts";

/** The literature's four ways to say which frequencies a network uses. They differ; every output names its rule. */
export const KEY_RULES = ["logit-map", "embedding", "neuron", "cosine"] as const;
export type KeyRule = (typeof KEY_RULES)[number];
/** What each rule asks of a frequency: of W_L and the neurons, of those of all blocks together that have a W_L. */
export const KEY_RULE_MEANINGS: Readonly<Record<KeyRule, string>> = {
  "logit-map": "its norm in W_L over the answers, of all blocks together, is at least a quarter of the largest",
  embedding: "its cosine or sine in the embedding has more than a quarter of the largest norm",
  neuron: "it explains more of some neuron's variance than any other does",
  cosine: "the centred logits' cosine with cos(w_k(a ± b − c)) is over 0.005",
};
/** The rules that need the network's activations, and with them a forward pass. */
export const FORWARD_RULES: readonly KeyRule[] = ["neuron", "cosine"];

const QUARTER = 0.25;
const MIN_COSINE = 0.005;
/** Where more than this share of all frequencies passes a rule, the spectrum is not sparse, and the rule says nothing. */
const MAX_SHARE = 0.5;

/** The frequencies that a rule picks, or why it picks none. */
export interface KeyFrequencies {
  readonly rule: KeyRule;
  /** Ascending, from 1; empty where there are none. */
  readonly keys: readonly number[];
  /** Why there are none. */
  readonly none?: NoKeys;
}

/** Why a network has no key frequencies. */
export interface NoKeys {
  /**
   * Its operation is no cyclic group's; the rule reads a part that a list of other blocks need not have; no frequency
   * passes the rule; most do, and the spectrum is not sparse.
   */
  readonly code: "no cyclic group" | "other blocks" | "none pass" | "not sparse";
  /** The operation that is no cyclic group's; else null. */
  readonly formula: string | null;
  /** How many frequencies pass the rule, of how many. */
  readonly passing: number;
  readonly frequencies: number;
}

/** Why there are no key frequencies, in words. */
export function noKeysInWords(noKeys: NoKeys): string {
  checkArguments("noKeysInWords", { noKeys });
  const { code, formula, passing, frequencies } = noKeys;
  switch (code) {
    case "no cyclic group":
      return `${formula} is no cyclic group's operation: its inputs have no frequencies`;
    case "other blocks":
      return "the rule reads the neurons or the embedding, which a list of other blocks need not have: --rule cosine reads logits";
    case "none pass":
      return "no frequency passes";
    case "not sparse":
      return `${passing} of ${frequencies} frequencies pass, which is not sparse`;
  }
}

/** The key frequencies of a network by one rule (Nanda et al. 2023 and its descendants; see `KEY_RULE_MEANINGS`). */
export function keyFrequencies(model: Model, task: Task, rule: KeyRule): KeyFrequencies {
  checkArguments("keyFrequencies", { model, task });
  const form = cyclicForm(task);
  if (!form) return { rule, keys: [], none: noCyclicGroup(task) };
  if (model.architecture.kind === "blocks" && rule !== "cosine")
    return { rule, keys: [], none: { ...noCyclicGroup(task), code: "other blocks" } };
  return sparseKeys(rule, passing(model, form, rule));
}

/** That the operation of a task has no frequencies. */
export function noCyclicGroup({ formula }: Pick<Task, "formula">): NoKeys {
  return { code: "no cyclic group", formula, passing: 0, frequencies: 0 };
}

/** Whether each frequency, at k − 1, passes a rule. */
export function passing(model: Model, form: CyclicForm, rule: KeyRule): readonly boolean[] {
  return rules[rule](model, form);
}

/** The frequencies that pass, unless most do: then the spectrum is not sparse, and there are no key frequencies. */
export function sparseKeys(rule: KeyRule, passes: readonly boolean[]): KeyFrequencies {
  const keys = passes.flatMap((pass, i) => (pass ? [i + 1] : []));
  const sparse = keys.length > 0 && keys.length <= MAX_SHARE * passes.length;
  if (sparse) return { rule, keys };
  const code = keys.length === 0 ? "none pass" : "not sparse";
  return { rule, keys: [], none: { code, formula: null, passing: keys.length, frequencies: passes.length } };
}

const rules: Readonly<Record<KeyRule, (model: Model, form: CyclicForm) => readonly boolean[]>> = {
  "logit-map": (model, form) => {
    const norm = wholeLogitMapNorms(model, form);
    const largest = Math.max(...norm);
    return Array.from(norm, (value) => value > 0 && value >= QUARTER * largest);
  },
  embedding: (model, form) => {
    const spectra = embeddingSpectra(model, form).map(({ spectrum }) => spectrum);
    const largest = Math.max(...spectra.flatMap(({ cos, sin }) => [...cos, ...sin]));
    return Array.from(spectra[0].norm, (_, k) =>
      spectra.some(({ cos, sin }) => Math.max(cos[k], sin[k]) > QUARTER * largest),
    );
  },
  neuron: (model, form) => {
    const frequencies = blocksWithLogitMap(model).flatMap((block) => [
      ...neuronFrequencies(model, form, block).frequency,
    ]);
    return Array.from({ length: Math.floor(form.n / 2) }, (_, k) => frequencies.includes(k + 1));
  },
  cosine: (model, form) =>
    Array.from(cosineFits(model, form).centredSimilarity, (similarity) => similarity > MIN_COSINE),
};
