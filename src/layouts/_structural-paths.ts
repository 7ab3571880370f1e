import { byNumber } from "./_structural-block.ts";

/** Flax names modules of one kind by numbers: `EncoderBlock_0`, `layers_1`; `LayerNorm_0` and `Dense_2` are no blocks. */
const NUMBERED_BLOCK = /^(?:.*?\.)?\w*(?:block|layer)s?_\d+(?=\.)/i;

/** The path up to the first number that does not count heads or the layers of an MLP: `layers.0`. */
export function blockOf(name: string): string {
  return (
    /^(?:.*?\.)?(?!(?:mlp|ffn?|net|feed_?forward|\w*heads?|[wqkv]\w?|query|key|value|fc|linears?)\.)\w+\.\d+(?=\.)/i.exec(
      name,
    )?.[0] ??
    NUMBERED_BLOCK.exec(name)?.[0] ??
    ""
  );
}

/**
 * The path of the block that each tensor stands in, "" outside of blocks. Where blocks have no path of their own, as Keras's
 * functional models and Flax's compact ones number layers by their kind (`dense`, `dense_1` …), the k-th attention, with as
 * many of every other kind in order as each can have, is the k-th block.
 */
export function blockPaths(names: readonly string[]): (name: string) => string {
  const flat = names.some((name) => blockOf(name) !== "") ? new Map<string, string>() : numberedBlocks(names);
  return (name) => blockOf(name) || (flat.get(moduleOf(name)) ?? "");
}

function numberedBlocks(names: readonly string[]): ReadonlyMap<string, string> {
  const modules = [...new Set(names.map(moduleOf))].toSorted(byNumber);
  const attentions = modules.filter((module) => ATTENTION.test(module));
  const paths = new Map<string, string>();
  if (attentions.length < 2) return paths;
  const kinds = new Map<string, string[]>();
  for (const module of modules.filter((one) => !ENDS.test(one))) {
    const kind = module.replace(/_?\d+$/, "");
    kinds.set(kind, [...(kinds.get(kind) ?? []), module]);
  }
  for (const those of kinds.values()) {
    const each = Math.floor(those.length / attentions.length);
    // What is over stands after the blocks: a final norm, the unembedding.
    for (const [i, module] of those.slice(0, each * attentions.length).entries())
      paths.set(module, `block.${Math.floor(i / each)}`);
  }
  return paths;
}

const ATTENTION = /att(ention|n)?(_?\d+)?$/i;
const ENDS = /emb|pos|head$/i;

/** `layers.dense_1` of `layers.dense_1.kernel`, `layers.multi_head_attention` of `layers.multi_head_attention.query.bias`. */
function moduleOf(name: string): string {
  const words = name.split(".");
  const attention = words.findIndex((word) => ATTENTION.test(word));
  return words.slice(0, attention < 0 ? -1 : attention + 1).join(".");
}
