import { agreement } from "../quantities/edges/agreement.ts";
import { type EdgeRow, fromOf, nameOf, toOf } from "./_edge-figures.ts";

/** Of one frequency's rows, the largest into each kind of part. */
export function carriersOf(rows: readonly EdgeRow[]) {
  return [...new Set(rows.map(({ to_kind }) => to_kind))].flatMap((kind) => {
    const known = rows.flatMap((row) =>
      row.to_kind === kind && row.share !== null ? [{ ...row, share: row.share }] : [],
    );
    const [best] = known.toSorted((one, other) => other.share - one.share);
    if (!best || best.frequency === null) return [];
    const { frequency, from_kind, from_block, from, to_kind, to_block, to, share } = best;
    return [{ frequency, from_kind, from_block, from, to_kind, to_block, to, share }];
  });
}

export function agreementOf(frequencies: readonly EdgeRow[], all: readonly EdgeRow[]) {
  const both = frequencies.flatMap((row) =>
    row.exact === null || row.attributed === null || row.frequency === null
      ? []
      : [{ ...row, frequency: row.frequency, exact: row.exact, attributed: row.attributed }],
  );
  if (both.length === 0) return null;
  const { correlation, worst } = agreement(
    both.map(({ exact }) => exact),
    both.map(({ attributed }) => attributed),
  );
  const losses = all.flatMap(({ train_rise, attributed_train_rise }) =>
    train_rise === null || attributed_train_rise === null ? [] : [[train_rise, attributed_train_rise] as const],
  );
  const row = both[worst];
  return {
    compared: both.length,
    correlation,
    worst_exact: row.exact,
    worst_attributed: row.attributed,
    worst_frequency: row.frequency,
    worst_from: nameOf(fromOf(row)),
    worst_to: nameOf(toOf(row)),
    train_correlation: agreement(
      losses.map(([exact]) => exact),
      losses.map(([, attributed]) => attributed),
    ).correlation,
  };
}

/** What makes up the right answer's logit in the network as it is. */
export function partsAt(rows: readonly EdgeRow[]) {
  const [{ epoch, ...first }] = rows;
  const edge = rows.filter((row) => edgeName(row) === edgeName(first));
  const wholeOf = (carries: EdgeRow["carries"]) =>
    edge.filter((row) => row.carries === carries).map(({ whole }) => whole);
  const frequencies = wholeOf("frequency");
  const known = frequencies.length > 0;
  return {
    epoch,
    right: wholeOf("all")[0],
    generalising: known ? frequencies.reduce((sum, value) => sum + value, 0) : null,
    memorising: known ? wholeOf("rest")[0] : null,
  };
}

export function handedOver(
  epochs: readonly {
    readonly epoch: number;
    readonly generalising: number | null;
    readonly memorising: number | null;
  }[],
) {
  const before = epochs.findLastIndex(
    ({ generalising, memorising }) => generalising === null || memorising === null || !(generalising > memorising),
  );
  return epochs[before + 1]?.epoch ?? null;
}

export function edgeName(row: Parameters<typeof fromOf>[0] & Parameters<typeof toOf>[0]): string {
  return `${nameOf(fromOf(row))} → ${nameOf(toOf(row))}`;
}
