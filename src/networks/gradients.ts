import { UsageError } from "../errors.ts";
import type { Tensor } from "../numerics/tensor.ts";
import { evaluate } from "../tensors/evaluate.ts";
import type { Expression, Values } from "../tensors/expression.ts";
import { gradients as gradientsOf } from "../tensors/gradient.ts";
import { add, constant, mean, multiply, pick, reshape, scalar, slice, sum } from "../tensors/operations.ts";
import { firstToken } from "./architecture.ts";
import { type Batch, listBatch } from "./batch.ts";
import { networkGraph } from "./graph.ts";
import { crossEntropy } from "./loss.ts";
import type { Model } from "./model.ts";
import { float32Weights, float64Weights, type ModelWeights } from "./weights.ts";

/** Two inputs and an answer, right or not: residues. */
export type Triple = readonly [a: number, b: number, c: number];

/** How a gradient is taken. */
export interface GradientSettings {
  /** `float64` unless given; `float32` is as networks are trained. The loss itself is float64 in both. */
  readonly dtype?: "float64" | "float32";
  /** Whether the softmax is over the p `answers`, as in every analysis, or over `all` logits, as trainers have it. */
  readonly over?: "answers" | "all";
}

/** A loss, and an array for each weight of the network, of its axes. */
export interface WeightGradients {
  /** Mean cross-entropy over the triples, in nats. */
  readonly loss: number;
  readonly of: Readonly<Record<string, Tensor>>;
}

/** ∂L/∂w for every weight w, L the mean cross-entropy of the answers c over the triples (a, b, c). */
export function gradients(model: Model, triples: readonly Triple[], settings: GradientSettings = {}): WeightGradients {
  const { loss, names, weights, feeds } = lossOf(model, triples, settings);
  const found = evaluate({ loss, ...byPlace(gradientsOf(loss, weights)) }, feeds);
  return { loss: found.loss[0], of: tensors(model, names, found) };
}

/**
 * H v [as the weights], H = ∂²L/∂w∂w, exactly: the gradient of Σ ∂L/∂w · v. `direction` has v, by the weights' names; what it
 * leaves out is 0.
 */
export function hessianVector(
  model: Model,
  triples: readonly Triple[],
  direction: Readonly<Record<string, Pick<Tensor, "data">>>,
  settings: GradientSettings = {},
): WeightGradients {
  const { loss, names, weights, feeds } = lossOf(model, triples, settings);
  const stray = Object.keys(direction).find((name) => !names.includes(name));
  if (stray !== undefined)
    throw new UsageError("direction", `"${stray}" is no weight`, `weights are ${names.join(", ")}`);
  const slopes = gradientsOf(loss, weights).flatMap((g, i) => {
    const v = direction[names[i]]?.data;
    if (!v) return [];
    const values = g.dtype === "float64" ? Float64Array.from(v) : Float32Array.from(v);
    return [sum(reshape(multiply(g, constant(values, g.shape)), [v.length]), [0])];
  });
  const along = slopes.reduce((x, y) => add(x, y), scalar(0, weights[0].dtype));
  const found = evaluate({ loss, ...byPlace(gradientsOf(along, weights)) }, feeds);
  return { loss: found.loss[0], of: tensors(model, names, found) };
}

/** ∂logit_c/∂x at each position [position][triple, d_model], x the embeddings that the triple's inputs enter by; float64. */
export function embeddingGradients(model: Model, triples: readonly Triple[]): readonly Float64Array[] {
  const { of, feeds } = float64Weights(model);
  const batch = batchOf(triples);
  let entered: readonly Expression[] = [];
  const { logits } = networkGraph(model.architecture, of, batch, undefined, ({ name, values }) => {
    if (name !== "hook_embed") return values;
    // Every sample's own, so that its gradient is too.
    entered = values.map((value) => batch.spread(value));
    return entered.map((x) => ({ of: "sample" as const, x }));
  });
  const first = firstToken(model.architecture);
  const answers = constant(Int32Array.from(triples, ([, , c]) => first + c));
  const found = evaluate(byPlace(gradientsOf(pick(batch.spread(logits), answers), entered)), feeds);
  return entered.map((_, j) => found[j] as Float64Array);
}

interface Loss extends Pick<ModelWeights, "feeds"> {
  /** A scalar [1, 1]. */
  readonly loss: Expression;
  readonly names: readonly string[];
  readonly weights: readonly Expression[];
}

function lossOf(
  model: Model,
  triples: readonly Triple[],
  { dtype = "float64", over = "answers" }: GradientSettings,
): Loss {
  const { of, feeds } = (dtype === "float64" ? float64Weights : float32Weights)(model);
  const { architecture, parameters } = model;
  checkTriples(triples, architecture.p);
  const batch = batchOf(triples);
  const logits = batch.spread(networkGraph(architecture, of, batch).logits);
  const first = firstToken(architecture);
  const some = over === "answers" ? slice(logits, 1, first, first + architecture.p) : logits;
  const answers = constant(Int32Array.from(triples, ([, , c]) => (over === "answers" ? c : first + c)));
  const loss = mean(crossEntropy(some, answers, "float64"), [0]);
  const weights = parameters.names.map((name) => of(name) as Expression);
  return { loss, names: parameters.names, weights, feeds };
}

/** Throws a UsageError where there is no triple, or one that has a value that is no residue. */
function checkTriples(triples: readonly Triple[], p: number): void {
  if (triples.length === 0) throw new UsageError("triples", "there are none", "give (a, b, c) at least once");
  const stray = triples.find(
    (triple) => triple.length !== 3 || triple.some((x) => !(Number.isInteger(x) && x >= 0 && x < p)),
  );
  if (stray)
    throw new UsageError("triples", `there is no triple (${stray.join(", ")})`, `values are from 0 to ${p - 1}`);
}

function batchOf(triples: readonly Triple[]): Batch {
  return listBatch([triples.map(([a]) => a), triples.map(([, b]) => b)]);
}

function byPlace(xs: readonly Expression[]): Record<number, Expression> {
  return Object.fromEntries(xs.map((x, i) => [i, x]));
}

function tensors(
  { parameters }: Model,
  names: readonly string[],
  found: Record<number, Values>,
): Record<string, Tensor> {
  return Object.fromEntries(
    names.map((name, i) => {
      const { axes, shape } = parameters.get(name) as Tensor;
      return [name, { axes, shape, data: found[i] as Float64Array }];
    }),
  );
}
