import { UsageError } from "../errors.ts";
import { type Tensor, tensor } from "../numerics/tensor.ts";
import { evaluate } from "../tensors/evaluate.ts";
import type { Expression, Values } from "../tensors/expression.ts";
import { constant } from "../tensors/operations.ts";
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
  const settings: ForwardSettings = Array.isArray(given) ? { pairs: given } : (given as ForwardSettings);
  const hooks = edit ? hooksOfEdit(edit, namesOf(model)) : settings.hooks;
  if (settings.pairs || settings.tokens || hooks) return watched(model, settings, hooks ?? {});
  const found = known.get(model);
  return found?.neurons ? { ...found, neurons: found.neurons } : computed(model, true);
}

/** The logits alone of `forward`: without the neurons, which take five times the memory, unless it has been asked for. */
export function logitsOf(model: Model): Activations["logits"] {
  return (known.get(model) ?? computed(model, false)).logits;
}

/** The name of every activation that a hook can see, in the order in which they are computed. */
export function activationNames(model: Model): readonly string[] {
  return [...namesOf(model)];
}

/** Activations of the last position for all p² pairs [pair, …], by name, computed together. */
export function activationsOf<N extends string>(model: Model, names: readonly N[]): Readonly<Record<N, Tensor>> {
  const { p } = model.architecture;
  const residues = Int32Array.from({ length: p }, (_, i) => i);
  const batch = gridBatch(residues, residues);
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

/** What is computed of the neurons batch by batch, while they are at hand: sums, where the whole would be much to keep. */
export interface NeuronReduction {
  /** Of a batch's neurons [a·p + b, neuron] for these a and all b. */
  readonly of: (neurons: Expression, a: Int32Array) => Readonly<Record<string, Expression>>;
  readonly take: (found: Readonly<Record<string, Values>>, a: Int32Array) => void;
}

/** Runs a reduction over the neurons of all p² pairs: in the pass that gives the logits, where that has not been made yet. */
export function reduceNeurons(model: Model, reduction: NeuronReduction): void {
  const found = known.get(model);
  if (!found?.neurons) {
    pass(model, { neurons: false, logits: !found, reduction });
    return;
  }
  const { p } = model.architecture;
  const { data, shape } = found.neurons;
  for (const a of batchesOf(p, shape[1])) {
    const rows = data.subarray(a[0] * p * shape[1], (a[0] + a.length) * p * shape[1]);
    reduction.take(evaluate(reduction.of(constant(rows, [a.length * p, shape[1]]), a)), a);
  }
}

const known = new WeakMap<Model, Pick<Activations, "logits"> & Partial<Activations>>();

function computed(model: Model, withNeurons: boolean): Activations {
  return pass(model, { neurons: withNeurons, logits: true });
}

/** The values of a in each batch of all pairs: as few batches as fit, all but the last of one size, which is one graph. */
function batchesOf(p: number, width: number): readonly Int32Array[] {
  const most = Math.max(1, Math.floor(BATCH_FLOATS / (p * width)));
  const count = Math.ceil(p / Math.ceil(p / most));
  const all = Int32Array.from({ length: p }, (_, i) => i);
  return Array.from({ length: Math.ceil(p / count) }, (_, i) => all.subarray(i * count, (i + 1) * count));
}

function pass(
  model: Model,
  wanted: { readonly neurons: boolean; readonly logits: boolean; readonly reduction?: NeuronReduction },
): Activations {
  const { p } = model.architecture;
  const { of, feeds } = float32Weights(model);
  const b = Int32Array.from({ length: p }, (_, i) => i);
  const network = (a: Int32Array) => {
    const batch = gridBatch(a, b);
    return ends(networkGraph(model.architecture, of, batch), batch);
  };
  const { logits, neurons } = network(b.subarray(0, 1));
  const widths = { logits: logits.shape[1], neurons: neurons?.shape[1] ?? 0 };
  const kept = { logits: wanted.logits ? widths.logits : 0, neurons: wanted.neurons ? widths.neurons : 0 };
  const all = {
    logits: new Float32Array(p * p * kept.logits),
    neurons: new Float32Array(p * p * kept.neurons),
  };
  const names = (["logits", "neurons"] as const).filter((name) => kept[name] > 0);
  // A list of blocks need not have neurons: then there is nothing to reduce.
  const reduction = neurons && wanted.reduction;
  for (const a of names.length > 0 || reduction ? batchesOf(p, Math.max(widths.logits, widths.neurons)) : []) {
    const made = network(a);
    const reduced = made.neurons && reduction ? reduction.of(made.neurons, a) : {};
    const outputs = names.map((name) => [name, made[name] as Expression] as const);
    const rows = (name: "logits" | "neurons") =>
      all[name].subarray(a[0] * p * widths[name], (a[0] + a.length) * p * widths[name]);
    const into = Object.fromEntries(names.map((name) => [name, rows(name)]));
    const found = evaluate<string>({ ...reduced, ...Object.fromEntries(outputs) }, feeds, into);
    reduction?.take(found, a);
  }
  const made = {
    neurons: tensor(["pair", "neuron"], [p * p, kept.neurons], all.neurons),
    logits: tensor(["pair", "token"], [p * p, kept.logits], all.logits),
  };
  if (wanted.logits) known.set(model, wanted.neurons ? made : { logits: made.logits });
  return made;
}

/** The logits, and the neurons after the last nonlinearity at the last position, with a row for each sample. */
function ends({ logits, activations }: NetworkGraph, batch: Batch) {
  const post = [...activations.values()].findLast(({ name }) => name.endsWith("hook_post"));
  const last = post?.values[post.values.length - 1];
  return { logits: batch.spread(logits), neurons: last && batch.spread(last) };
}

function watched(model: Model, settings: ForwardSettings, hooks: Hooks): Activations {
  const { batch, slots } = samplesOf(model, settings);
  const { of, feeds } = float32Weights(model);
  checkNames(hooks, namesOf(model));
  const { logits, neurons } = ends(
    networkGraph(model.architecture, of, batch, slots, intercepting(hooks, feeds)),
    batch,
  );
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
  const residues = Int32Array.from({ length: p }, (_, i) => i);
  return { batch: gridBatch(residues, residues) };
}
