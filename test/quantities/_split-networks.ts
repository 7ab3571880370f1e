import type { Model } from "#networks/model.js";
import { mersenneTwister } from "#numerics/mersenne-twister.js";
import type { Network } from "#runs/run.js";
import { NEITHER, type Split, TEST, TRAIN } from "#tasks/_split.js";
import type { Task } from "#tasks/_task.js";
import { type Entry, network, normal } from "../_networks.ts";

/** An MLP of two hidden layers and normal weights, biases too. */
export function randomMlp(p: number, seed = 1): Model {
  const [d_model, neurons, last] = [8, 24, 20];
  const draw = normal(seed);
  const random = (...shape: number[]): Entry => [shape, () => draw(2 / Math.sqrt(shape[0]))];
  return network(
    { kind: "mlp", p, activation: "relu", meeting: "sum", hiddenLayers: 2 },
    {
      W_x: random(p, d_model),
      W_y: random(p, d_model),
      W_in: random(d_model, neurons),
      b_in: random(neurons),
      "layers.1.W": random(neurons, last),
      "layers.1.b": random(last),
      W_U: random(last, p),
      b_U: random(p),
    },
  );
}

/** Four pairs of ten for training, five for testing, the rest for neither, drawn; a pair without an answer is of neither. */
export function split({ answers }: Task, seed = 1): Split {
  const { next } = mersenneTwister(seed);
  const member = Uint8Array.from(answers, (answer) => {
    const drawn = next() / 2 ** 32;
    return answer < 0 || drawn > 0.9 ? NEITHER : drawn < 0.4 ? TRAIN : TEST;
  });
  return { member, origin: "drawn by a test", kind: "stored" };
}

/** Whether a pair counts, by its index a·p + b, for a part of the split. */
export function among({ split }: Network, part: "train" | "test" | "all"): (index: number) => boolean {
  if (part === "all") return () => true;
  return (index) => split?.member[index] === (part === "train" ? TRAIN : TEST);
}
