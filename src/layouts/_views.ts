import type { ArrayRef } from "../formats/_values.ts";
import { split, transposed } from "../formats/_views.ts";
import type { StateDict } from "./_layout.ts";

/** The same matrix with rows and columns exchanged; nothing is copied. */
export function flipped(matrix: ArrayRef): ArrayRef {
  return transposed(matrix, [1, 0]);
}

/** [d_model, head·d_head] as [head, d_head, d_model]. */
export function headsOfColumns(W_O: ArrayRef, heads: number): ArrayRef {
  return transposed(split(W_O, 1, [heads, W_O.shape[1] / heads]), [1, 2, 0]);
}

/** [head·d_head, d_model] (an `nn.Linear`'s weight) as [head, d_model, d_head]. */
export function headsOfRows(W: ArrayRef, heads: number): ArrayRef {
  return transposed(split(W, 0, [heads, W.shape[0] / heads]), [0, 2, 1]);
}

/** Whether the tensor of this name has as many axes as `shape`, and the sizes that it states (undefined: any). */
export function hasShape(state: StateDict, name: string, ...shape: readonly (number | undefined)[]): boolean {
  const found = state.get(name);
  return (
    found !== undefined &&
    found.shape.length === shape.length &&
    shape.every((size, axis) => size === undefined || size === found.shape[axis])
  );
}

/** The entries of `wanted` that the state dict has, under their canonical names. */
export function present(
  state: StateDict,
  wanted: Readonly<Record<string, string>>,
  view: (found: ArrayRef) => ArrayRef = (found) => found,
): Record<string, ArrayRef> {
  const entries = Object.entries(wanted).flatMap(([canonical, name]) => {
    const found = state.get(name);
    return found ? [[canonical, view(found)] as const] : [];
  });
  return Object.fromEntries(entries);
}
