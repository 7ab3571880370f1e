import { UsageError } from "../../errors.ts";
import type { Expression } from "../../tensors/expression.ts";
import { constant, gather, slice } from "../../tensors/operations.ts";
import { defineBlock, type Slot } from "../block.ts";

/** A row of a table for each token; of one-hot inputs the rows of the first affine map are just that. */
export default defineBlock({
  name: "embedding",
  formula: "x_j = W_E[token_j]; with tables of their own, W_x[a] and W_y[b]",
  component: "embedding",
  defaults: { shared: true },
  parameters: ({ shared }): Readonly<Record<string, readonly string[]>> =>
    shared ? { W_E: ["token", "d_model"] } : { W_x: ["token", "d_model"], W_y: ["token", "d_model"] },
  forward: ({ shared }, _, { slots, weight, hook }) =>
    hook(
      "hook_embed",
      slots.map((slot, j) => ({ of: slot.of, x: rows(weight(shared ? "W_E" : j === 0 ? "W_x" : "W_y"), slot) })),
      "d_model",
    ),
});

/** The tokens' rows; those that follow one another are cut out, which is less than to look up each. */
function rows(table: Expression, { tokens }: Slot): Expression {
  const stray = tokens.find((token) => !(token >= 0 && token < table.shape[0]));
  if (stray !== undefined)
    throw new UsageError("tokens", `there is no token ${stray}`, `tokens are from 0 to ${table.shape[0] - 1}`);
  const run = tokens.every((token, i) => token === tokens[0] + i);
  // A part of the table differs from batch to batch: looked up, all of them are one graph.
  if (run && (tokens.length === 1 || tokens.length * 2 > table.shape[0]))
    return slice(table, 0, tokens[0], tokens[0] + tokens.length);
  return gather(table, constant(tokens));
}
