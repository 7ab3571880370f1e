import type { ArrayRef } from "../formats/_values.ts";
import { groupedBy } from "../numerics/grouped-by.ts";
import type { StateDict } from "./_layout.ts";
import { blockPaths } from "./_structural-paths.ts";

/** A weight of two or more axes, with the bias that belongs to it. */
export interface Linear {
  readonly name: string;
  /** Its name without `weight`: what it has in common with its bias. */
  readonly stem: string;
  /** The path of the block it stands in, e.g. `layers.0`; "" outside of blocks. */
  readonly block: string;
  readonly array: ArrayRef;
  readonly bias: ArrayRef | undefined;
}

/** A LayerNorm's vectors. */
export interface Norm {
  readonly name: string;
  readonly block: string;
  readonly w: ArrayRef;
  readonly b: ArrayRef | undefined;
}

/** The tensors of a state dict sorted by what they can be, before any has a role. */
export interface Tensors {
  readonly linears: readonly Linear[];
  readonly norms: readonly Norm[];
  /** Names of what no network reads: masks, counters, vectors that belong to nothing. */
  readonly unread: readonly string[];
  /** Whether a mask is among them, as causal attention stores one. */
  readonly masked: boolean;
  /** What is computed anew and stored none the less. */
  readonly computed: { readonly rotary: boolean };
  /** Why no network of ours can be in this file, if a tensor tells so. */
  readonly refused: string | undefined;
}

/** Square tensors as small as a sequence are masks: nobody's d_model is this small. */
const MASK_MAX = 5;
/** Waves and angles that are computed anew: rotary positions store them as buffers. */
export const COMPUTED = /(^|[._])(inv_freq|rotary_(sin|cos)|(cos|sin)_cached|freqs_(cis|cos|sin))$/i;
const REFUSED: readonly (readonly [RegExp, string])[] = [[/running_(mean|var)$/, "BatchNorm is not read"]];

/** Sorts a state dict by rank, name and neighbourhood. */
export function sortedTensors(state: StateDict): Tensors {
  const read = [...state].filter(([name, array]) => !isBuffer(name, array) && !COMPUTED.test(name));
  const masked = [...state].some(([name, array]) => isMask(name, array));
  const refusing = read.flatMap(([name]) =>
    REFUSED.filter(([pattern]) => pattern.test(name)).map(([, why]) => `${name}: ${why}`),
  );
  const stems = new Set([...state].flatMap(([name, { shape }]) => (shape.length > 2 ? [stemOf(name)] : [])));
  const matrices = read.filter(([name, array]) => array.shape.length >= 2 && !isBiasMatrix(stems, name, array));
  const owned = new Map(matrices.map(([name]) => [stemOf(name), name]));
  const biases = new Map<string, ArrayRef>();
  const used = new Set(matrices.map(([name]) => name));
  const loose: { name: string; array: ArrayRef; after: string | undefined }[] = [];
  let after: string | undefined;
  for (const [name, array] of read) {
    if (used.has(name)) {
      after = name;
      continue;
    }
    const owner = owned.get(stemOf(name));
    if (owner === undefined) loose.push({ name, array, after });
    else biases.set(owner, array);
    used.add(name);
  }
  const blockOf = blockPaths(read.map(([name]) => name));
  const { norms, unread } = sortedVectors(loose, state, biases, blockOf);
  return {
    linears: matrices.map(([name, array]) => ({
      name,
      stem: stemOf(name),
      block: blockOf(name),
      array,
      bias: biases.get(name),
    })),
    norms,
    unread: [...[...state.keys()].filter((name) => !used.has(name)), ...unread],
    masked,
    computed: { rotary: [...state.keys()].some((name) => COMPUTED.test(name)) },
    refused: refusing[0],
  };
}

type Loose = { readonly name: string; readonly array: ArrayRef; readonly after: string | undefined };

/**
 * The vectors that no name joins to a matrix: LayerNorms by their names or by a shared stem. Where names say nothing, a
 * vector that follows its matrix is its bias, as modules register both in turn; an even number of them are LayerNorms.
 */
function sortedVectors(
  loose: readonly Loose[],
  state: StateDict,
  biases: Map<string, ArrayRef>,
  blockOf: (name: string) => string,
): Pick<Tensors, "norms" | "unread"> {
  const norms: Norm[] = [];
  const unread: string[] = [];
  const byStem = groupedBy(loose, ({ name }) => stemOf(name));
  const nameless = loose.filter(({ name }) => byStem.get(stemOf(name))?.length === 1 && !/ln|norm/i.test(name));
  for (const group of byStem.values()) {
    if (group.some((vector) => nameless.includes(vector))) continue;
    const [w, b] = group.toSorted((x, y) => Number(isBias(x.name)) - Number(isBias(y.name)));
    norms.push({ name: w.name, block: blockOf(w.name), w: w.array, b: b?.array });
  }
  for (const [owner, run] of groupedBy(nameless, ({ after }) => after)) {
    const first = run.length % 2 === 1 ? run[0] : undefined;
    if (first && owner !== undefined && !biases.has(owner) && state.get(owner)?.shape.includes(first.array.shape[0])) {
      biases.set(owner, first.array);
    } else if (first) unread.push(first.name);
    const rest = first ? run.slice(1) : run;
    for (let i = 0; i + 1 < rest.length; i += 2) {
      norms.push({ name: rest[i].name, block: blockOf(rest[i].name), w: rest[i].array, b: rest[i + 1].array });
    }
  }
  return { norms, unread };
}

/** `blocks.0.attn.W_Q`, `b_Q` → `blocks.0.attn.Q`; `fc1.weight`, `fc1.bias` → `fc1`; `in_proj_weight` → `in_proj`. */
export function stemOf(name: string): string {
  return name
    .replace(/[._](weight|bias|kernel|gamma|beta|scale|w|b)$/i, "")
    .replace(/(^|\.)[wb](_|(?=\d))([^.]*)$/i, "$1$3")
    .replace(/(^|\.)[wb]$/i, "$1");
}

function isBias(name: string): boolean {
  return /(^|[._])(bias|beta|b)$/i.test(name) || /(^|\.)b(_\w+|\d*)$/.test(name);
}

/** [head, d_head] beside its weight of the same stem: one of those of more than two axes. */
function isBiasMatrix(stems: ReadonlySet<string>, name: string, { shape }: ArrayRef): boolean {
  return shape.length === 2 && isBias(name) && stems.has(stemOf(name));
}

function isMask(name: string, { shape, dtype }: ArrayRef): boolean {
  const square = shape.length >= 2 && shape.at(-1) === shape.at(-2);
  return square && (dtype === "bool" || /mask|tril|causal/i.test(name) || (shape.at(-1) as number) <= MASK_MAX);
}

/** Whether a tensor is no weight: whole numbers, masks, counters, scalars. */
export function isBuffer(name: string, array: ArrayRef): boolean {
  const { shape, dtype } = array;
  const whole = dtype === "bool" || dtype.startsWith("i") || dtype === "u8";
  return (
    whole || shape.length > 3 || shape.every((n) => n === 1) || isMask(name, array) || /num_batches_tracked$/.test(name)
  );
}
