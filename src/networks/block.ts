import { UsageError } from "../errors.ts";
import type { Expression } from "../tensors/expression.ts";
import { add, matmul } from "../tensors/operations.ts";
import type { Batch, Dependence, Value } from "./batch.ts";

/** What flows from block to block: a value for each position, [row, d_model]. */
export type Stream = readonly Value[];

/** The tokens that stand at a position, one for each thing that they depend on. */
export interface Slot {
  readonly of: Dependence;
  readonly tokens: Int32Array;
}

/** What a block may ask of the network that it is part of. */
export interface Scope {
  readonly batch: Batch;
  readonly slots: readonly Slot[];
  /** A weight of the block. Throws where the network has none of that name. */
  readonly weight: (name: string) => Expression;
  /** As `weight`, for one that the network may lack, e.g. a bias. */
  readonly optional: (name: string) => Expression | undefined;
  /**
   * Gives an activation its name, [row, …] for each position; what is returned takes its place, as a hook may have changed
   * it. `axes` are those after the row.
   */
  readonly hook: (name: string, values: readonly Value[], ...axes: readonly string[]) => readonly Value[];
  /** What other blocks, one after another, make of a stream. */
  readonly through: (blocks: readonly BlockDescription[], stream: Stream) => Stream;
}

/** What a block is told: a number, a word, whether; or other blocks, which it has inside. */
export type Setting = number | string | boolean | readonly BlockDescription[];
export type Settings = Readonly<Record<string, Setting>>;

/** A block of a network, as plain data. */
export interface BlockDescription {
  /** The name of its file. */
  readonly block: string;
  /** What its weights' names begin with, e.g. `blocks.0.`. */
  readonly weights: string;
  /** What its activations' names begin with, e.g. `blocks.0.attn.`. */
  readonly hooks: string;
  readonly settings: Settings;
}

/** The parts of a network that its blocks are of. */
export const COMPONENTS = ["embedding", "attention", "mlp", "unembedding"] as const;
export type Component = (typeof COMPONENTS)[number];

/** One kind of block: one file of `blocks/`. */
export interface Block<S = any> {
  /** Kebab-case; the file's name. */
  readonly name: string;
  /** What it computes, with the names of its weights and activations. */
  readonly formula: string;
  /** Which part of a network its weights are; none of them, e.g. a norm's, unless given. */
  readonly component?: Component;
  /** Every setting, with the value that it has where none is given. */
  readonly defaults: S;
  /** Its weights, by name, in the order in which their initial values are drawn, with their axes. */
  readonly parameters: (settings: S) => Readonly<Record<string, readonly string[]>>;
  /** How long axes are that its settings decide. */
  readonly sizes?: (settings: S) => Readonly<Record<string, number>>;
  /** The axis that is the stream's width after it, where it is another than before. */
  readonly width?: string;
  readonly forward: (settings: S, stream: Stream, scope: Scope) => Stream;
  /** Its description, with these settings in place of the defaults. */
  readonly at: (weights: string, hooks: string, settings?: Partial<S>) => BlockDescription;
}

/** The settings whose defaults these are: a default of true is a setting that is true or false. */
type Widened<S> = {
  readonly [K in keyof S]: S[K] extends boolean
    ? boolean
    : S[K] extends number
      ? number
      : S[K] extends string
        ? string
        : S[K];
};

/** Types a block's literal: what `parameters` and `forward` are told follows from `defaults`. */
export function defineBlock<D extends Settings>(
  block: Omit<Block<Widened<D>>, "at" | "defaults"> & { readonly defaults: D },
): Block<Widened<D>> {
  return {
    ...block,
    defaults: block.defaults as unknown as Widened<D>,
    at: (weights, hooks, settings = {}) => ({
      block: block.name,
      weights,
      hooks,
      settings: { ...block.defaults, ...settings },
    }),
  };
}

/** What a setting is: of what is given as plain data, null and objects are no list. */
function kindOf(value: unknown): string {
  if (Array.isArray(value)) return "list";
  return value === null ? "null" : typeof value;
}

/** The settings of a description, with the defaults of what it leaves out. Throws a UsageError for one that there is not. */
export function settled(block: Block, { settings }: BlockDescription): Settings {
  for (const [name, value] of Object.entries(settings)) {
    if (!Object.hasOwn(block.defaults, name) || kindOf(block.defaults[name]) !== kindOf(value)) {
      const known = Object.keys(block.defaults).join(", ") || "none";
      throw new UsageError(
        `block ${block.name}`,
        `has no setting ${name} = ${String(value)}`,
        `its settings are ${known}`,
      );
    }
  }
  return { ...block.defaults, ...settings };
}

/** x W + b, row by row. */
export function affine({ of, x }: Value, W: Expression, b?: Expression): Value {
  const product = matmul(x, W);
  return { of, x: b ? add(product, b) : product };
}

/** The value of a choice. Throws a UsageError that lists the choices where it is none of them. */
export function chosen<T>(what: string, name: string, choices: Readonly<Record<string, T>>): T {
  if (Object.hasOwn(choices, name)) return choices[name];
  throw new UsageError(what, `"${name}" is not known`, `choose ${Object.keys(choices).join(", ")}`);
}
