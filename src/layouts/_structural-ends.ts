import type { ArrayRef } from "../formats/_values.ts";
import { squeezed } from "../formats/_views.ts";
import { hintedRole, isModuleWeight } from "./_structural-names.ts";
import type { Linear } from "./_structural-tensors.ts";
import { flipped } from "./_views.ts";

/** What stands before and after the blocks of a transformer. */
export interface Ends {
  readonly embedding: Linear;
  /** Undefined where the embedding itself answers. */
  readonly unembedding: Linear | undefined;
  readonly position: Linear | undefined;
  /** Rows of the embedding, and logits. */
  readonly vocabulary: number;
  readonly logits: number;
  /** Whether nothing but order tells the embedding from the unembedding. */
  readonly exchangeable: boolean;
}

/** No more positions than this are learnt for one equation; a longer table was computed, or has rows to spare. */
export const MAX_POSITIONS = 5;

/** No more logits than these are of no token: room for signs that are never read. */
const MAX_SPARE_LOGITS = 8;

/** d_model: the length that most matrices share, the longest of several. */
export function modelWidth(linears: readonly Linear[]): number | undefined {
  const count = new Map<number, number>();
  for (const { array } of linears) for (const n of new Set(array.shape)) count.set(n, (count.get(n) ?? 0) + 1);
  return [...count].sort(([n, a], [m, b]) => b - a || m - n)[0]?.[0];
}

/** The ends among the matrices outside of blocks, by their names, else the first and the last of them. */
export function endsOf(linears: readonly Linear[], d_model: number): Ends | { readonly missing: string } {
  const outside = linears.filter(({ block }) => block === "");
  const position =
    outside.find((linear) => hintedRole(linear) === "position" && asPositions(linear, d_model)) ??
    outside.find((linear) => isShort(linear, d_model));
  const tokens = outside.filter(
    (linear) =>
      linear !== position &&
      linear.array.shape.length === 2 &&
      linear.array.shape.includes(d_model) &&
      (rowsOf(linear, d_model) > MAX_POSITIONS || hintedRole(linear) === "embedding"),
  );
  const hinted = (role: string) => tokens.filter((linear) => hintedRole(linear) === role);
  // [d_model, d_model] and [3·d_model, d_model] are attention's unless a name says otherwise.
  const silent = tokens.filter(
    (linear) => hintedRole(linear) === undefined && ![1, 3].includes(rowsOf(linear, d_model) / d_model),
  );
  const [embeddings, unembeddings] = [hinted("embedding"), hinted("unembedding")];
  const separate = linears.some(({ block }) => block !== "");
  // One block without a path of its own has W_in and W_out among them.
  const free = silent.slice(0, separate ? undefined : Math.max(0, silent.length - 2));
  const embedding = embeddings[0] ?? free[0];
  const spare = free.length - (embeddings.length > 0 ? 0 : 1);
  const unembedding = unembeddings.at(-1) ?? (spare > 0 ? silent.at(-1) : undefined);
  if (!embedding || embedding === unembedding) return { missing: "a token embedding [p or more, d_model]" };
  if (embeddings.length > 1)
    return { missing: `one token embedding: ${embeddings.map(({ name }) => name).join(", ")} could be it` };
  const vocabulary = rowsOf(embedding, d_model);
  const logits = unembedding ? rowsOf(unembedding, d_model) : vocabulary;
  if (logits > vocabulary + MAX_SPARE_LOGITS)
    return { missing: `an unembedding for an embedding of ${vocabulary} tokens, and not of ${logits}` };
  const exchangeable =
    embeddings.length === 0 && unembeddings.length === 0 && logits === vocabulary && unembedding !== undefined;
  return { embedding, unembedding, position, vocabulary, logits, exchangeable };
}

/** W_E as [token, d_model]. */
export function asTokens(linear: Linear, d_model: number): ArrayRef {
  const [rows, columns] = linear.array.shape;
  return columns === d_model && (rows !== d_model || isModuleWeight(linear)) ? linear.array : flipped(linear.array);
}

/** W_pos as [position, d_model]; undefined where the shape does not allow it. */
export function asPositions({ array }: Linear, d_model: number): ArrayRef | undefined {
  const flat = array.shape.length === 3 ? squeezed(array) : array;
  if (flat.shape.length !== 2) return undefined;
  return flat.shape[1] === d_model ? flat : flat.shape[0] === d_model ? flipped(flat) : undefined;
}

function isShort(linear: Linear, d_model: number): boolean {
  const rows = asPositions(linear, d_model)?.shape[0];
  return (
    hintedRole(linear) === undefined &&
    linear.array.shape.length === 2 &&
    rows !== undefined &&
    rows >= 2 &&
    rows <= MAX_POSITIONS
  );
}

function rowsOf({ array }: Linear, d_model: number): number {
  const [rows, columns] = array.shape;
  return columns === d_model ? rows : columns;
}
