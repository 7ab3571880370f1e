import { RunError } from "../../errors.ts";
import { modelAt } from "../../runs/model-at.ts";
import type { Run } from "../../runs/run.ts";
import { valuesOf } from "../../tensors/evaluate.ts";
import { constant, matmul } from "../../tensors/operations.ts";

/** Float64 values that are held at once: 64 MB, whatever the network's size and the number of checkpoints. */
const HELD = 2 ** 23;

/**
 * The inner products ⟨w_i, w_j⟩ of all weights of every two checkpoints [checkpoint, checkpoint], float64, rows in the order
 * of the run. Weight by weight, and a large one in slices, so that `HELD` values of all checkpoints together are in memory; a
 * weight is read once for each of its slices. Not finite in the rows of a checkpoint whose weights are not. Throws a RunError
 * where a checkpoint lacks a weight that the last one has.
 */
export function checkpointGram(run: Run, held: number = HELD): Float64Array {
  const { checkpoints } = run;
  const n = checkpoints.length;
  const gram = new Float64Array(n * n);
  const last = checkpoints.at(-1);
  const width = Math.max(1, Math.floor(held / Math.max(1, n)));
  for (const name of last ? modelAt(run, last).parameters.names : []) {
    // Each time another model: one keeps what it has read.
    const weightAt = (i: number) => {
      const weight = modelAt(run, checkpoints[i]).parameters.get(name);
      if (!weight) throw new RunError(run.path, `${checkpoints[i].file} has no weight ${name}, which the last one has`);
      return weight.data;
    };
    const size = weightAt(n - 1).length;
    for (let from = 0; from < size; from += width) {
      const count = Math.min(width, size - from);
      const slice = new Float64Array(n * count);
      for (let i = 0; i < n; i++) slice.set(weightAt(i).subarray(from, from + count), i * count);
      const x = constant(slice, [n, count]);
      const products = valuesOf(matmul(x, x, { right: true }));
      for (let i = 0; i < gram.length; i++) gram[i] += products[i];
    }
  }
  return gram;
}
