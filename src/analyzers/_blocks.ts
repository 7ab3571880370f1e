import { UsageError } from "../errors.ts";
import type { Figure } from "../figures/_figure.ts";
import { blockCount } from "../quantities/of-block.ts";
import type { Run } from "../runs/run.ts";
import * as column from "../tables/column.ts";
import type { Finding } from "./_analyzer.ts";
import * as option from "./_options.ts";

/** Which block a row is of. */
export const BLOCK_COLUMN = {
  block: column.optionalInteger("the block, from 0; of an MLP the hidden layer; null of what is of none"),
};

/** Which blocks an analyzer looks at. */
export const BLOCK_OPTIONS = {
  block: option.integerOr(
    "which blocks, of an MLP hidden layers: each, the last alone, or the one of this index, from 0",
    ["each", "last"],
    "each",
  ),
};

/** The blocks asked for, of how many. Plain JSON: what is prepared of a run. */
export interface AskedBlocks {
  /** Ascending. */
  readonly blocks: readonly number[];
  /** How many the network has. */
  readonly blockCount: number;
}

/** The blocks that the option means. Throws a UsageError for one that there is not. */
export function askedBlocks({ network }: Run, { block }: option.Values<typeof BLOCK_OPTIONS>): AskedBlocks {
  const count = network ? blockCount(network.architecture) : 0;
  const all = Array.from({ length: count }, (_, i) => i);
  if (block === "each") return { blocks: all, blockCount: count };
  if (block === "last") return { blocks: all.slice(-1), blockCount: count };
  if (!all.includes(block))
    throw new UsageError(
      "--block",
      `there is no block ${block}`,
      `blocks are ${all.join(", ") || "none"}: give one, each or last`,
    );
  return { blocks: [block], blockCount: count };
}

/** How many blocks there are, as a field of a conclusion. */
export const CONCLUDED_BLOCK_COUNT = {
  block_count: column.integer("how many blocks the network has, or hidden layers an MLP, whichever are looked at"),
};

/** Rows of one epoch or more, apart by their block, ascending; those of no block are left out. */
export function byBlock<R extends { readonly block: number | null }>(
  rows: readonly R[],
): readonly { readonly block: number; readonly rows: readonly R[] }[] {
  const blocks = [...new Set(rows.flatMap(({ block }) => block ?? []))].sort((x, y) => x - y);
  return blocks.map((block) => ({ block, rows: rows.filter((row) => row.block === block) }));
}

/** The names of blocks in front of others, e.g. of heads; nothing in a network of one. */
export function blockPrefix(block: number | null, blockCount: number, after = ", "): string {
  return blockCount > 1 && block !== null ? `block ${block}${after}` : "";
}

/** Findings that name their block where there are several. */
export function ofBlock(block: number | null, blockCount: number, findings: readonly Finding[]): readonly Finding[] {
  return findings.map((one) => ({ ...one, label: `${blockPrefix(block, blockCount, ": ")}${one.label}` }));
}

/**
 * The figures of each block's rows, which name it where the network has several: as if each were a network. Rows of no block
 * are in those of each.
 */
export function figuresOfBlocks<R extends { readonly block: number | null }>(
  rows: readonly R[],
  conclusion: { readonly block_count: number } | undefined,
  figures: (rows: readonly R[]) => readonly Figure[],
): readonly Figure[] {
  if ((conclusion?.block_count ?? 1) === 1) return figures(rows);
  return byBlock(rows).flatMap(({ block }) =>
    figures(rows.filter((row) => row.block === null || row.block === block)).map((one) => ({
      ...one,
      name: `${one.name}-block-${block}`,
      title: `${one.title}: block ${block}`,
      caption: `Block ${block} of ${conclusion?.block_count}, from 0. ${one.caption}`,
    })),
  );
}
