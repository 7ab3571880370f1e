import type { Value } from "../../networks/batch.ts";
import type { Stream } from "../../networks/block.ts";
import { add, subtract } from "../../tensors/operations.ts";
import type { Part, Parts, Written } from "./parts.ts";

/** An edge: what the one part writes, where the other reads it. */
export interface Edge {
  readonly from: Part;
  readonly to: Part;
}

/** What every part of a network reads and writes for some samples; nothing of it is computed yet. */
export interface Composed {
  readonly read: ReadonlyMap<Part, Stream>;
  readonly written: ReadonlyMap<Part, Written>;
  /** [row, token] */
  readonly logits: Value;
}

/** The network as it is. With `apart` what each part reads is a value of its own, by which a gradient can be taken. */
export function composed(network: Parts, { apart = false } = {}): Composed {
  const read = new Map<Part, Stream>();
  const written = new Map<Part, Written>();
  const stages = [...new Set(network.parts.map(({ stage }) => stage))];
  let stream: readonly (Value | undefined)[] = [];
  for (const stage of stages) {
    const own = network.parts.filter((part) => part.stage === stage);
    for (const part of own) {
      const seen = stream.filter((value) => value !== undefined);
      const reads = apart ? seen.map(({ of, x }) => ({ of, x: add(x, 0) })) : seen;
      read.set(part, reads);
      written.set(part, part.write(reads));
    }
    const added = [
      ...network.fixed.filter((one) => one.stage === stage).map((one) => one.written),
      ...own.filter(({ writes }) => writes.length > 0).map((part) => written.get(part) ?? []),
    ];
    stream = added.reduce((sum, one) => summed(network, sum, one), network.residual ? stream : []);
  }
  return { read, written, logits: logitsIn(network, written) };
}

/** Every edge that the network has, from each part to each that reads where it writes; of parts without neurons too. */
export function edgesOf(network: Parts): readonly Edge[] {
  return network.parts.flatMap((to) =>
    sourcesOf(network, to)
      .filter((from) => to.reads.some((j) => from.writes.includes(j)))
      .map((from) => ({ from, to })),
  );
}

/**
 * The network with edges cut: what the one part writes is replaced by its mean over all pairs where the other reads it, and
 * there alone, and all that follows is computed anew. Parts that nothing has changed of are shared with the network as it is.
 * `means` are of every part's writing, as it is.
 */
export function cut(
  network: Parts,
  intact: Composed,
  means: ReadonlyMap<Part, Written>,
  isCut: (edge: Edge) => boolean,
): Composed {
  const read = new Map<Part, Stream>();
  const written = new Map<Part, Written>();
  for (const to of network.parts) {
    let stream = intact.read.get(to) as Stream;
    for (const from of sourcesOf(network, to)) {
      const before = intact.written.get(from) ?? [];
      const after = (isCut({ from, to }) ? means : written).get(from) ?? [];
      stream = stream.map((value, j) => changed(network, value, before[j], after[j]));
    }
    const same = stream.every((value, j) => value === intact.read.get(to)?.[j]);
    read.set(to, stream);
    written.set(to, same ? (intact.written.get(to) as Written) : to.write(stream));
  }
  return { read, written, logits: logitsIn(network, written) };
}

function changed({ batch }: Parts, value: Value, before: Value | undefined, after: Value | undefined): Value {
  if (before === undefined || after === undefined || before === after) return value;
  return batch.combined([value, batch.combined([after, before], subtract)], add);
}

function sourcesOf({ parts, residual }: Parts, { stage }: Part): readonly Part[] {
  return parts.filter((from) => (residual ? from.stage < stage : from.stage === stage - 1));
}

function summed({ batch }: Parts, stream: Written, added: Written): Written {
  return Array.from({ length: Math.max(stream.length, added.length) }, (_, j) => {
    const [x, y] = [stream[j], added[j]];
    return x && y ? batch.combined([x, y], add) : (x ?? y);
  });
}

function logitsIn({ parts }: Parts, written: ReadonlyMap<Part, Written>): Value {
  return written.get(parts[parts.length - 1])?.[0] as Value;
}
