import type { Architecture } from "../networks/architecture.ts";
import { sampleBatch } from "../networks/batch.ts";
import { networkGraph } from "../networks/graph.ts";
import { evaluation, type Feeds } from "../tensors/evaluate.ts";
import type { Expression, Values } from "../tensors/expression.ts";
import { gradients } from "../tensors/gradient.ts";
import { argmax, constant, multiply, parameter, reshape, sum, transpose } from "../tensors/operations.ts";
import type { ParameterPlan, Parts, Slot } from "./_parameters.ts";
import type { TrainingLoss } from "./losses/rule/loss.ts";

/** What a network does on some pairs. */
export interface Outcome {
  /** Σ of the losses in nats. */
  readonly loss: number;
  /** How many it gets right. */
  readonly correct: number;
  /** Of how many the loss is exactly 0: their right answers' gradient is, too (softmax collapse, arXiv:2501.04697). */
  readonly zero: number;
}

/** The outcome on some pairs; `scale` times the gradient of Σ loss is left in `dW`, where it is given. */
export type GradientFunction = (
  W: Parts,
  pairs: Int32Array,
  answers: Int32Array,
  dW: Parts | undefined,
  scale: number,
  dtype: "float64" | "float32",
) => Outcome;

/** Loss, accuracy and gradient of a network, over every logit that it has, as trainers do. */
export function gradientFunction(
  architecture: Architecture,
  { slots }: ParameterPlan,
  loss: TrainingLoss,
): GradientFunction {
  // A full batch is the same at every step; of mini-batches each is another.
  const known = new Map<
    string,
    { readonly pairs: Int32Array; readonly compute: (feeds: Feeds) => Record<string, Values> }
  >();
  return (W, pairs, answers, dW, scale, dtype) => {
    const key = `${pairs.length} ${dW ? scale : "none"} ${dtype}`;
    const found = known.get(key);
    const same = found?.pairs.every((pair, i) => pair === pairs[i]) ?? false;
    const made = found && same ? found : { pairs: pairs.slice(), compute: step(pairs, answers, dW && scale, dtype) };
    known.set(key, made);
    const { losses, best, ...d } = made.compute((name) => W[name]);
    for (const [name, gradient] of Object.entries(d)) (dW as Parts)[name].set(gradient);
    let [total, correct, zero] = [0, 0, 0];
    for (let i = 0; i < losses.length; i++) {
      total += losses[i];
      if (losses[i] === 0) zero++;
      if (best[i] === answers[i]) correct++;
    }
    return { loss: total, correct, zero };
  };

  function step(pairs: Int32Array, answers: Int32Array, scale: number | undefined, dtype: "float64" | "float32") {
    const { p } = architecture;
    const residues = Int32Array.from({ length: p }, (_, i) => i);
    const columns = [pairs.map((pair) => Math.floor(pair / p)), pairs.map((pair) => pair % p)];
    const batch = sampleBatch([residues, residues], columns);
    const stored = slots.map(({ name, rows, columns }) => parameter(name, [rows, columns]));
    const weights = new Map(slots.map((slot, i) => [slot.weight.name, asNetworkHasIt(stored[i], slot)]));
    const logits = batch.spread(networkGraph(architecture, (name) => weights.get(name), batch).logits);
    const losses = loss.ofRows(logits, constant(answers), dtype);
    const outputs: Record<string, Expression> = { losses, best: argmax(logits) };
    if (scale !== undefined) {
      const total = sum(multiply(losses, scale), [0, 1]);
      for (const [i, d] of gradients(total, stored).entries()) outputs[slots[i].name] = d;
    }
    return evaluation(outputs);
  }
}

/** A stored matrix with the axes of the network's weight. */
function asNetworkHasIt(stored: Expression, { weight: { axes, shape } }: Slot): Expression {
  if (axes.length !== 3 || axes[2] !== "d_head") return reshape(stored, shape);
  const [heads, d_model, d_head] = shape;
  return transpose(reshape(stored, [d_model, heads, d_head]), [1, 0, 2]);
}
