import { readFile } from "#formats/_read.js";
import type { ArrayRef } from "#formats/_values.js";
import { contents } from "#layouts/_contents.js";
import type { StateDict } from "#layouts/_layout.js";

/** The tensors of the last snapshot of a fixture's file. */
export function stateOf(file: string): StateDict {
  const state = contents(readFile(`fixtures/layouts/${file}`).value).snapshots.at(-1)?.state;
  if (!state) throw new Error(`${file} has no state dict`);
  return state;
}

/** The same tensors under other names: t0, t1, … unless `name` says otherwise. */
export function renamed(state: StateDict, name = (_: string, i: number) => `t${i}`): StateDict {
  return new Map([...state].map(([old, array], i) => [name(old, i), array]));
}

/** Float32 values in memory as a file would hold them. */
export function array(shape: readonly number[], values = (i: number) => Math.sin(i)): ArrayRef {
  const size = shape.reduce((product, n) => product * n, 1);
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((product, n) => product * n, 1));
  const data = Float32Array.from({ length: size }, (_, i) => values(i));
  const storage = new Uint8Array(data.buffer);
  return { type: "array", dtype: "f32", shape, strides, start: 0, littleEndian: true, storage };
}

/** A state dict of these shapes. */
export function stateOfShapes(shapes: Readonly<Record<string, readonly number[]>>): StateDict {
  return new Map(
    Object.entries(shapes).map(([name, shape], at) => [name, array(shape, (i) => Math.sin(i + 100 * at) / 4)]),
  );
}
