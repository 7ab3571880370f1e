import { activationNames } from "../../networks/forward.ts";
import type { Model } from "../../networks/model.ts";
import { memo } from "../../numerics/memo.ts";

/** What was computed last where a place is: nothing yet, a half of a block, the whole of one, a layer of an MLP. */
export type Part = "start" | "attention" | "mlp" | "block" | "layer";

/** A place in the depth of a network where what is known of the pair can be looked at. */
export interface Place {
  /** In the order in which they are computed, from 0. */
  readonly place: number;
  readonly part: Part;
  /** Which block of the transformer, or layer of the MLP, from 0; null at the start. */
  readonly block: number | null;
  /** The activation at it: the residual stream, or an MLP's hidden layer. */
  readonly activation: string;
  /** The pre-activations of the neurons that were computed on the way from the place before; null where there are none. */
  readonly preActivation: string | null;
  /** The residual stream before the block that ends here; null where none does, or past which nothing leads. */
  readonly before: string | null;
}

const STREAM = /^(.*)hook_resid_(pre|mid|post)$/;
const PRE_ACTIVATION = /hook_pre$/;
const HIDDEN = /^(.*)hook_post$/;

/**
 * The places of a network by its activations' names, as TransformerLens has them: `hook_resid_pre` of the first block,
 * `hook_resid_mid` and `hook_resid_post` of each; where there is no residual stream, the first layer's `hook_pre`, which is
 * what is read of both inputs, and every `hook_post`. None where it has neither.
 */
export const places: (model: Model) => readonly Place[] = memo((model) => {
  const names = activationNames(model);
  return names.some((name) => STREAM.test(name)) ? placesOfStream(names) : placesOfLayers(names);
});

function placesOfStream(names: readonly string[]): readonly Place[] {
  const found: Place[] = [];
  const blocks: string[] = [];
  let preActivation: string | null = null;
  let before: string | null = null;
  const halved = new Set<string>();
  const ends = new Map(names.flatMap((name) => (STREAM.test(name) ? [[prefixOf(name), name] as const] : [])));
  for (const name of names) {
    if (PRE_ACTIVATION.test(name)) preActivation = name;
    const [, prefix, where] = STREAM.exec(name) ?? [];
    if (prefix === undefined) continue;
    if (where === "pre") {
      before = name;
      blocks.push(prefix);
      // Of a later block it is what the block before left.
      if (found.length === 0) found.push(at(found, "start", null, name));
      continue;
    }
    if (!blocks.includes(prefix)) blocks.push(prefix);
    const part = where === "mid" ? "attention" : halved.has(prefix) ? "mlp" : "block";
    halved.add(prefix);
    const end = ends.get(prefix) === name;
    found.push({ ...at(found, part, blocks.indexOf(prefix), name), preActivation, before: end ? before : null });
    preActivation = null;
    if (end) before = null;
  }
  return found;
}

function placesOfLayers(names: readonly string[]): readonly Place[] {
  const found: Place[] = [];
  for (const name of names.filter((one) => HIDDEN.test(one))) {
    const preActivation = names.find((one) => one === `${prefixOf(name)}hook_pre`) ?? null;
    if (found.length === 0 && preActivation) found.push(at(found, "start", null, preActivation));
    const block = found.filter(({ part }) => part === "layer").length;
    found.push({ ...at(found, "layer", block, name), preActivation });
  }
  return found;
}

function prefixOf(name: string): string {
  return name.slice(0, name.indexOf("hook_"));
}

function at({ length }: readonly Place[], part: Part, block: number | null, activation: string): Place {
  return { place: length, part, block, activation, preActivation: null, before: null };
}
