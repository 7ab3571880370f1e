import type { Tensor2D } from "@tensorflow/tfjs-core";
import { scoped } from "../engine/backend.ts";
import type { Tensor } from "../numerics/tensor.ts";
import type { MlpArchitecture } from "./_architecture.ts";
import { activated, affine, downloaded, type Matrix, uploaded, uploadedWeight } from "./_dense.ts";
import { type Edit, editAt } from "./_edit.ts";
import { type Model, optionalWeight, weight } from "./_model.ts";
import { type Batch, type BatchActivations, type BatchFunction, type Dependent, sum } from "./_pairs.ts";

/** The names of a weight matrix and bias between hidden layers i and i + 1, i from 1. */
export function layerNames(i: number): { readonly W: string; readonly b: string } {
  return { W: `layers.${i}.W`, b: `layers.${i}.b` };
}

/** The embeddings of a and of b, which may be the same weight. */
export function inputEmbeddings(model: Model): readonly [Tensor, Tensor] {
  const shared = optionalWeight(model, "W_E");
  return shared ? [shared, shared] : [weight(model, "W_x"), weight(model, "W_y")];
}

/**
 * The network as a function from a batch of pairs to its last hidden layer and the logits, float32 as trained. The
 * first layer's pre-activation is f(a) + g(b), so both are computed once an input.
 */
export function mlp(model: Model, architecture: MlpArchitecture): BatchFunction {
  const { activation, hiddenLayers } = architecture;
  const [first, second] = firstLayer(model, architecture);
  const layers = Array.from({ length: hiddenLayers - 1 }, (_, i) => {
    const { W, b } = layerNames(i + 1);
    return dense(model.parameters.get(W), model.parameters.get(b), W);
  });
  const readout = dense(weight(model, "W_U"), optionalWeight(model, "b_U"), "W_U");
  return (batch, withNeurons, edit) => {
    const pre = sum(first, second, batch);
    if (edit) return edited(pre, batch, edit);
    const [neurons, logits] = scoped(() => {
      let x = activated(uploaded(pre), activation);
      for (const { W, b } of layers) x = activated(affine(x, W, b), activation);
      return [withNeurons ? downloaded(x) : undefined, downloaded(affine(x, readout.W, readout.b))] as const;
    });
    return { neurons, logits, widest: Math.max(pre.width, logits.width) };
  };

  /** Layer by layer, as each is shown to the edit. */
  function edited(pre: Dependent, batch: Batch, edit: Edit): BatchActivations {
    const at = editAt(edit, batch, (name) => name);
    const name = (layer: number) => (layer === hiddenLayers - 1 ? "post" : `layers.${layer}.post`);
    const through = (x: Matrix, { W, b }: Dense) =>
      scoped(() => downloaded(activated(affine(uploaded(x), W, b), activation)));
    const pairs = (x: Matrix): Dependent => ({ ...x, of: "pair" });
    let x = at(name(0), pairs(scoped(() => downloaded(activated(uploaded(pre), activation)))), ["neuron"], [pre.width]);
    for (const [i, layer] of layers.entries()) {
      const next = through(x, layer);
      x = at(name(i + 1), pairs(next), ["neuron"], [next.width]);
    }
    const logits = scoped(() => downloaded(affine(uploaded(x), readout.W, readout.b)));
    return { neurons: x, logits: at("logits", pairs(logits), ["token"], [logits.width]), widest: pre.width };
  }
}

interface Dense {
  readonly W: Tensor2D;
  readonly b: Tensor2D | undefined;
}

function dense(W: Tensor | undefined, b: Tensor | undefined, name: string): Dense {
  if (!W) throw new Error(`the network has no weight ${name}`);
  return { W: uploadedWeight(W, W.shape[0]), b: b && uploadedWeight(b, 1) };
}

/** f(a) and g(b), whose sum is the first layer's pre-activation; the bias is in f. */
function firstLayer(model: Model, { meeting, p }: MlpArchitecture): readonly [Dependent, Dependent] {
  const [E_a, E_b] = inputEmbeddings(model);
  const b_in = optionalWeight(model, "b_in");
  const through = (E: Tensor, of: "a" | "b", rows: readonly [number, number] | undefined): Dependent => {
    const width = E.shape[1];
    const inputs = { data: Float32Array.from(E.data.subarray(0, p * width)), rows: p, width };
    if (rows === undefined) return { ...inputs, of };
    const W_in = weight(model, "W_in");
    const part = W_in.data.subarray(rows[0] * W_in.shape[1], rows[1] * W_in.shape[1]);
    const W = { data: Float32Array.from(part), rows: rows[1] - rows[0], width: W_in.shape[1] };
    return { ...scoped(() => downloaded(affine(uploaded(inputs), uploaded(W)))), of };
  };
  const width = E_a.shape[1];
  const rows = {
    neurons: [undefined, undefined],
    sum: [
      [0, width],
      [0, width],
    ],
    concatenate: [
      [0, width],
      [width, width + E_b.shape[1]],
    ],
  } as const;
  const f = through(E_a, "a", rows[meeting][0]);
  const g = through(E_b, "b", rows[meeting][1]);
  const data = b_in ? f.data.map((value, i) => value + b_in.data[i % f.width]) : f.data;
  return [{ ...f, data }, g];
}
