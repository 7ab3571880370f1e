import { type FormatError, LayoutError, UsageError } from "../errors.ts";
import { parsedJsonText } from "../formats/_json.ts";
import type { Expression } from "../tensors/expression.ts";
import { type Architecture, firstToken, sequenceOf } from "./architecture.ts";
import type { Batch, Value } from "./batch.ts";
import {
  type Block,
  type BlockDescription,
  type Component,
  chosen,
  type Scope,
  type Setting,
  type Slot,
  type Stream,
  settled,
} from "./block.ts";
import * as units from "./blocks/index.ts";
import { blocksOf } from "./presets.ts";

const BLOCKS = Object.fromEntries(Object.values<Block>(units).map((block) => [block.name, block]));

/** The block of a description. Throws a UsageError that lists all where there is none of that name. */
function blockOf({ block }: BlockDescription): Block {
  return chosen("block", block, BLOCKS);
}

/** A description with every setting, those of the blocks inside it too, in the order of the defaults. Throws as `settled`. */
export function described(description: BlockDescription): BlockDescription {
  const block = blockOf(description);
  const { weights, hooks } = description;
  const all = settled(block, description);
  const settings = Object.entries(all).map(([name, setting]): [string, Setting] => [
    name,
    Array.isArray(setting) ? setting.map(described) : setting,
  ]);
  return { block: block.name, weights, hooks, settings: Object.fromEntries(settings) };
}

/**
 * The list of blocks that plain data is, every setting given: `weights` and `hooks` are nothing unless given. Throws a UsageError
 * that names what is no block, or no setting of one.
 */
export function blockList(where: string, value: unknown): readonly BlockDescription[] {
  if (!Array.isArray(value)) throw new UsageError(where, "is no list of blocks", 'write [{"block": "embedding"}, …]');
  return value.map((one: unknown, i) => {
    const { block, weights = "", hooks = weights, settings = {} } = Object(one) as Partial<BlockDescription>;
    if (typeof block !== "string" || typeof weights !== "string" || typeof hooks !== "string" || !isPlain(settings))
      throw new UsageError(
        where,
        `${i} is ${JSON.stringify(one)}`,
        'a block is {"block": name, "weights", "hooks", "settings"}',
      );
    const inner = Object.entries(settings).map(([name, setting]) => [
      name,
      Array.isArray(setting) ? blockList(`${where}[${i}].${name}`, setting) : setting,
    ]);
    return described({ block, weights, hooks, settings: Object.fromEntries(inner) });
  });
}

/** The list of blocks that a JSON text is. Throws a UsageError as `blockList`, and where the text is no JSON. */
export function blockListIn(where: string, json: string): readonly BlockDescription[] {
  let value: unknown;
  try {
    value = parsedJsonText(json, where);
  } catch (cause) {
    throw new UsageError(where, (cause as FormatError).problem, 'write [{"block": "embedding"}, …]', { cause });
  }
  return blockList(where, value);
}

/** What helps where a weight is missing. */
const WHOLE = "save the whole state dict, or name the parts of it that there are with --map";

function isPlain(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A weight of a network, and its shape. */
export interface WeightShape {
  readonly name: string;
  readonly axes: readonly string[];
  readonly shape: readonly number[];
}

/**
 * The weights of a list of blocks, in the order in which their initial values are drawn. `sizes` says how long each axis is:
 * token, d_model, position, head, d_head, neuron, logit, and what else the blocks name. Throws a UsageError for one that is
 * not given.
 */
export function weightShapes(
  blocks: readonly BlockDescription[],
  sizes: Readonly<Record<string, number>>,
): readonly WeightShape[] {
  let width = sizes.d_model;
  return blocks.flatMap((description) => {
    const block = blockOf(description);
    const settings = settled(block, description);
    const inside = Object.values(settings).filter((setting) => Array.isArray(setting)) as BlockDescription[][];
    const within: Readonly<Record<string, number>> = { ...sizes, d_model: width, ...block.sizes?.(settings) };
    const own = Object.entries(block.parameters(settings)).map(([name, axes]) => {
      const shape = axes.map((axis) => within[axis] ?? missing(axis, description, sizes));
      return { name: `${description.weights}${name}`, axes, shape };
    });
    if (block.width) width = sizes[block.width] ?? missing(block.width, description, sizes);
    return [...own, ...inside.flatMap((blocks) => weightShapes(blocks, within))];
  });
}

function missing(axis: string, { block }: BlockDescription, sizes: Readonly<Record<string, number>>): never {
  throw new UsageError(
    `block ${block}`,
    `needs to know how long ${axis} is`,
    `sizes are ${Object.keys(sizes).join(", ")}`,
  );
}

/** A named activation of every position. */
export interface Activation {
  readonly name: string;
  /** [row, …axes] at each position. */
  readonly values: readonly Value[];
  readonly axes: readonly string[];
}

/** What may change an activation on the way: returns what takes its place. */
export type Intercept = (activation: Activation, batch: Batch) => readonly Value[];

/** A network's values for a batch, none of which is computed yet. */
export interface NetworkGraph {
  /** [row, token] */
  readonly logits: Value;
  /** Every activation that has a name, in the order in which they follow from one another. */
  readonly activations: ReadonlyMap<string, Activation>;
  /**
   * Which part of the network each weight is of, that which reads it first: a tied W_E is the embedding's. Undefined of none, e.g.
   * a norm's.
   */
  readonly components: ReadonlyMap<string, Component | undefined>;
}

/** The weight of this name, or undefined where the network has none. */
export type WeightOf = (name: string) => Expression | undefined;

/** What blocks are computed with: the samples, what stands at each position, the weights, and what may change activations. */
export interface Pass {
  readonly weightOf: WeightOf;
  readonly batch: Batch;
  readonly slots: readonly Slot[];
  readonly intercept?: Intercept;
  /** Is told each weight that a block reads, and the component that the block is of. */
  readonly reads?: (weight: string, component: Component | undefined) => void;
}

/** The network for some samples, whose tokens stand at the positions that `slots` says. */
export function networkGraph(
  architecture: Architecture,
  weightOf: WeightOf,
  batch: Batch,
  slots: readonly Slot[] = slotsOf(architecture, batch),
  intercept: Intercept = ({ values }) => values,
): NetworkGraph {
  const activations = new Map<string, Activation>();
  const watching: Intercept = (activation, batch) => {
    const replaced = intercept(activation, batch);
    activations.set(activation.name, { ...activation, values: replaced });
    return replaced;
  };
  const components = new Map<string, Component | undefined>();
  const reads: Pass["reads"] = (name, component) => {
    if (!components.has(name)) components.set(name, component);
  };
  const blocks = blocksOf(architecture, (name) => weightOf(name) !== undefined);
  const [logits] = through(blocks, [], { weightOf, batch, slots, intercept: watching, reads });
  return { logits, activations, components };
}

/** What some blocks, one after another, make of a stream: a part of a network by itself. */
export function through(blocks: readonly BlockDescription[], stream: Stream, pass: Pass): Stream {
  return blocks.reduce((x, description) => {
    const block = blockOf(description);
    return block.forward(settled(block, description), x, scopeOf(description, block, pass));
  }, stream);
}

function scopeOf({ weights, hooks }: BlockDescription, { component }: Block, pass: Pass): Scope {
  const { weightOf, batch, slots, intercept = ({ values }) => values } = pass;
  const optional = (name: string) => {
    const found = weightOf(`${weights}${name}`);
    if (found) pass.reads?.(`${weights}${name}`, component);
    return found;
  };
  return {
    batch,
    slots,
    optional,
    weight: (name) => {
      const found = optional(name);
      if (!found) throw new LayoutError("the network", `has no weight ${weights}${name}`, WHOLE);
      return found;
    },
    hook: (name, values, ...axes) => intercept({ name: `${hooks}${name}`, values, axes }, batch),
    through: (blocks, stream) => through(blocks, stream, pass),
  };
}

/** What stands at each position where a batch's inputs are a and b. */
export function slotsOf(architecture: Architecture, { inputs }: Batch): readonly Slot[] {
  const first = firstToken(architecture);
  return sequenceOf(architecture).map((slot): Slot => {
    if (typeof slot === "number") return { of: "nothing", tokens: Int32Array.of(slot) };
    const of = slot === "a" ? 0 : 1;
    return { of, tokens: inputs[of].map((input) => first + input) };
  });
}
