import type { MlpArchitecture, TransformerArchitecture } from "#networks/architecture.js";
import { type Architecture, AXES, type Model, type WeightName } from "#networks/model.js";
import { mersenneTwister } from "#numerics/mersenne-twister.js";
import { tensor } from "#numerics/tensor.js";
import type { CyclicForm } from "#tasks/_cyclic.js";

/** A weight as its sizes and its values by index. */
export type Entry = readonly [shape: readonly number[], value: (index: number) => number];

/** A network from its weights by canonical name. */
export function network(architecture: Architecture, weights: Readonly<Record<string, Entry>>): Model {
  const tensors = new Map(
    Object.entries(weights).map(([name, [shape, value]]) => {
      const data = Float32Array.from({ length: shape.reduce((n, size) => n * size, 1) }, (_, i) => value(i));
      const axes: readonly string[] =
        AXES[name.replace(/^blocks\.\d+\./, "") as WeightName] ?? ["in", "out"].slice(-shape.length);
      return [name, tensor(axes, shape, data)];
    }),
  );
  return { architecture, parameters: { names: [...tensors.keys()], get: (name) => tensors.get(name) } };
}

/** The same network with one weight changed at some places. */
export function changed(model: Model, name: string, value: (old: number, index: number) => number): Model {
  const { architecture, parameters } = model;
  const names = parameters.names.map((one) => {
    const weight = parameters.get(one);
    if (!weight) throw new Error(`no weight ${one}`);
    const at = (i: number) => (one === name ? value(weight.data[i], i) : weight.data[i]);
    return [one, [weight.shape, at] as Entry] as const;
  });
  return network(architecture, Object.fromEntries(names));
}

/** Normal numbers of a standard deviation, from a seed: Box–Muller over MT19937. */
export function normal(seed: number): (deviation: number) => number {
  const { next } = mersenneTwister(seed);
  const uniform = () => (next() + 0.5) / 2 ** 32;
  return (deviation) => deviation * Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
}

/** A mainline network's architecture: one causal block, [a, b, =], no LayerNorm. */
export const MAINLINE: Omit<TransformerArchitecture, "p" | "sequence"> = {
  kind: "transformer",
  firstToken: 0,
  blocks: 1,
  heads: 4,
  activation: "relu",
  normalisation: "none",
  layerNormEpsilon: 1e-5,
  causal: true,
  attentionCoefficient: 1,
};

export interface RandomSizes {
  readonly d_model?: number;
  readonly neurons?: number;
  /** Tokens in the vocabulary beyond the p inputs and what stands before them. */
  readonly signs?: number;
  /** Biases and norms too, as TransformerLens has. */
  readonly biases?: boolean;
  readonly seed?: number;
}

/** A transformer of normal weights, N(0, 1/d_model) as the mainline initialises. */
export function randomTransformer(architecture: TransformerArchitecture, sizes: RandomSizes = {}): Model {
  const { d_model = 16, neurons = 24, signs = 1, biases = false, seed = 1 } = sizes;
  const { p, firstToken, sequence, heads, keyHeads = heads, blocks, normalisation } = architecture;
  const draw = normal(seed);
  const random = (...shape: number[]): Entry => [shape, () => draw(1 / Math.sqrt(d_model))];
  const near1 = (...shape: number[]): Entry => [shape, () => 1 + draw(0.2)];
  const vocabulary = firstToken + p + signs;
  const d_head = d_model / heads;
  const block = (i: number): Record<string, Entry> => ({
    ...named(`blocks.${i}.`, {
      W_Q: random(heads, d_model, d_head),
      W_K: random(keyHeads, d_model, d_head),
      W_V: random(keyHeads, d_model, d_head),
      W_O: random(heads, d_head, d_model),
      W_in: random(d_model, neurons),
      W_out: random(neurons, d_model),
      ...(biases
        ? {
            b_Q: random(heads, d_head),
            b_K: random(keyHeads, d_head),
            b_V: random(keyHeads, d_head),
            b_O: random(d_model),
            b_in: random(neurons),
            b_out: random(d_model),
          }
        : {}),
      ...(normalisation === "none"
        ? {}
        : { ln1_w: near1(d_model), ln1_b: random(d_model), ln2_w: near1(d_model), ln2_b: random(d_model) }),
    }),
  });
  return network(architecture, {
    W_E: random(vocabulary, d_model),
    W_pos: random(sequence.length, d_model),
    ...Object.assign({}, ...Array.from({ length: blocks }, (_, i) => block(i))),
    ...(biases && normalisation === "pre" ? { ln_final_w: near1(d_model), ln_final_b: random(d_model) } : {}),
    W_U: random(d_model, vocabulary),
    ...(biases ? { b_U: random(vocabulary) } : {}),
  });
}

function named(prefix: string, weights: Readonly<Record<string, Entry>>): Record<string, Entry> {
  return Object.fromEntries(Object.entries(weights).map(([name, entry]) => [`${prefix}${name}`, entry]));
}

/** Products that cos and sin of two angles are made of, as (cos or sin of a, cos or sin of b). */
const PRODUCTS = [
  [Math.cos, Math.cos],
  [Math.sin, Math.sin],
  [Math.sin, Math.cos],
  [Math.cos, Math.sin],
] as const;

/**
 * The MLP that computes Σ_k cos(w_k(a ± b − c)) exactly, on the places of a cyclic form: 4fg = (f + g)² − (f − g)² makes
 * the four products of cosine and sine from 8 squares a frequency, and W_U adds them up. Each neuron is (f ± g)² of
 * cosines or sines, whose variance is 0.8 of frequency k (the product) and 0.2 of 2k (the squares).
 */
export function planted(
  p: number,
  { n, order, sign }: CyclicForm,
  frequencies: readonly number[],
  meeting: MlpArchitecture["meeting"] = "neurons",
): Model {
  const place = new Map(Array.from(order, (residue, i) => [residue, i]));
  const angle = (k: number, residue: number) => (2 * Math.PI * k * (place.get(residue) as number)) / n;
  const neurons = frequencies.flatMap((k) => PRODUCTS.flatMap(([f, g]) => [1, -1].map((plus) => ({ k, f, g, plus }))));
  const width = neurons.length;
  const ofA = (residue: number, j: number) => {
    const { k, f } = neurons[j];
    return place.has(residue) ? f(angle(k, residue)) : 0;
  };
  const ofB = (residue: number, j: number) => {
    const { k, g, plus } = neurons[j];
    return place.has(residue) ? plus * g(sign * angle(k, residue)) : 0;
  };
  // cos(x + y − z) = cos z (cos x cos y − sin x sin y) + sin z (sin x cos y + cos x sin y)
  const W_U: Entry = [
    [width, p],
    (i) => {
      const { k, f, g, plus } = neurons[Math.floor(i / p)];
      const c = i % p;
      if (!place.has(c)) return 0;
      const wave = f === g ? Math.cos(angle(k, c)) : Math.sin(angle(k, c));
      return ((f === Math.sin && g === Math.sin ? -1 : 1) * plus * wave) / 4;
    },
  ];
  const table = (of: typeof ofA): Entry => [[p, width], (i) => of(Math.floor(i / width), i % width)];
  const architecture: MlpArchitecture = { kind: "mlp", p, activation: "square", meeting, hiddenLayers: 1 };
  if (meeting === "neurons") return network(architecture, { W_x: table(ofA), W_y: table(ofB), W_U });
  // Here the embeddings pass through a W_in that is one identity, or one above the other.
  const rows = meeting === "sum" ? width : 2 * width;
  const W_in: Entry = [[rows, width], (i) => (Math.floor(i / width) % width === i % width ? 1 : 0)];
  return network(architecture, { W_x: table(ofA), W_y: table(ofB), W_in, W_U });
}

/** Σ_k cos(w_k(i ± j − l)) for the places of a, b and c: what a planted network says. */
export function plantedLogit(
  { n, sign }: CyclicForm,
  frequencies: readonly number[],
  places: readonly number[],
): number {
  const [i, j, l] = places;
  return frequencies.reduce((sum, k) => sum + Math.cos((2 * Math.PI * k * (i + sign * j - l)) / n), 0);
}
