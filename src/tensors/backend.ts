import type { Expression, OperationName, Values } from "./expression.ts";

/** Expressions wanted together, with all that they are made of. */
export interface Graph {
  readonly outputs: readonly Expression[];
  /** Every expression, each after its inputs and once. */
  readonly order: readonly Expression[];
  /** The parameters and constants among them, whose values are handed in. */
  readonly leaves: readonly Expression[];
}

/**
 * Computes a graph: from the values of its leaves, in their order, those of its outputs; written to `into` where there is an
 * array for one.
 */
export type Computation = (leaves: readonly Values[], into: readonly (Values | undefined)[]) => readonly Values[];

/** What runs the operations: a native engine, WebAssembly, or plain loops. */
export interface Backend {
  /** As every result names it. */
  readonly name: string;
  /** Whether it has an operation in the node's dtype; a graph that has another is computed by plain loops. */
  readonly has: (node: Expression) => boolean;
  /**
   * Readies a graph; done once for all graphs that differ in the values of parameters and constants alone. One that is asked
   * for `once` is better ready soon than fast.
   */
  readonly prepare: (graph: Graph, once?: boolean) => Computation;
  /** Gives back what a prepared graph holds. */
  readonly release?: (computation: Computation) => void;
}

/** One way to compute each operation. */
export type Kernels<K> = Readonly<Record<OperationName, K>>;
