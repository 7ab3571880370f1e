import { scoped } from "../engine/backend.ts";
import { type Tensor, tensor } from "../numerics/tensor.ts";
import type { Matrix } from "./_dense.ts";
import type { Model } from "./_model.ts";
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
 * model, and kept as long as it is.
 */
export function forward(model: Model): Activations {
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
    const network = architecture.kind === "transformer" ? transformer(model, architecture) : mlp(model, architecture);
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
