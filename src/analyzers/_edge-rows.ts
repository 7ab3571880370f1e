import type { Carried } from "../quantities/edges/carried.ts";
import type { EdgeEffect, EdgeEffects } from "../quantities/edges/edge-effects.ts";
import type { EdgeRow } from "./_edge-figures.ts";

/** Of the variance of the logits, what a frequency's cosine must explain to be carried at all: of random ones it is 2/n². */
export const CARRIED = 0.01;

type Measured = Omit<EdgeRow, "epoch">;

/** A row of each key frequency, of the rest and of all, of each edge. */
export function edgeRows(
  { intact, edges }: EdgeEffects,
  keys: readonly number[],
  varianceShare: (k: number) => number,
) {
  return edges.flatMap((edge) => {
    const { from, to } = edge;
    const of = {
      from_kind: from.kind,
      from_block: from.block,
      from: from.name,
      to_kind: to.kind,
      to_block: to.block,
      to: to.name,
      scale: 0,
      keys,
      ...NO_RISE,
    };
    const row = (carries: Measured["carries"], value: (carried: Carried) => number) => ({
      ...of,
      carries,
      frequency: null as number | null,
      whole: value(intact),
      variance_share: null as number | null,
      exact: edge.exact && value(edge.exact),
      attributed: edge.attributed && value(edge.attributed),
      share: null as number | null,
    });
    return [
      ...keys.map((k, i) => {
        const one = row("frequency", ({ frequencies }) => frequencies[i]);
        const explained = varianceShare(k);
        const effect = one.exact ?? one.attributed;
        const share = explained >= CARRIED && effect !== null ? effect / one.whole : null;
        return { ...one, frequency: k, variance_share: Number.isFinite(explained) ? explained : null, share };
      }),
      ...(keys.length === 0
        ? []
        : [row("rest", ({ right, frequencies }) => right - frequencies.reduce((sum, value) => sum + value, 0))]),
      { ...row("all", ({ right }) => right), ...rises(edge) },
    ];
  });
}

const NO_RISE = {
  train_rise: null,
  test_rise: null,
  attributed_train_rise: null,
  attributed_test_rise: null,
} as Readonly<Record<"train_rise" | "test_rise" | "attributed_train_rise" | "attributed_test_rise", number | null>>;

function rises({ exact, attributed }: EdgeEffect): typeof NO_RISE {
  const rise = (fall: number | null | undefined) => (fall == null ? null : 0 - fall);
  return {
    train_rise: rise(exact?.train),
    test_rise: rise(exact?.test),
    attributed_train_rise: rise(attributed?.train),
    attributed_test_rise: rise(attributed?.test),
  };
}

/** What an edge is drawn as wide as: what it carries, where that is above 0. */
export function scaleOf(rows: readonly EdgeRow[]): number {
  const sums = new Map<string, number>();
  for (const { epoch, to_kind, to_block, carries, exact, attributed, keys } of rows) {
    // All is what the others add up to, where there are others.
    if (carries === "all" && keys.length > 0) continue;
    const key = `${epoch} ${to_kind} ${to_block}`;
    sums.set(key, (sums.get(key) ?? 0) + Math.max(0, exact ?? attributed ?? 0));
  }
  return Math.max(0, ...[...sums.values()].filter(Number.isFinite));
}
