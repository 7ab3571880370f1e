import { expect } from "vitest";
import { arrayOf } from "#formats/_arrays.js";
import type { TransformerArchitecture } from "#networks/architecture.js";
import type { Model } from "#networks/model.js";
import type { Network, Run } from "#runs/run.js";
import { type Entry, network } from "../_networks.ts";

/** The one-block network with a second block behind or before it all of whose weights are 0: it computes the same. */
export function withIdleBlock(model: Model, at: 0 | 1 = 1): Model {
  const { architecture, parameters } = model;
  const weights = parameters.names.flatMap((name): (readonly [string, Entry])[] => {
    const weight = parameters.get(name);
    if (!weight) throw new Error(`no weight ${name}`);
    const own: Entry = [weight.shape, (i) => weight.data[i]];
    if (!name.startsWith("blocks.0.")) return [[name, own]];
    const [busy, idle] = [1 - at, at].map((block) => name.replace("blocks.0.", `blocks.${block}.`));
    return [
      [busy, own],
      [idle, [weight.shape, () => 0]],
    ];
  });
  return network({ ...(architecture as TransformerArchitecture), blocks: 2 }, Object.fromEntries(weights));
}

/** A run whose one checkpoint is this network, in place of the run's last. */
export function runOf(run: Run, model: Model): Run {
  const last = run.checkpoints.at(-1);
  if (!last) throw new Error("no checkpoint");
  const weights = Object.fromEntries(
    model.parameters.names.map((name) => {
      const { shape, data } = model.parameters.get(name) ?? expect.unreachable();
      const storage = new Uint8Array(Float32Array.from(data).buffer);
      return [name, { ...arrayOf([], shape), dtype: "f32", storage } as const];
    }),
  );
  const known = { ...(run.network as Network), architecture: model.architecture };
  return { ...run, network: known, checkpoints: [{ ...last, weights }] };
}
