import type { Linear } from "./_structural-tensors.ts";

/** The roles that a name can hint at. */
export type HintedRole = "Q" | "K" | "V" | "QKV" | "O" | "position" | "embedding" | "unembedding";

const projection = (letter: string): RegExp =>
  new RegExp(`^(w_?|(to|fc|lin|linear|proj|attn)_)?${letter}(_?(proj|projection|linear|lin|layer|fc|net|dense))?$`);
const Q = projection("q(uery|ueries)?s?");
const K = projection("k(ey)?s?");
const V = projection("v(alue)?s?");
const O = projection("o(ut|utput)?");
const UNEMBEDDING =
  /unemb|embed_?out|lm_?head|^(head|decoder|fc_?out|readout|classifier|logits|out(put)?|linear|u|fc|to_logits|proj(_out)?|(output|final)_\w+)$/;

/** The role that the name of a matrix hints at; undefined where it says nothing. */
export function hintedRole({ stem, block }: Linear): HintedRole | undefined {
  const path = stem.toLowerCase();
  const leaf = leafOf(path);
  const inMlp = /(^|\.)(mlp|ffn?|feed_?forward)/.test(path);
  if (/in_proj|c_attn|qkv/.test(path)) return "QKV";
  if (inMlp) return undefined;
  if (Q.test(leaf)) return "Q";
  if (K.test(leaf)) return "K";
  if (V.test(leaf)) return "V";
  if (/att/.test(path) && /^(c_proj|proj|projection|dense)$/.test(leaf)) return "O";
  if (O.test(leaf) && (block !== "" || /att|^w?o$|_o$/.test(path))) return "O";
  if (block !== "") return undefined;
  if (/pos|(^|[._])w?pe$/.test(path)) return "position";
  if (UNEMBEDDING.test(leaf)) return "unembedding";
  return /emb|tok|^(w?te|e|w_?x|w_?y|x|y)$/.test(leaf) || /emb/.test(path) ? "embedding" : undefined;
}

/** Whether the name of one of an MLP's two matrices says that it is the second. */
export function hintsAtOutput({ stem }: Linear): boolean {
  const leaf = stem.slice(stem.lastIndexOf(".") + 1).toLowerCase();
  return /out|down|proj|4h_to_h|2$/.test(leaf) && !/^in|_in$|up|1$|0$/.test(leaf);
}

/** Whether the name of one of a gated MLP's matrices says that it is the gate. */
export function hintsAtGate({ stem }: Linear): boolean {
  return /gate|(^|[._])wg$/i.test(stem.slice(stem.lastIndexOf(".") + 1));
}

/** Whether the matrix is the weight of a module, as nn.Linear [out, in] and nn.Embedding [token, width] name theirs. */
export function isModuleWeight({ name }: Pick<Linear, "name">): boolean {
  return /[._]weight$/.test(name);
}

/** The last word of a path that is no number. */
function leafOf(path: string): string {
  return path.split(".").findLast((word) => !/^\d*$/.test(word)) ?? "";
}
