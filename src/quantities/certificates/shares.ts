import { meanOver } from "../../networks/pair-losses.ts";
import type { Network } from "../../runs/run.ts";
import { TEST, TRAIN } from "../../tasks/_split.ts";

/** The share of the pairs with an answer that are 1, over each part of the split; null where the split is not known, or holds nothing out. */
export function shares(ones: Uint8Array, { task, split }: Network) {
  const over = (part: number) => (split?.member.includes(part) ? meanOver(ones, task, split, part) : null);
  return { train: over(TRAIN), test: over(TEST), all: meanOver(ones, task) };
}
