import { plain } from "../plain.ts";
import type { Facts } from "./_facts.ts";
import type { StateDict } from "./_layout.ts";
import { structural } from "./_structural.ts";
import { MAX_POSITIONS, modelWidth } from "./_structural-ends.ts";
import { hintedRole } from "./_structural-names.ts";
import { type Linear, sortedTensors } from "./_structural-tensors.ts";

const HINTED = {
  Q: "W_Q",
  K: "W_K",
  V: "W_V",
  QKV: "W_Q, W_K, W_V in one",
  O: "W_O",
  position: "W_pos",
  embedding: "W_E",
  unembedding: "W_U",
} as const;

/** So many tensors are listed. */
const MAX_ROWS = 400;

/** A table of every tensor with its shape and the roles it could play, and a line for each kind of network that lacks one. */
export function explained(state: StateDict, facts: Facts): string {
  const { linears, norms, unread } = sortedTensors(state);
  const d_model = modelWidth(linears);
  const rows = [...state].map(([name, { shape }]) => {
    const linear = linears.find((one) => one.name === name);
    const role = linear
      ? rolesOf(linear, d_model)
      : norms.some((norm) => norm.name === name)
        ? "LayerNorm"
        : unread.includes(name)
          ? "not read"
          : shape.length === 1
            ? "a bias, or a LayerNorm's"
            : "a bias";
    return [plain(name), `[${shape.join(", ")}]`, role] as const;
  });
  const width = (column: 0 | 1) => Math.max(...rows.map((row) => row[column].length));
  const [names, shapes] = [width(0), width(1)];
  const table = rows
    .slice(0, MAX_ROWS)
    .map(([name, shape, role]) => `${name.padEnd(names)}  ${shape.padEnd(shapes)}  ${role}`);
  const { missing } = structural(state, facts);
  if (rows.length > MAX_ROWS) table.push(`… and ${rows.length - MAX_ROWS} more`);
  return [...table, ...missing.map((line) => `missing ${plain(line)}`)].join("\n");
}

function rolesOf(linear: Linear, d_model: number | undefined): string {
  const hinted = hintedRole(linear);
  if (hinted) return `${HINTED[hinted]} by its name`;
  const { shape } = linear.array;
  if (d_model === undefined || !shape.includes(d_model)) return "W_in or W_U of an MLP";
  if (shape.length === 3) return "W_Q, W_K, W_V or W_O, head by head";
  const other = shape[0] === d_model ? shape[1] : shape[0];
  if (other === d_model) return "W_Q, W_K, W_V or W_O";
  if (other === 3 * d_model) return "W_Q, W_K, W_V in one, W_in or W_out";
  return other <= MAX_POSITIONS ? "W_pos" : "W_E, W_U, W_in or W_out";
}
