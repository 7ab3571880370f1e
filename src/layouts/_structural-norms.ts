import { byNumber } from "./_structural-block.ts";
import type { Norm } from "./_structural-tensors.ts";

/** The LayerNorms of a transformer: two a block or none, and perhaps one after the last. */
export interface Norms {
  readonly blocks: readonly (readonly [Norm, Norm?])[];
  /** Whether a block has one, which both of its halves read. */
  readonly single: boolean;
  readonly final: Norm | undefined;
}

const FINAL = /final|(ln|norm)_?(f|out)$|^(\w+\.)?(norm|ln)$/i;

/** Gives each norm its place by path, by name (`ln1`, `attn_norm` before `ln2`, `ffn_norm`), and by order. */
export function normsOf(norms: readonly Norm[], paths: readonly string[]): Norms | { readonly missing: string } {
  if (norms.length === 0) return { blocks: [], single: false, final: undefined };
  const blocks: (readonly [Norm, Norm?])[] = [];
  for (const path of paths) {
    const own = norms
      .filter((norm) => norm.block === path && !(path === "" && FINAL.test(stemOf(norm))))
      .toSorted(byPlace);
    const pair = path === "" ? own.slice(0, 2) : own;
    if (pair.length !== 2 && !(pair.length === 1 && path !== ""))
      return { missing: `two LayerNorms a block, which has ${pair.length}${path === "" ? "" : ` in ${path}`}` };
    blocks.push([pair[0], pair[1]]);
  }
  const used = blocks.flat();
  const single = blocks.some(([, second]) => second === undefined);
  if (single && blocks.some(([, second]) => second !== undefined))
    return { missing: "as many LayerNorms in each block" };
  const left = norms.filter((norm) => !used.includes(norm)).toSorted((a, b) => byNumber(a.name, b.name));
  if (left.length > 1) return { missing: `a place for the LayerNorms ${left.map(({ name }) => name).join(", ")}` };
  return { blocks, single, final: left[0] };
}

/** Norms of one name in the order of their numbers, from 0 or from 1; others as their names say. */
function byPlace(a: Norm, b: Norm): number {
  const kind = (norm: Norm) => stemOf(norm).replace(/_?\d+$/, "");
  return kind(a) === kind(b) ? byNumber(stemOf(a), stemOf(b)) : rank(a) - rank(b);
}

/** 1 before attention, 2 before the MLP, 1.5 where the name does not say: then the order in the file decides. */
function rank(norm: Norm): number {
  const leaf =
    stemOf(norm)
      .split(".")
      .findLast((word) => /ln|norm/i.test(word)) ?? "";
  // Llama's second norm comes after attention, GPT-NeoX's too.
  if (/post_?att/i.test(leaf)) return 2;
  if (/1$|att|^input/i.test(leaf)) return 1;
  return /2$|mlp|ff/i.test(leaf) ? 2 : 1.5;
}

function stemOf({ name }: Norm): string {
  return name.replace(/[._](weight|gamma|scale|w)$/, "");
}
