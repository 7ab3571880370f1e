import { readArray } from "#formats/_arrays.js";
import { readFile } from "#formats/_read.js";
import { type NamedArray, safetensorsBytes } from "#formats/_write-safetensors.js";
import { contents } from "#layouts/_contents.js";
import { filesAt } from "#runs/_files.js";
import { gathered } from "#runs/_snapshots.js";
import type { Anatomy, Edit, Files } from "../mutators.ts";
import { oddName } from "../odd-values.ts";
import type { Random } from "../random.ts";
import { json } from "./json.ts";
import { partsOf } from "./safetensors.ts";

/** A fixture's network as one safetensors file, and what it says of itself as a configuration beside it. */
export function networkSeed(path: string, file: string): Files {
  const { value } = readFile(`fixtures/${path}/${file}`);
  const state = contents(value).snapshots.at(-1)?.state ?? new Map();
  const arrays = [...state].map(([name, array]) => ({
    name,
    shape: array.shape,
    data: Float32Array.from(readArray(array)),
  }));
  const settings = Object.fromEntries(gathered(`fixtures/${path}`, filesAt(`fixtures/${path}`)).config);
  return new Map([
    ["100.safetensors", safetensorsBytes(arrays, {})],
    ["config.json", Buffer.from(JSON.stringify(settings))],
  ]);
}

/** Entries of configurations that shape a network, and values for them that are not the seed's. */
const SETTINGS: Readonly<Record<string, readonly unknown[]>> = {
  act_fn: ["relu", "gelu", "mish", "solu_ln", "", 3],
  n_heads: [0, 1, 2, 3, -1, 1.5, 1e9, "4"],
  n_layers: [0, 2, 100],
  n_ctx: [1, 2, 3, 100],
  normalization_type: ["LN", "RMS", "LNPre", null, "BN"],
  attention_dir: ["causal", "bidirectional", "none"],
  attn_coeff: [0, 0.5, 1, "half"],
  p: [1, 2, 7, 113, 1e6, -5],
  tie_word_embeddings: [true, false],
  positional_embedding_type: ["rotary", "standard", "alibi", "shortformer"],
  rotary_dim: [0, 1, 3, 8, 1000],
  num_key_value_heads: [0, 1, 3, 8],
  layer_norm_eps: [0, 1e-5, -1, 1e300],
  d_mlp: [0, 1, 96],
  format: ["grok-analyze run"],
  family: ["mlp", "transformer", "blocks"],
  equals_sign: [true, false],
  blocks: ["[]", "[{}]", '[{"kind":"mlp"}]', "{"],
};

/** A configuration: what shapes a network has another value, or what any JSON may have. */
export const settings: Anatomy = {
  edits: {
    ...json.edits,
    setting: (random, bytes) => {
      const name = random.pick(Object.keys(SETTINGS));
      const all = JSON.parse(bytes.toString()) as Record<string, unknown>;
      return Buffer.from(JSON.stringify({ ...all, [name]: random.pick(SETTINGS[name]) }));
    },
  },
};

/** A network's tensors: names, axes and lengths are others, some are missing or twice, numbers are none. */
export const network: Anatomy = {
  edits: {
    remove: edit((arrays, at) => arrays.toSpliced(at, 1)),
    rename: edit((arrays, at, random) => arrays.with(at, { ...arrays[at], name: renamed(arrays, at, random) })),
    add: edit((arrays, at, random) => [...arrays, { ...arrays[at], name: renamed(arrays, at, random) }]),
    trade: edit((arrays, at, random) => {
      const other = random.below(arrays.length);
      const [a, b] = [arrays[at], arrays[other]];
      return arrays.with(at, { ...b, name: a.name }).with(other, { ...a, name: b.name });
    }),
    axes: edit((arrays, at, random) => arrays.with(at, { ...arrays[at], shape: reshaped(arrays[at].shape, random) })),
    length: edit((arrays, at, random) => {
      const { name, shape } = arrays[at];
      const axis = random.below(Math.max(1, shape.length));
      const size = random.pick([0, 1, 2, 3, (shape[axis] ?? 1) + 1, (shape[axis] ?? 1) - 1, 2 * (shape[axis] ?? 1)]);
      return arrays.with(at, ofShape(name, shape.length === 0 ? [size] : shape.with(axis, Math.max(0, size)), random));
    }),
    everywhere: edit((arrays, at, random) => {
      // One size wherever it stands, as a network of another width has it.
      const from = random.pick(arrays[at].shape.length > 0 ? arrays[at].shape : [1]);
      const to = random.pick([0, 1, 2, 5, from + 1]);
      return arrays.map((array) =>
        array.shape.includes(from)
          ? ofShape(
              array.name,
              array.shape.map((n) => (n === from ? to : n)),
              random,
            )
          : array,
      );
    }),
    numbers: edit((arrays, at, random) => {
      const number = random.pick([Number.NaN, Number.POSITIVE_INFINITY, 0, 1e38, -1e-45]);
      const from = random.pick([0, random.below(Math.max(1, arrays[at].data.length))]);
      return arrays.with(at, {
        ...arrays[at],
        data: Float32Array.from(arrays[at].data).fill(number, from, random.pick([from + 1, undefined])),
      });
    }),
  },
};

function edit(change: (arrays: readonly NamedArray[], at: number, random: Random) => readonly NamedArray[]): Edit {
  return (random, bytes) => {
    const { header, data } = partsOf(bytes);
    const { __metadata__: metadata, ...entries } = JSON.parse(header.toString());
    const arrays = Object.entries<any>(entries).map(
      ([
        name,
        {
          shape,
          data_offsets: [from, to],
        },
      ]) => ({
        name,
        shape,
        data: new Float32Array(new Uint8Array(data.subarray(from, to)).buffer),
      }),
    );
    return safetensorsBytes(change(arrays, random.below(arrays.length), random), metadata ?? {});
  };
}

function renamed(arrays: readonly NamedArray[], at: number, random: Random): string {
  const { name } = arrays[at];
  return random.pick([
    oddName(random),
    name.replace(/\d+/, String(random.pick([0, 1, 2, 7, 1e9]))),
    name.replace(/\.?weight/, ".bias"),
    name.replace(/bias$/, "weight"),
    name.replace(/[A-Z](?=[^A-Z]*$)/, random.pick(["E", "U", "Q", "K", "V", "O", "pos"])),
    random.pick(arrays).name + random.pick([".weight", ".0", "_", " "]),
    `model.${name}`,
    `blocks.1.${name}`,
  ]);
}

function reshaped(shape: readonly number[], random: Random): readonly number[] {
  return random.pick([
    shape.toReversed(),
    [...shape, 1],
    [1, ...shape],
    [shape.reduce((product, n) => product * n, 1)],
    shape.length > 1 ? [shape[0] * shape[1], ...shape.slice(2)] : [1, ...shape, 1, 1],
  ]);
}

function ofShape(name: string, shape: readonly number[], random: Random): NamedArray {
  const size = Math.min(
    2 ** 17,
    shape.reduce((product, n) => product * n, 1),
  );
  return { name, shape, data: Float32Array.from({ length: size }, () => random.below(1000) / 500 - 1) };
}
