import { scoped } from "../engine/backend.ts";
import { UsageError } from "../errors.ts";
import { type Tensor, tensor } from "../numerics/tensor.ts";
import type { Matrix } from "./_dense.ts";
import type { Edit } from "./_edit.ts";
import type { Model } from "./_model.ts";
import type { BatchFunction } from "./_pairs.ts";
import { mlp } from "./mlp.ts";
import { transformer } from "./transformer.ts";

/**
 * Floats in the widest activation of one batch: 2²⁰ (4 MiB) stays in cache enough that larger batches are no faster,
 * and bounds memory whatever p is.
 */
const BATCH_FLOATS = 2 ** 20;

/** What flows through the network at the last position, for every pair (a, b) at index a·p + b. */
export interface Activations {
  /** After the last nonlinearity. */
  readonly neurons: Tensor<readonly ["pair", "neuron"]>;
  /** Every logit the network gives, '=' included. */
  readonly logits: Tensor<readonly ["pair", "token"]>;
}

/**
 * The network's neurons and logits for all p² pairs, float32 as trained, in batches that bound memory. Computed once a
 * model, and kept as long as it is. With an edit, which may change any activation on the way, nothing is kept, and all
 * pairs come in one batch, so that an edit sees means over all of them; `inputs` are then the pairs (a, b) to send, all
 * unless given.
 */
export function forward(model: Model, inputs?: readonly (readonly [number, number])[], edit?: Edit): Activations {
  if (inputs || edit) return edited(model, inputs, edit ?? (() => undefined));
  const found = known.get(model);
  return found?.neurons ? { ...found, neurons: found.neurons } : computed(model, true);
}

/** The logits alone of `forward`: without the neurons, which take five times the memory, unless it has been asked for. */
export function logitsOf(model: Model): Activations["logits"] {
  return (known.get(model) ?? computed(model, false)).logits;
}

const known = new WeakMap<Model, Pick<Activations, "logits"> & Partial<Activations>>();

function computed(model: Model, withNeurons: boolean): Activations {
  const { architecture } = model;
  const pairs = architecture.p ** 2;
  const found = scoped(() => {
    const network = networkOf(model);
    const neurons = collector("neuron", pairs);
    const logits = collector("token", pairs);
    // The first pair tells how wide the widest activation is.
    for (let first = 0, size = 1; first < pairs; ) {
      const batch = network({ p: architecture.p, first, count: Math.min(size, pairs - first) }, withNeurons);
      logits.add(batch.logits, first);
      if (batch.neurons) neurons.add(batch.neurons, first);
      first += size;
      size = Math.max(1, Math.floor(BATCH_FLOATS / batch.widest));
    }
    return { neurons: neurons.all(), logits: logits.all() };
  });
  known.set(model, withNeurons ? found : { logits: found.logits });
  return found;
}

function edited(model: Model, inputs: readonly (readonly [number, number])[] | undefined, edit: Edit): Activations {
  const { p } = model.architecture;
  const pairs = inputs && Int32Array.from(inputs, ([a, b]) => a * p + b);
  const stray = inputs?.find((pair) => pair.some((x) => !(Number.isInteger(x) && x >= 0 && x < p)));
  if (stray) throw new UsageError("inputs", `there is no pair (${stray.join(", ")})`, `inputs are from 0 to ${p - 1}`);
  const count = pairs?.length ?? p * p;
  const { neurons, logits } = scoped(() =>
    networkOf(model)({ p, first: 0, count, ...(pairs && { pairs }) }, true, edit),
  );
  const activation = <A extends string>(axis: A, { data, width }: Matrix) =>
    tensor(["pair", axis] as const, [count, width], data);
  return { neurons: activation("neuron", neurons as Matrix), logits: activation("token", logits) };
}

function networkOf(model: Model): BatchFunction {
  const { architecture } = model;
  return architecture.kind === "transformer" ? transformer(model, architecture) : mlp(model, architecture);
}

/** Puts the rows of batches together. */
function collector<Axis extends string>(axis: Axis, pairs: number) {
  let data = new Float32Array();
  return {
    add: (batch: Matrix, first: number) => {
      if (data.length === 0) data = new Float32Array(pairs * batch.width);
      data.set(batch.data, first * batch.width);
    },
    all: () => tensor(["pair", axis] as const, [pairs, data.length / pairs], data),
  };
}
