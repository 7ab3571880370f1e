import type { WeightShape } from "../networks/graph.ts";
import { sizeOf } from "../tensors/expression.ts";

/** A weight matrix [rows, columns], or a vector of one row, in the flat array that holds all parameters of a network. */
export interface Slot {
  /** As files name it: of a network of one block without the block. */
  readonly name: string;
  readonly rows: number;
  readonly columns: number;
  /** Index of its first value. */
  readonly offset: number;
  /** The weight as the network has it. */
  readonly weight: WeightShape;
}

/** All parameters of a network, one after the other. */
export interface ParameterPlan {
  readonly slots: readonly Slot[];
  /** Values in all. */
  readonly size: number;
}

/** Lays out weights one after the other, in this order; those of attention with the heads side by side in one matrix. */
export function parameterPlan(weights: readonly WeightShape[]): ParameterPlan {
  let offset = 0;
  const slots = weights.map((weight): Slot => {
    const { shape, axes } = weight;
    const columns = axes.length === 3 && axes[2] === "d_head" ? shape[0] * shape[2] : (shape.at(-1) as number);
    const slot = {
      name: weight.name.replace(/^blocks\.0\./, ""),
      rows: sizeOf(shape) / columns,
      columns,
      offset,
      weight,
    };
    offset += slot.rows * columns;
    return slot;
  });
  return { slots, size: offset };
}

/** Whether a weight is added to what another gives: `b_in`, `blocks.1.b_Q`, `layers.1.b`, `ln1_b`. */
export function isBias(name: string): boolean {
  return /(^|\.)b_|(^|[._])b$/.test(name);
}

/** A parameter as its own part of the flat array: writing to it writes there. */
export type Parts = Readonly<Record<string, Float32Array>>;

/** The parts of a flat array, by name. */
export function partsOf({ slots }: ParameterPlan, flat: Float32Array): Parts {
  return Object.fromEntries(
    slots.map(({ name, rows, columns, offset }) => [name, flat.subarray(offset, offset + rows * columns)]),
  );
}
