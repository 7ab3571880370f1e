import { checkArguments } from "../arguments.ts";
import { UsageError } from "../errors.ts";
import { once } from "../numerics/memo.ts";
import type { Tensor } from "../numerics/tensor.ts";
import { evaluate, evaluation, type Feeds } from "../tensors/evaluate.ts";
import type { Expression, Values } from "../tensors/expression.ts";
import { gradients as gradientsOf } from "../tensors/gradient.ts";
import { add, constant, mean, multiply, parameter, pick, reshape, slice, sum } from "../tensors/operations.ts";
import { type Architecture, firstToken } from "./architecture.ts";
import { type Batch, listBatch, sampleBatch } from "./batch.ts";
import { networkGraph } from "./graph.ts";
import { crossEntropy } from "./loss.ts";
import type { Model } from "./model.ts";
import { float64Weights } from "./weights.ts";

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

/** A vector of as many numbers as a network has weights: those of each one after another, in the order of their names. */
export type WeightVector = Float64Array<ArrayBuffer> | Float32Array<ArrayBuffer>;

/**
 * L(w), the mean cross-entropy of the answers c over some triples (a, b, c), in nats, as a function of all the weights of a
 * network, at one point w. Its graphs are prepared once, at the first call that needs them, and serve every point and every
 * direction. Weight decay is no part of L, whatever the run was trained with.
 */
export interface LossFunction {
  /** w, in the dtype of the settings: the network's own weights, or what `at` was given; not a copy, if that had the dtype. */
  readonly weights: WeightVector;
  readonly loss: () => number;
  /** L(w) and ∂L/∂w. */
  readonly gradient: () => { readonly loss: number; readonly gradient: WeightVector };
  /** H v, H = ∂²L/∂w∂w at w, exactly: the gradient of Σ ∂L/∂w · v. Throws a RangeError where v is of another length. */
  readonly hessianVector: (v: ArrayLike<number>) => WeightVector;
  /** The same function at other weights. Throws a RangeError where they are of another number. */
  readonly at: (weights: ArrayLike<number>) => LossFunction;
  /** The part of each weight in a vector, by the weight's name, with its axes: what it holds is shared, not copied. */
  readonly parts: (vector: WeightVector) => Readonly<Record<string, Tensor & { readonly data: WeightVector }>>;
}

/** L of a network on some triples, at the network's weights. Throws a UsageError where a triple is none of residues. */
export function lossFunction(
  model: Model,
  triples: readonly Triple[],
  { dtype = "float64", over = "answers" }: GradientSettings = {},
): LossFunction {
  const { architecture, parameters } = model;
  checkTriples(triples, architecture.p);
  const Vector = dtype === "float64" ? Float64Array : Float32Array;
  let size = 0;
  const slots = parameters.names.map((name) => {
    const { axes, shape, data } = parameters.get(name) as Tensor;
    const start = size;
    size += data.length;
    return { name, axes, shape, start, end: size };
  });
  const weights = slots.map(({ name, shape }) => parameter(name, shape, dtype));
  const loss = lossOf(architecture, new Map(weights.map((w, i) => [slots[i].name, w])), triples, over);

  const computeLoss = once(() => evaluation({ loss }));
  const slopes = once(() => gradientsOf(loss, weights));
  const computeGradient = once(() => evaluation({ loss, ...byPlace(slopes()) }));
  const computeProduct = once(() => {
    const along = slopes().map((slope, i) => {
      const { name, start, end } = slots[i];
      const v = parameter(directionOf(name), slope.shape, dtype);
      return sum(reshape(multiply(slope, v), [end - start]), [0]);
    });
    return evaluation(
      byPlace(
        gradientsOf(
          along.reduce((x, y) => add(x, y)),
          weights,
        ),
      ),
    );
  });

  const parts: LossFunction["parts"] = (vector) =>
    Object.fromEntries(
      slots.map(({ name, axes, shape, start, end }) => {
        return [name, { axes, shape, data: vector.subarray(start, end) as WeightVector }];
      }),
    );
  const vectorOf = (values: ArrayLike<number>): WeightVector => {
    if (values.length !== size) throw new RangeError(`the network has ${size} weights, got ${values.length}`);
    return values instanceof Vector ? (values as WeightVector) : Vector.from(values);
  };
  const fed = (vector: WeightVector, named: (name: string) => string): ReadonlyMap<string, Values> =>
    new Map(Object.entries(parts(vector)).map(([name, { data }]) => [named(name), data]));
  const into = (vector: WeightVector): Record<number, Values> =>
    Object.fromEntries(Object.values(parts(vector)).map(({ data }, i) => [i, data]));

  const at = (values: ArrayLike<number>): LossFunction => {
    const weights = vectorOf(values);
    const point = fed(weights, (name) => name);
    const feeds: Feeds = (name) => point.get(name);
    return {
      weights,
      loss: () => computeLoss()(feeds).loss[0],
      gradient: () => {
        const gradient = new Vector(size);
        return { loss: computeGradient()(feeds, into(gradient)).loss[0], gradient };
      },
      hessianVector: (v) => {
        const direction = fed(vectorOf(v), directionOf);
        const product = new Vector(size);
        computeProduct()((name) => point.get(name) ?? direction.get(name), into(product));
        return product;
      },
      at,
      parts,
    };
  };
  const own = new Vector(size);
  for (const { name, start } of slots) own.set((parameters.get(name) as Tensor).data, start);
  return at(own);
}

/** ∂L/∂w for every weight w, L the mean cross-entropy of the answers c over the triples (a, b, c). */
export function gradients(model: Model, triples: readonly Triple[], settings: GradientSettings = {}): WeightGradients {
  checkArguments("gradients", { model, triples, settings });
  const at = lossFunction(model, triples, settings);
  const { loss, gradient } = at.gradient();
  return { loss, of: at.parts(gradient) };
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
  checkArguments("hessianVector", { model, triples, direction, settings });
  const at = lossFunction(model, triples, settings);
  const v = new Float64Array(at.weights.length);
  const parts = at.parts(v);
  for (const [name, { data }] of Object.entries(direction)) {
    if (!parts[name])
      throw new UsageError("direction", `"${name}" is no weight`, `weights are ${Object.keys(parts).join(", ")}`);
    parts[name].data.set(data);
  }
  return { loss: at.loss(), of: at.parts(at.hessianVector(v)) };
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

/** L [1, 1] as an expression of the weights. */
function lossOf(
  architecture: Architecture,
  weights: ReadonlyMap<string, Expression>,
  triples: readonly Triple[],
  over: "answers" | "all",
): Expression {
  // Whichever residues occur, tables have a row for each: batches of one size then share one prepared graph.
  const residues = Int32Array.from({ length: architecture.p }, (_, i) => i);
  const batch = sampleBatch([residues, residues], [triples.map(([a]) => a), triples.map(([, b]) => b)]);
  const logits = batch.spread(networkGraph(architecture, (name) => weights.get(name), batch).logits);
  const first = firstToken(architecture);
  const some = over === "answers" ? slice(logits, 1, first, first + architecture.p) : logits;
  const answers = constant(Int32Array.from(triples, ([, , c]) => (over === "answers" ? c : first + c)));
  return mean(crossEntropy(some, answers, "float64"), [0]);
}

/** What a direction's part of a weight is fed by: no weight is called so. */
function directionOf(name: string): string {
  return `direction ${name}`;
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
