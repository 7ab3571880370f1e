import type { MlpArchitecture } from "#networks/architecture.js";
import type { Model } from "#networks/model.js";
import type { CyclicForm } from "#tasks/_cyclic.js";
import { type Entry, network, normal } from "../_networks.ts";

/** A neuron (bias + cos(w_k a + a) + cos(w_k b + b))², read out by cos(w_k c + output); of frequency 0 it is constant. */
export interface PlantedNeuron {
  readonly frequency: number;
  readonly a: number;
  readonly b: number;
  readonly output: number;
}

/** Neurons of these frequencies, `each` of every one, with phases drawn and the output's aligned but for `error`. */
export function plantedNeurons(
  { sign }: CyclicForm,
  frequencies: readonly number[],
  each: number,
  error = 0,
): PlantedNeuron[] {
  const draw = normal(7);
  return frequencies.flatMap((frequency) =>
    Array.from({ length: each }, () => {
      const [a, b] = [draw(2), draw(2)];
      return { frequency, a, b, output: a + sign * b + error };
    }),
  );
}

/**
 * The MLP of these neurons. With no bias a neuron's variance is 0.8 of its frequency and 0.2 of twice that, and its mean over
 * b has the latter alone; with a bias of 1 it is 20/21 of its frequency.
 */
export function phasedNetwork(
  p: number,
  { n, order }: CyclicForm,
  neurons: readonly PlantedNeuron[],
  bias: number,
  meeting: MlpArchitecture["meeting"] = "neurons",
): Model {
  const place = new Map(Array.from(order, (residue, i) => [residue, i]));
  const width = neurons.length;
  const wave = (j: number, residue: number, phase: number) => {
    const x = place.get(residue);
    const k = neurons[j].frequency;
    return x === undefined || k === 0 ? 0 : Math.cos((2 * Math.PI * ((k * x) % n)) / n + phase);
  };
  const table = (of: "a" | "b"): Entry => [
    [p, width],
    (i) => wave(i % width, Math.floor(i / width), neurons[i % width][of]),
  ];
  const W_U: Entry = [[width, p], (i) => wave(Math.floor(i / p), i % p, neurons[Math.floor(i / p)].output)];
  const weights = { W_x: table("a"), W_y: table("b"), b_in: [[width], () => bias] as Entry, W_U };
  const architecture: MlpArchitecture = { kind: "mlp", p, activation: "square", meeting, hiddenLayers: 1 };
  if (meeting === "neurons") return network(architecture, weights);
  // The embeddings pass through a W_in that is one identity, or one above the other.
  const rows = meeting === "sum" ? width : 2 * width;
  const W_in: Entry = [[rows, width], (i) => (Math.floor(i / width) % width === i % width ? 1 : 0)];
  return network(architecture, { ...weights, W_in });
}
