import { checkArguments } from "../arguments.ts";
import { RunError } from "../errors.ts";
import { readArray } from "../formats/_arrays.ts";
import { isStack, type WeightView } from "../layouts/_layout.ts";
import { type Architecture, AXES, type Model, type Parameters, type WeightName } from "../networks/model.ts";
import { type Tensor, tensor } from "../numerics/tensor.ts";
import type { Checkpoint, Run } from "./run.ts";

/** The network at one checkpoint. A weight is read from its file when first asked for. */
export function modelAt(run: Run, checkpoint: Checkpoint): Model {
  checkArguments("modelAt", { run, checkpoint });
  if (!run.network) throw new RunError(run.path, "holds no weights, only curves");
  return storedModel(run.network.architecture, checkpoint.weights);
}

/** A network whose weights are read from their files when first asked for. */
export function storedModel(architecture: Architecture, weights: Checkpoint["weights"]): Model {
  const known = kept.get(weights);
  return known?.architecture === architecture ? known : { architecture, parameters: storedParameters(weights) };
}

// Opening a run sends the last checkpoint forward; an analysis that begins with it need not do so again. Only one is kept:
// the activations of two, of many pairs, would not fit into memory.
let kept = new WeakMap<Checkpoint["weights"], Model>();

/** Keeps a network, and no other, with what was computed of it, for as long as these weights are referred to. */
export function keptModel(weights: Checkpoint["weights"], model: Model): void {
  kept = new WeakMap([[weights, model]]);
}

/** Lets go of the network that is kept, unless it has these weights, of which more will be computed now. */
export function releaseOthers(weights: Checkpoint["weights"]): void {
  if (!kept.has(weights)) kept = new WeakMap();
}

function storedParameters(weights: Checkpoint["weights"]): Parameters {
  const read = new Map<string, Tensor>();
  return {
    names: Object.keys(weights),
    get: (name) => {
      const view = weights[name];
      if (view === undefined) return undefined;
      const found = read.get(name) ?? readWeight(name, view);
      read.set(name, found);
      return found;
    },
  };
}

function readWeight(name: string, view: WeightView): Tensor {
  const parts = isStack(view) ? view : [view];
  const data = parts.length === 1 ? readArray(parts[0]) : joined(parts.map(readArray));
  const shape = isStack(view) ? [view.length, ...view[0].shape] : view.shape;
  return tensor(axesOf(name, shape.length), shape, data);
}

function joined(parts: readonly (Float32Array | Float64Array)[]): Float32Array {
  const all = new Float32Array(parts.reduce((total, part) => total + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

function axesOf(name: string, rank: number): readonly string[] {
  const own = name.slice(name.lastIndexOf(".") + 1);
  const known: readonly string[] | undefined = AXES[own as WeightName];
  return known?.length === rank ? known : Array.from({ length: rank }, (_, i) => (i === rank - 1 ? "out" : "in"));
}
