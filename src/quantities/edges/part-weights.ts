import type { Model } from "../../networks/model.ts";

/** Weights in place of a network's own, by their full names; undefined for one that the part has not. */
export type Replaced = Readonly<Record<string, Part | undefined>>;

interface Part {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/**
 * The weights of one head of an attention block, as a block of one head; without b_O, which is no head's. `keyHead` is the one
 * that its keys and values are of.
 */
export function headWeights(model: Model, at: string, head: number, keyHead: number): Replaced {
  const one = (name: string, index: number) => [`${at}${name}`, row(model, `${at}${name}`, index)] as const;
  return {
    ...Object.fromEntries([one("W_Q", head), one("b_Q", head), one("W_O", head)]),
    ...Object.fromEntries(["W_K", "W_V", "b_K", "b_V"].map((name) => one(name, keyHead))),
    [`${at}b_O`]: undefined,
  };
}

/** The weights of some neurons of an MLP block, as a block of these alone; without b_out, which is no neuron's. */
export function neuronWeights(model: Model, at: string, neurons: readonly number[]): Replaced {
  return {
    ...Object.fromEntries(
      ["W_in", "W_gate", "b_in", "b_gate"].map((name) => [`${at}${name}`, columns(model, `${at}${name}`, neurons)]),
    ),
    [`${at}W_out`]: rows(model, `${at}W_out`, neurons),
    [`${at}b_out`]: undefined,
  };
}

/** The entry of the first axis, which stays with length 1. */
function row(model: Model, name: string, index: number): Part | undefined {
  const found = model.parameters.get(name);
  if (!found) return undefined;
  const size = found.data.length / found.shape[0];
  return {
    shape: [1, ...found.shape.slice(1)],
    data: Float32Array.from(found.data.subarray(index * size, (index + 1) * size)),
  };
}

/** These places of the first axis. */
function rows(model: Model, name: string, indices: readonly number[]): Part | undefined {
  const found = model.parameters.get(name);
  if (!found) return undefined;
  const width = found.data.length / found.shape[0];
  const data = new Float32Array(indices.length * width);
  for (const [i, index] of indices.entries())
    data.set(found.data.subarray(index * width, (index + 1) * width), i * width);
  return { shape: [indices.length, ...found.shape.slice(1)], data };
}

/** These places of the last axis. */
function columns(model: Model, name: string, indices: readonly number[]): Part | undefined {
  const found = model.parameters.get(name);
  if (!found) return undefined;
  const width = found.shape[found.shape.length - 1];
  const lines = found.data.length / width;
  const data = new Float32Array(lines * indices.length);
  for (let r = 0; r < lines; r++)
    for (const [i, index] of indices.entries()) data[r * indices.length + i] = found.data[r * width + index];
  return { shape: [...found.shape.slice(0, -1), indices.length], data };
}
