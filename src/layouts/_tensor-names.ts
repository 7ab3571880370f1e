import { LayoutError } from "../errors.ts";
import type { StateDict } from "./_layout.ts";

/** Which tensors a codebase gives a network, by the names in its files. */
export interface TensorNames {
  /** Those that every network has. */
  readonly always: readonly string[];
  /** Groups of which a network has all or none: its biases, its norms. */
  readonly together: readonly (readonly string[])[];
  /** Buffers that may stand beside them: masks, tables. */
  readonly others?: RegExp;
}

/** The tensors that a state dict lacks of a codebase's, in order. */
function lacking(state: StateDict, { always, together }: TensorNames): readonly string[] {
  const begun = together.filter((group) => group.some((name) => state.has(name)));
  return [always, ...begun].flat().filter((name) => !state.has(name));
}

/** Whether the state dict has nothing but this codebase's tensors. */
function isOf(state: StateDict, { always, together, others }: TensorNames): boolean {
  const known = new Set([always, ...together].flat());
  return [...state.keys()].every((name) => known.has(name) || others?.test(name));
}

/** Throws a LayoutError that names them where tensors are missing from a state dict which a layout reads. */
export function refuseIncomplete(where: string, state: StateDict, names: TensorNames | undefined): void {
  const missing = names ? lacking(state, names) : [];
  if (missing.length > 0) throw incomplete(where, missing);
}

/**
 * Throws a LayoutError if the state dict is a codebase's but for one tensor: no layout, or another one, would read it, and
 * nobody would see why. Two and more missing are another network, such as one without an MLP.
 */
export function refuseNearly(where: string, state: StateDict, codebases: readonly TensorNames[]): void {
  const near = codebases
    .map((names) => ({ names, missing: lacking(state, names) }))
    .filter(({ names }) => isOf(state, names));
  if (near.some(({ missing }) => missing.length === 0)) return;
  const found = near.find(({ missing }) => missing.length === 1);
  if (found) throw incomplete(where, found.missing);
}

function incomplete(where: string, missing: readonly string[]): LayoutError {
  const problem = `lacks the tensor${missing.length > 1 ? "s" : ""} ${missing.join(", ")}, which the others belong to`;
  return new LayoutError(where, problem, "save the whole state dict, or say --layout structural");
}

/** How many blocks tensors of these names are of: `blocks.1.…` is of the second. Each has a tensor: larger numbers are none. */
export function blocksNamed(state: StateDict, pattern: RegExp): number {
  const numbers = [...state.keys()].map((name) => Number(pattern.exec(name)?.[1] ?? -1));
  return Math.max(-1, ...numbers.filter((number) => number < state.size)) + 1;
}
