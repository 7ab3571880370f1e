import type { Figure } from "../figures/_figure.ts";
import { heatmaps } from "../figures/heatmaps.ts";

/** What the figures need of a row. */
interface MapRow {
  readonly circle: number | null;
  readonly correct_logits: readonly number[] | null;
}

const COLUMNS = 3;

/** The right answers' logits by the distance and the sum of the inputs: of the network, or of its circles; undefined without. */
export function correctLogitsFigure(
  rows: readonly MapRow[],
  of: "network" | "circles",
  at: string,
): Figure | undefined {
  const maps = rows.flatMap(({ circle, correct_logits }) =>
    correct_logits === null || (circle === null) !== (of === "network") ? [] : [{ circle, values: correct_logits }],
  );
  if (maps.length === 0) return undefined;
  const inputs = Math.sqrt(maps[0].values.length);
  const odd = inputs % 2 === 1;
  const across = odd ? "sum s" : "input a";
  const network = of === "network";
  return heatmaps(
    maps.map(({ circle, values }) => ({
      z: odd ? bySum(values, inputs) : byInput(values, inputs),
      ...(circle === null ? {} : { title: `k = ${circle}`, frequency: circle }),
    })),
    {
      name: network ? "correct-logits" : "circle-logits",
      title: network ? "How sure of the right answer" : "How sure with one circle alone",
      caption: `Logit of the right answer at all pairs, by ${odd ? "distance d = a − b and sum s = a + b" : "distance d = a − b and a"}${network ? "" : ", of the network whose W_E is restricted to one circle"}, ${at}: stripes along ${odd ? "s" : "a"} are a pizza's, which is sure at some distances alone, a clock's are even. Of subtraction s and d change places; for · and / they count by discrete logarithms.`,
      columns: COLUMNS,
      scale: "amount",
      quantity: "logit",
      axes: { x: across, y: "distance d" },
    },
  );
}

function byInput(values: readonly number[], n: number): readonly (readonly number[])[] {
  return Array.from({ length: n }, (_, d) => values.slice(d * n, (d + 1) * n));
}

/** Of an odd number of inputs each distance meets each sum once, at a = (s + d) / 2. */
function bySum(values: readonly number[], n: number): readonly (readonly number[])[] {
  const half = (n + 1) / 2;
  return Array.from({ length: n }, (_, d) =>
    Array.from({ length: n }, (_, s) => values[d * n + (((s + d) * half) % n)]),
  );
}
