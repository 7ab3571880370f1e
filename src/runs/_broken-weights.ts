import type { Reading } from "../layouts/_layout.ts";
import type { Architecture, Model } from "../networks/model.ts";
import { storedModel } from "./model-at.ts";
import type { Checkpoint } from "./run.ts";

/** How many numbers a network has, and of each weight with some that are NaN or infinite how many of how many. */
interface Broken {
  readonly total: number;
  readonly of: readonly { readonly name: string; readonly broken: number; readonly total: number }[];
}

function brokenOf(architecture: Architecture, weights: Checkpoint["weights"]): Broken {
  const { parameters } = storedModel(architecture, weights);
  const counts = parameters.names.map((name) => {
    const data = parameters.get(name)?.data ?? [];
    let broken = 0;
    for (let i = 0; i < data.length; i++) if (!Number.isFinite(data[i])) broken++;
    return { name, broken, total: data.length };
  });
  return { total: counts.reduce((sum, { total }) => sum + total, 0), of: counts.filter(({ broken }) => broken > 0) };
}

/** How many weights of the last checkpoint are NaN or infinite, and of which tensors; undefined where none is. */
export function brokenWeights({ architecture, weights }: Reading): string | undefined {
  const { total, of } = brokenOf(architecture, weights);
  if (of.length === 0) return undefined;
  const broken = of.reduce((sum, one) => sum + one.broken, 0);
  const names = of.length === 1 ? of[0].name : of.map((one) => `${one.name} (${one.broken})`).join(", ");
  return `${broken} of ${total} weights of the last checkpoint ${broken === 1 ? "is" : "are"} not finite: ${names}`;
}

/** So many checkpoints are named. */
const NAMED = 4;

/**
 * Which checkpoints before the last have weights that are NaN or infinite: of one that a nonlinearity swallows no loss and no
 * measure shows it. Reads every weight, once a checkpoint.
 */
export function brokenCheckpoints(architecture: Architecture, checkpoints: readonly Checkpoint[]): readonly string[] {
  const found = checkpoints.flatMap((checkpoint) => {
    const of = known.get(checkpoint) ?? brokenOf(architecture, checkpoint.weights).of;
    known.set(checkpoint, of);
    return of.length > 0 ? [{ epoch: checkpoint.epoch, of }] : [];
  });
  const more = found.length - NAMED;
  return [
    ...found.slice(0, NAMED).map(({ epoch, of }) => {
      const tensors = of.map(({ name, broken, total }) => `${name} (${broken} of ${total})`);
      return `weights of epoch ${epoch} are not finite: ${tensors.join(", ")}`;
    }),
    ...(more > 0 ? [`so are weights of ${more} more checkpoints`] : []),
  ];
}

const known = new WeakMap<Checkpoint, Broken["of"]>();

/** The network with 0 for each weight that is no number: what the others have learnt still shows in its answers. */
export function withoutBrokenWeights({ architecture, parameters }: Model): Model {
  return {
    architecture,
    parameters: {
      names: parameters.names,
      get: (name) => {
        const found = parameters.get(name);
        return found && { ...found, data: found.data.map((value) => (Number.isFinite(value) ? value : 0)) };
      },
    },
  };
}
