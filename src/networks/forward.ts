import { checkArguments } from "../arguments.ts";
import { UsageError } from "../errors.ts";
import { memo } from "../numerics/memo.ts";
import { type Tensor, tensor } from "../numerics/tensor.ts";
import { evaluate } from "../tensors/evaluate.ts";
import type { Expression, Values } from "../tensors/expression.ts";
import { sequenceOf } from "./architecture.ts";
import { type Batch, gridBatch, listBatch } from "./batch.ts";
import type { Slot } from "./block.ts";
import { type Edit, hooksOfEdit } from "./edit.ts";
import { type NetworkGraph, networkGraph } from "./graph.ts";
import { checkNames, type Hooks, intercepting } from "./hooks.ts";
import type { Model } from "./model.ts";
import { float32Weights } from "./weights.ts";

/** Floats in the widest activation of one batch: bounds memory whatever p is, and stays near the processor. */
const BATCH_FLOATS = 2 ** 20;
/** Activations of all pairs that are kept together at most, half a gigabyte: of a network with more, those of one block. */
export const KEPT_FLOATS = 2 ** 27;

/** What flows through the network at the last position, for every pair (a, b) at index a·p + b. */
export interface Activations {
  /** After the last nonlinearity; no columns where the network has none. */
  readonly neurons: Tensor<readonly ["pair", "neuron"]>;
  /** Every logit the network gives, '=' included. */
  readonly logits: Tensor<readonly ["pair", "token"]>;
}

/** What is sent through the network, and who looks on. */
export interface ForwardSettings {
  /** The pairs (a, b); all p² in order, unless given. */
  readonly pairs?: readonly (readonly [number, number])[];
  /** In place of pairs, any tokens [sample, position], as many positions as the network reads. */
  readonly tokens?: readonly (readonly number[])[];
  /** What sees or replaces activations, by their names. */
  readonly hooks?: Hooks;
}

/**
 * The network's neurons and logits, float32 as trained. Of all p² pairs, unless told otherwise, in batches that bound memory;
 * computed once a model and kept as long as it is. With hooks, which may change any activation on the way, nothing is kept,
 * and all samples come in one batch, so that a hook sees means over all of them. Throws a UsageError for an input that there
 * is not, or a hook's name that no activation has, with a list of those that there are.
 */
export function forward(model: Model, settings?: ForwardSettings): Activations;
/** @deprecated Name the pairs and an `Edit` in place of hooks; goes with the next release. */
export function forward(model: Model, inputs?: readonly (readonly [number, number])[], edit?: Edit): Activations;
export function forward(
  model: Model,
  given: ForwardSettings | readonly (readonly [number, number])[] = {},
  edit?: Edit,
): Activations {
  checkArguments("forward", { model });
  const settings: ForwardSettings = Array.isArray(given) ? { pairs: given } : (given as ForwardSettings);
  const hooks = edit ? hooksOfEdit(edit, namesOf(model)) : settings.hooks;
  if (settings.pairs || settings.tokens || hooks) return watched(model, settings, hooks ?? {});
  const last = neuronCounts(model).length - 1;
  if (last >= 0 && !known(model).neurons.has(last)) pass(model, [last]);
  return { neurons: neuronsOf(model), logits: logitsOf(model) };
}

/** The logits alone of `forward`: without the neurons, which take five times the memory, unless it has been asked for. */
export function logitsOf(model: Model): Activations["logits"] {
  const { logits = pass(model, []) } = known(model);
  return logits;
}

/** How many neurons each block has, or of an MLP each hidden layer, in the order in which they are computed. */
export const neuronCounts: (model: Model) => readonly number[] = memo((model) => {
  const one = Int32Array.of(0);
  const batch = gridBatch(one, one);
  const { neurons } = ends(networkGraph(model.architecture, float32Weights(model).of, batch), batch);
  return neurons.map(({ shape }) => shape[1]);
});

/**
 * The neurons of a block (of an MLP a hidden layer, from 0) after its nonlinearity, for all p² pairs, float32; the last block's
 * unless one is named. Those of all blocks come from one pass, and are kept with the model, where they are at most `KEPT_FLOATS`;
 * of a larger network each block is a pass of its own, and what was kept is let go.
 */
export function neuronsOf(model: Model, block?: number): Activations["neurons"] {
  const counts = neuronCounts(model);
  const { p } = model.architecture;
  if (counts.length === 0) return tensor(["pair", "neuron"], [p * p, 0], new Float32Array());
  const at = block ?? counts.length - 1;
  const { neurons } = known(model);
  if (!neurons.has(at)) {
    const together = p * p * counts.reduce((sum, count) => sum + count, 0) <= KEPT_FLOATS;
    if (!together) neurons.clear();
    pass(model, together ? [...counts.keys()].filter((i) => !neurons.has(i)) : [at]);
  }
  const found = neurons.get(at);
  if (!found) throw new Error(`the network has no block ${at}: it has ${counts.length}`);
  return found;
}

/** The neurons of every block for some pairs, as `neuronsOf` has them for all. */
export function neuronsOfPairs(
  model: Model,
  pairs: readonly (readonly [number, number])[],
): readonly Activations["neurons"][] {
  const { batch } = samplesOf(model, { pairs });
  const { of, feeds } = float32Weights(model);
  const { neurons } = ends(networkGraph(model.architecture, of, batch), batch);
  const found = evaluate(Object.fromEntries(neurons.map((x, i) => [`${i}`, x])), feeds);
  return neurons.map(({ shape }, i) => tensor(["pair", "neuron"], [shape[0], shape[1]], found[i] as Float32Array));
}

/** The name of every activation that a hook can see, in the order in which they are computed. */
export function activationNames(model: Model): readonly string[] {
  checkArguments("activationNames", { model });
  return [...namesOf(model)];
}

/** Activations of the last position for all p² pairs [pair, …], by name, computed together. */
export function activationsOf<N extends string>(model: Model, names: readonly N[]): Readonly<Record<N, Tensor>> {
  const { p } = model.architecture;
  const every = residues(p);
  const batch = gridBatch(every, every);
  const { of, feeds } = float32Weights(model);
  const { activations } = networkGraph(model.architecture, of, batch);
  const wanted = names.map((name) => {
    const found = activations.get(name);
    if (!found) throw new Error(`the network has no activation ${name}`);
    return { ...found, x: batch.spread(found.values[found.values.length - 1]) };
  });
  const values = evaluate(Object.fromEntries(wanted.map(({ name, x }) => [name, x])), feeds);
  const tensors = wanted.map(({ name, axes, x }): [string, Tensor] => [
    name,
    { axes: ["pair", ...axes], shape: x.shape, data: values[name] as Float32Array },
  ]);
  return Object.fromEntries(tensors) as Record<N, Tensor>;
}

/** Sees the neurons [place in a · p + b, neuron] of each block for some a and all b, which are there until it returns. */
type NeuronBatch = (neurons: readonly Float32Array[], a: Int32Array) => void;

/**
 * Hands over the neurons of every block for all p² pairs: those that are kept at once, others batch by batch in the pass that
 * gives the logits, where that has not been made yet. A network without neurons hands over nothing.
 */
export function eachBatchOfNeurons(model: Model, take: NeuronBatch): void {
  const { neurons } = known(model);
  const counts = neuronCounts(model);
  if (!counts.every((_, i) => neurons.has(i))) pass(model, [], take);
  else if (counts.length > 0) {
    take(
      counts.map((_, i) => neurons.get(i)?.data as Float32Array),
      residues(model.architecture.p),
    );
  }
}

/** What of a model has been computed for all pairs: its logits, and its neurons by the index of their block. */
const known = memo(
  (_: Model): { logits?: Activations["logits"]; readonly neurons: Map<number, Activations["neurons"]> } => ({
    neurons: new Map(),
  }),
);

/** Every input. */
function residues(p: number): Int32Array {
  return Int32Array.from({ length: p }, (_, i) => i);
}

/** The values of a in each batch of all pairs: as few batches as fit, all but the last of one size, which is one graph. */
function batchesOf(p: number, width: number): readonly Int32Array[] {
  const most = Math.max(1, Math.floor(BATCH_FLOATS / (p * width)));
  const count = Math.ceil(p / Math.ceil(p / most));
  const all = residues(p);
  return Array.from({ length: Math.ceil(p / count) }, (_, i) => all.subarray(i * count, (i + 1) * count));
}

/** Keeps the neurons of these blocks, and the logits where they are not known yet, which it returns; all pairs, batch by batch. */
function pass(model: Model, blocks: readonly number[], take?: NeuronBatch): Activations["logits"] {
  const { p } = model.architecture;
  const kept = known(model);
  const { of, feeds } = float32Weights(model);
  const b = residues(p);
  const network = (a: Int32Array) => {
    const batch = gridBatch(a, b);
    return ends(networkGraph(model.architecture, of, batch), batch);
  };
  type Made = ReturnType<typeof network>;
  const output = (name: string, width: number, of: (made: Made) => Expression) => ({
    name,
    width,
    of,
    data: new Float32Array(p * p * width),
  });
  const counts = neuronCounts(model);
  const tokens = kept.logits?.shape[1] ?? network(b.subarray(0, 1)).logits.shape[1];
  const ofLogits = kept.logits ? [] : [output("logits", tokens, ({ logits }) => logits)];
  const ofBlocks = blocks.map((i) => output(`neurons ${i}`, counts[i], ({ neurons }) => neurons[i]));
  const outputs = [...ofLogits, ...ofBlocks];
  const batches = outputs.length > 0 || take ? batchesOf(p, Math.max(tokens, ...counts)) : [];
  // One room for all batches, of which none is larger than the first.
  const rooms = take ? counts.map((width) => new Float32Array(batches[0].length * p * width)) : [];
  for (const a of batches) {
    const made = network(a);
    const wanted: Record<string, Expression> = {};
    const into: Record<string, Float32Array> = {};
    for (const { name, width, of, data } of outputs) {
      wanted[name] = of(made);
      into[name] = data.subarray(a[0] * p * width, (a[0] + a.length) * p * width);
    }
    const batch = rooms.map((room, i) => room.subarray(0, a.length * p * counts[i]));
    for (const [i, values] of batch.entries()) {
      wanted[`batch ${i}`] = made.neurons[i];
      into[`batch ${i}`] = values;
    }
    evaluate(wanted, feeds, into);
    take?.(batch, a);
  }
  for (const [j, { width, data }] of ofBlocks.entries())
    kept.neurons.set(blocks[j], tensor(["pair", "neuron"], [p * p, width], data));
  kept.logits ??= tensor(["pair", "token"], [p * p, tokens], ofLogits[0].data);
  return kept.logits;
}

/** The logits, and each block's neurons after their nonlinearity at the last position, with a row for each sample. */
function ends({ logits, activations }: NetworkGraph, batch: Batch) {
  const post = [...activations.values()].filter(({ name }) => name.endsWith("hook_post"));
  return {
    logits: batch.spread(logits),
    neurons: post.map(({ values }) => batch.spread(values[values.length - 1])),
  };
}

function watched(model: Model, settings: ForwardSettings, hooks: Hooks): Activations {
  const { batch, slots } = samplesOf(model, settings);
  const { of, feeds } = float32Weights(model);
  checkNames(hooks, namesOf(model));
  const made = ends(networkGraph(model.architecture, of, batch, slots, intercepting(hooks, feeds)), batch);
  const { logits } = made;
  const neurons = made.neurons.at(-1);
  const found = evaluate(
    { logits, ...(neurons ? { neurons } : {}) } as Record<"logits" | "neurons", Expression>,
    feeds,
  );
  const activation = <A extends string>(axis: A, width: number, data: Values = new Float32Array()) =>
    tensor(["pair", axis] as const, [batch.samples, width], data as Float32Array);
  return {
    neurons: activation("neuron", neurons?.shape[1] ?? 0, found.neurons),
    logits: activation("token", logits.shape[1], found.logits),
  };
}

function namesOf(model: Model): Iterable<string> {
  const one = Int32Array.of(0);
  return networkGraph(model.architecture, float32Weights(model).of, gridBatch(one, one)).activations.keys();
}

/** The samples in a batch, and what stands at each position. */
function samplesOf(
  { architecture }: Model,
  { pairs, tokens }: ForwardSettings,
): { readonly batch: Batch; readonly slots?: readonly Slot[] } {
  const { p } = architecture;
  if (tokens && pairs) throw new UsageError("tokens", "are given beside pairs", "give one of the two");
  if (tokens) {
    const positions = sequenceOf(architecture).length;
    const stray = tokens.find((row) => row.length !== positions || row.some((id) => !Number.isInteger(id) || id < 0));
    if (stray) throw new UsageError("tokens", `[${stray.join(", ")}] is no sequence`, `give ${positions} token ids`);
    const batch = listBatch(Array.from({ length: positions }, (_, j) => tokens.map((row) => row[j])));
    return { batch, slots: batch.inputs.map((ids, j) => ({ of: j, tokens: ids })) };
  }
  if (pairs) {
    const stray = pairs.find(
      (pair) => pair.length !== 2 || pair.some((x) => !(Number.isInteger(x) && x >= 0 && x < p)),
    );
    if (stray)
      throw new UsageError("inputs", `there is no pair (${stray.join(", ")})`, `inputs are from 0 to ${p - 1}`);
    return { batch: listBatch([pairs.map(([a]) => a), pairs.map(([, b]) => b)]) };
  }
  const every = residues(p);
  return { batch: gridBatch(every, every) };
}
