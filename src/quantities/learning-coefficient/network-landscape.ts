import { lossFunction, type Triple } from "../../networks/gradients.ts";
import type { Model } from "../../networks/model.ts";
import { torchGenerator } from "../../numerics/torch-random.ts";
import type { Landscape } from "./sgld.ts";

/** What of a network is sampled, and on which loss. */
export interface NetworkLandscapeSettings {
  /** The weights that move, by name; the others stay as they are. All unless given. */
  readonly weights?: readonly string[];
  /** How many triples each gradient is over, drawn anew without repeats; all unless given. */
  readonly batch?: { readonly size: number; readonly seed: number };
}

/**
 * The mean cross-entropy of a network on triples as a function of some of its weights, the softmax over all logits, as trainers
 * have it. Weights and gradient in float32, as trained; the loss, and the point that moves, in float64. Weight decay is no part
 * of it.
 */
export function networkLandscape(
  model: Model,
  triples: readonly Triple[],
  { weights = model.parameters.names, batch }: NetworkLandscapeSettings = {},
): Landscape {
  const settings = { dtype: "float32", over: "all" } as const;
  const whole = lossFunction(model, triples, settings);
  const point = Float32Array.from(whole.weights);
  const slots: { readonly start: number; readonly end: number }[] = [];
  let end = 0;
  for (const [name, { data }] of Object.entries(whole.parts(point))) {
    const start = end;
    end += data.length;
    if (weights.includes(name)) slots.push({ start, end });
  }
  const own = new Float64Array(slots.reduce((size, slot) => size + slot.end - slot.start, 0));
  let filled = 0;
  for (const slot of slots) {
    own.set(point.subarray(slot.start, slot.end), filled);
    filled += slot.end - slot.start;
  }
  const there = whole.at(point);
  const drawn = batch && batch.size < triples.length ? draws(triples, batch.size, batch.seed) : undefined;
  const current = drawn ? () => lossFunction(model, drawn(), settings).at(point) : () => there;
  return {
    start: own,
    parts: slots.map((slot) => slot.end - slot.start),
    loss: whole.loss(),
    gradient: (w, into) => {
      let from = 0;
      for (const slot of slots) {
        const size = slot.end - slot.start;
        point.set(w.subarray(from, from + size), slot.start);
        from += size;
      }
      const { loss, gradient } = current().gradient();
      from = 0;
      for (const slot of slots) {
        into.set(gradient.subarray(slot.start, slot.end), from);
        from += slot.end - slot.start;
      }
      return loss;
    },
  };
}

/** Mini-batches without repeats, the order drawn anew when it is used up; a rest that is too small is left out. */
function draws(triples: readonly Triple[], size: number, seed: number): () => readonly Triple[] {
  const { randperm } = torchGenerator(seed);
  let [order, at] = [randperm(triples.length), 0];
  return () => {
    if (at + size > order.length) [order, at] = [randperm(triples.length), 0];
    at += size;
    return Array.from(order.subarray(at - size, at), (i) => triples[i]);
  };
}
