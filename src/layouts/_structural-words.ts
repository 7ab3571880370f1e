import type { FixedPositions, TransformerArchitecture } from "../networks/architecture.ts";
import { asPositions, type Ends } from "./_structural-ends.ts";

/** "rotary positions of halves, base 10000". */
export function positionsInWords(positions: FixedPositions): string {
  const which = positions.scheme === "rotary" ? positions.pairs : positions.order;
  return `${positions.scheme} positions of ${which}, base ${positions.base}`;
}

/** "3 rows of the embedding are never read": room to spare, for signs of other tasks or for the answer. */
export function neverRead({ p, sequence }: TransformerArchitecture, ends: Ends, d_model: number): readonly string[] {
  const signs = new Set(sequence.filter((token) => typeof token === "number")).size;
  const rows = ends.vocabulary - p - signs;
  const positions = ends.position ? (asPositions(ends.position, d_model)?.shape[0] ?? 0) - sequence.length : 0;
  const said = (count: number, what: string) =>
    count > 0 ? [`${count} row${count === 1 ? "" : "s"} of the ${what} ${count === 1 ? "is" : "are"} never read`] : [];
  return [...said(rows, "embedding"), ...said(positions, "positions")];
}

/** "post-RMSNorm", "LayerNorm on the stream before attention". */
export function normInWords({ normalisation, norm }: TransformerArchitecture): readonly string[] {
  const name = norm === "rms-norm" ? "RMSNorm" : "LayerNorm";
  if (normalisation === "none") return ["no LayerNorm"];
  if (normalisation === "pre" || normalisation === "post") return [`${normalisation}-${name}`];
  return [
    `${name} on the stream itself${normalisation === "stream" ? "" : " before attention, pre-norm before the MLP"}`,
  ];
}
