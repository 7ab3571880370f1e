import {
  type Architecture,
  keyHeadOf,
  type MlpArchitecture,
  sequenceOf,
  type TransformerArchitecture,
} from "../../networks/architecture.ts";
import type { Batch, Value } from "../../networks/batch.ts";
import type { BlockDescription, Stream } from "../../networks/block.ts";
import { type Pass, slotsOf, through, type WeightOf } from "../../networks/graph.ts";
import type { Model } from "../../networks/model.ts";
import { blocksOf } from "../../networks/presets.ts";
import { float32Weights, float64Weights, type ModelWeights } from "../../networks/weights.ts";
import type { CyclicForm } from "../../tasks/_cyclic.ts";
import { constant, multiply, reshape } from "../../tensors/operations.ts";
import { blockCount } from "../of-block.ts";
import { type NeuronPart, neuronParts } from "./neuron-parts.ts";
import { headWeights, neuronWeights, type Replaced } from "./part-weights.ts";

/** The arithmetic of a pass. */
export type FloatDtype = "float32" | "float64";

/** What a part adds to the stream at each position; undefined where it adds nothing, or nobody reads it. */
export type Written = readonly (Value | undefined)[];

/** A part of a network that reads what parts before it have written, and writes. */
export interface Part {
  readonly kind: "input" | "head" | "neurons" | "logits";
  /** a, b; head 0, …; k = … of a cluster, other frequencies, unclustered; logits. */
  readonly name: string;
  /** From 0: the transformer's block, or the layer of an MLP's neurons; null of inputs and logits. */
  readonly block: number | null;
  /** The key frequency of a cluster; else null. */
  readonly frequency: number | null;
  /** How many neurons it has; null where it is of none. */
  readonly neurons: number | null;
  /** Parts read those of earlier stages; an MLP's, which has no residual stream, of the one before alone. */
  readonly stage: number;
  /** The positions that it reads, from 0. */
  readonly reads: readonly number[];
  /** Those that it writes to; none of the logits, which no part reads. */
  readonly writes: readonly number[];
  /** What it writes where it reads this; the logits at the one position there is then. Nothing of a part without neurons. */
  readonly write: (read: Stream) => Written;
}

/** Whether a part has no neurons: its edges carry nothing. */
export function isEmpty({ neurons }: Part): boolean {
  return neurons === 0;
}

/** A network for some samples, as parts that write to a stream and what is written whatever the sample. */
export interface Parts {
  readonly batch: Batch;
  /** By stage. */
  readonly parts: readonly Part[];
  /** What is added at each stage besides: tokens that are no input, biases. Never cut. */
  readonly fixed: readonly { readonly stage: number; readonly written: Written }[];
  /** Whether a part reads all stages before it. */
  readonly residual: boolean;
  /** The weights' values. */
  readonly feeds: ModelWeights["feeds"];
}

/** Why a network is no sum of what its parts write; true where it is. */
export function hasParts(architecture: Architecture): true | string {
  if (architecture.kind === "blocks") return "which parts a list of other blocks has is not known";
  if (architecture.kind === "transformer" && !["none", "pre"].includes(architecture.normalisation))
    return `its norms (${architecture.normalisation}) stand on the stream itself, which is then no sum of what heads and neurons write`;
  return true;
}

/** The parts of a transformer or an MLP that `hasParts`, whose neurons are sorted by these keys, in the arithmetic of `dtype`. */
export function partsOf(
  model: Model,
  form: CyclicForm,
  keys: readonly number[],
  batch: Batch,
  dtype: FloatDtype,
): Parts {
  const { of, feeds } = (dtype === "float64" ? float64Weights : float32Weights)(model);
  const slots = slotsOf(model.architecture, batch);
  const pass = (weightOf: WeightOf): Pass => ({ weightOf, batch, slots });
  const run = (blocks: readonly BlockDescription[], read: Stream, replaced: Replaced = {}) =>
    through(
      blocks,
      read,
      pass((name) => {
        if (!Object.hasOwn(replaced, name)) return of(name);
        const own = replaced[name];
        return own && constant(dtype === "float64" ? Float64Array.from(own.data) : own.data, own.shape);
      }),
    );
  const { architecture } = model;
  const groups = Array.from({ length: blockCount(architecture) }, (_, block) => neuronParts(model, form, block, keys));
  const blocks = blocksOf(architecture, (name) => of(name) !== undefined);
  switch (architecture.kind) {
    case "transformer":
      return { batch, feeds, residual: true, ...transformerParts(model, architecture, blocks, groups, run, of) };
    case "mlp":
      return { batch, feeds, residual: false, ...mlpParts(architecture, blocks, groups, run, dtype) };
    case "blocks":
      throw new Error("a list of blocks has no parts that are known");
  }
}

type Run = (blocks: readonly BlockDescription[], read: Stream, replaced?: Replaced) => Stream;
type OfNetwork = Pick<Parts, "parts" | "fixed">;

/** What stands before the blocks, each input at its own position; what is no input is written whatever the sample. */
function inputParts({ architecture }: Model, entered: Stream): OfNetwork {
  const sequence = sequenceOf(architecture);
  const at = (wanted: (slot: string | number) => boolean) => [...sequence.keys()].filter((j) => wanted(sequence[j]));
  const parts = (["a", "b"] as const).map(
    (name): Part =>
      inputPart(
        name,
        entered,
        at((slot) => slot === name),
      ),
  );
  const signs = at((slot) => typeof slot === "number");
  return { parts, fixed: [{ stage: 0, written: onlyAt(signs, entered) }] };
}

function inputPart(name: string, entered: Stream, writes: readonly number[]): Part {
  return { ...NO_PART, kind: "input", name, stage: 0, reads: [], writes, write: () => onlyAt(writes, entered) };
}

function onlyAt(positions: readonly number[], stream: Stream): Written {
  return stream.map((value, j) => (positions.includes(j) ? value : undefined));
}

const NO_PART = { block: null, frequency: null, neurons: null } as const;

function transformerParts(
  model: Model,
  architecture: TransformerArchitecture,
  blocks: readonly BlockDescription[],
  groups: readonly (readonly NeuronPart[])[],
  run: Run,
  weightOf: WeightOf,
): OfNetwork {
  const first = blocks.findIndex(({ block }) => block === "residual");
  const end = blocks.findLastIndex(({ block }) => block === "residual") + 1;
  const entered = inputParts(model, run(blocks.slice(0, first), []));
  const positions = Array.from(sequenceOf(architecture).keys());
  const last = positions.length - 1;
  const parts: Part[] = [...entered.parts];
  const fixed = [...entered.fixed];
  let stage = 0;
  for (const residual of blocks.slice(first, end)) {
    stage++;
    for (const { before, leaf } of halves(residual)) {
      const block = Number(/^blocks\.(\d+)\./.exec(leaf.weights)?.[1]);
      // After the last attention nobody reads but the last position.
      const written = block === architecture.blocks - 1 ? [last] : positions;
      const common = { block, stage, writes: written };
      if (leaf.block === "attention") {
        const one = { ...leaf, settings: { ...leaf.settings, heads: 1, key_heads: 0 } };
        for (let head = 0; head < architecture.heads; head++) {
          const own = headWeights(model, leaf.weights, head, keyHeadOf(architecture, head));
          parts.push({
            ...NO_PART,
            ...common,
            kind: "head",
            name: `head ${head}`,
            reads: positions,
            write: (read) => onlyAt(written, run([...before, one], read, own)),
          });
        }
      } else {
        for (const { frequency, what, neurons } of groups[block]) {
          const own = neuronWeights(model, leaf.weights, neurons);
          parts.push({
            ...common,
            kind: "neurons",
            name: frequency === null ? what : `k = ${frequency}`,
            frequency,
            neurons: neurons.length,
            reads: written,
            write: (read) => (neurons.length === 0 ? [] : onlyAt(written, run([...before, leaf], read, own))),
          });
        }
      }
      const bias = weightOf(`${leaf.weights}${leaf.block === "attention" ? "b_O" : "b_out"}`);
      const value = bias && ({ of: "nothing", x: reshape(bias, [1, bias.shape[0]]) } as const);
      fixed.push({ stage, written: positions.map(() => value) });
    }
  }
  const tail = blocks.slice(end);
  parts.push({
    ...NO_PART,
    kind: "logits",
    name: "logits",
    stage: stage + 1,
    reads: [last],
    writes: [],
    write: (read) => run(tail, [read[last]]),
  });
  return { parts, fixed };
}

/** Attention and MLP of a residual block, each with the norm before it; both of a parallel one read the same stream. */
function halves({ settings }: BlockDescription) {
  const lists = settings as Readonly<Record<"inner" | "norm", readonly BlockDescription[]>>;
  const [inner] = lists.inner;
  const branches =
    inner.block === "parallel"
      ? (Object.values(inner.settings) as (readonly BlockDescription[])[])
      : [[...(settings.normed === "before" ? lists.norm : []), ...lists.inner]];
  return branches.map((list) => ({ before: list.slice(0, -1), leaf: list[list.length - 1] }));
}

/** What a layer's neurons write is themselves, with 0 in the places of the others. */
function mlpParts(
  architecture: MlpArchitecture,
  blocks: readonly BlockDescription[],
  groups: readonly (readonly NeuronPart[])[],
  run: Run,
  dtype: FloatDtype,
): OfNetwork {
  const [embedding, ...rest] = blocks;
  const layers = rest.slice(0, -1);
  const entered = run([embedding], []);
  const inputs = (["a", "b"] as const).map((name, i): Part => inputPart(name, entered, [i]));
  const neurons = layers.flatMap((layer, block) =>
    groups[block].map(
      ({ frequency, what, neurons }): Part => ({
        kind: "neurons",
        name: frequency === null ? what : `k = ${frequency}`,
        block,
        frequency,
        neurons: neurons.length,
        stage: block + 1,
        reads: block === 0 ? [0, 1] : [0],
        writes: [0],
        write: (read) => {
          if (neurons.length === 0) return [];
          const [{ of, x }] = run([layer], read);
          const mask = new Float64Array(x.shape[1]);
          for (const i of neurons) mask[i] = 1;
          const own = constant(dtype === "float64" ? mask : Float32Array.from(mask), [1, mask.length]);
          return [{ of, x: multiply(x, own) }];
        },
      }),
    ),
  );
  const logits: Part = {
    ...NO_PART,
    kind: "logits",
    name: "logits",
    stage: architecture.hiddenLayers + 1,
    reads: [0],
    writes: [],
    write: (read) => run(rest.slice(-1), read),
  };
  return { parts: [...inputs, ...neurons, logits], fixed: [] };
}
