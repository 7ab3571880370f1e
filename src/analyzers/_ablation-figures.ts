import type { Figure } from "../figures/_figure.ts";
import { bars } from "../figures/bars.ts";
import { lines } from "../figures/lines.ts";
import type { Ablation } from "../quantities/ablated.ts";
import * as column from "../tables/column.ts";
import { atEpoch, keysSentence, lastRows } from "./_figures.ts";

/** Components that are places in the network: whole activations, as against what their neurons compute together. */
const PARTS: readonly string[] = ["attention", "head", "mlp", "skip", "neurons"];

/** What tells a row of one epoch from the others. */
export type Named = Pick<Ablation, "component" | "what" | "kind">;

/** Whether it is of a place in the network. */
export function isPart({ component }: Named): boolean {
  return PARTS.includes(component);
}

const COLUMNS = {
  epoch: column.integer("epoch of the checkpoint"),
  ablation: column.text("component, which one, kind"),
  frequency: column.optionalInteger("k, where it is of one frequency"),
  all_loss: column.number("all pairs", "nats"),
  control_loss: column.optionalNumber("mean of the draws", "nats"),
  control_least: column.optionalNumber("the least of the draws", "nats"),
  control_most: column.optionalNumber("the largest of the draws", "nats"),
};

interface AblationRow extends Named {
  readonly epoch: number;
  readonly frequency: number | null;
  readonly neurons: number | null;
  readonly all_loss: number;
  readonly control_loss: number | null;
  readonly control_least: number | null;
  readonly control_most: number | null;
  readonly keys: readonly number[];
}

/** The loss over training with each component at its mean, each cluster, each frequency, parts alone; and at the end. */
export function ablationFigures({ rows }: { readonly rows: readonly AblationRow[] }): readonly Figure[] {
  const named = {
    columns: COLUMNS,
    rows: rows.map((row) => ({ ...row, ablation: placeOf(row) })),
  };
  // Without anything but the intact network there is nothing to see, and no figure.
  const figure = (name: string, title: string, caption: string, shown: (row: Named) => boolean): readonly Figure[] => {
    if (!named.rows.some((row) => row.component !== "intact" && shown(row))) return [];
    const drawn = lines(
      { ...named, rows: named.rows.filter((row) => row.component === "intact" || shown(row)) },
      {
        name,
        title,
        caption: `${caption} Intact: the network as it is. ${keysSentence(rows)}`,
        x: "epoch",
        y: ["all_loss"],
        series: "ablation",
        frequency: "frequency",
        log: "y",
        labels: (place) => place,
        axes: { y: "loss, all pairs (nats)" },
      },
    );
    return [drawn];
  };
  const isMean = (row: Named) => isPart(row) && row.kind === "mean";
  const isCluster = ({ component }: Named) => component === "neurons";
  const last = lastRows(named.rows).filter((row) => (isMean(row) && row.neurons !== 0) || row.component === "intact");
  const losses = last.flatMap(({ all_loss }) => all_loss ?? []);
  const controlled = last.some(({ control_loss }) => control_loss !== null);
  return [
    ...figure(
      "ablations",
      "Loss with a component at its mean",
      "Loss over all pairs with a component of the block at its mean over the pairs, at the last position; float64.",
      (row) => isMean(row) && !isCluster(row),
    ),
    ...figure(
      "ablations-of-clusters",
      "Loss with a cluster of neurons at its mean",
      "Loss over all pairs with the neurons of one frequency at their mean over the pairs; float64.",
      (row) => isMean(row) && isCluster(row),
    ),
    ...figure(
      "ablations-of-frequencies",
      "Loss without frequencies of the neurons",
      "Loss over all pairs with the neurons' projection on cos, sin w_k(a ± b) removed, of one key frequency, of all, or of all others; float64.",
      ({ component, kind }) => component === "frequencies" && kind === "remove",
    ),
    ...figure(
      "ablations-of-the-rest",
      "Loss with parts of the neurons' output alone",
      "Loss over all pairs with all but a part of what the neurons compute together taken away, and with the directions of W_L taken away; float64.",
      (row) => !isPart(row) && !(row.component === "frequencies" && row.kind === "remove"),
    ),
    bars(
      { ...named, rows: last },
      {
        name: "ablations-and-controls",
        title: controlled ? "Loss with a component at its mean, and its control" : "Loss without each component",
        caption: `Loss over all pairs ${atEpoch(rows)} with a component at its mean over the pairs${controlled ? ", beside that with as many random neurons at theirs: mean of the draws, whiskers from the least to the largest" : ""}; float64. Intact: the network as it is.`,
        x: "ablation",
        y: controlled ? ["all_loss", "control_loss"] : ["all_loss"],
        labels: { all_loss: "component", control_loss: "random neurons" },
        spread: { control_loss: ["control_least", "control_most"] },
        horizontal: true,
        // Within a decade bars from 0 say more.
        log: Math.max(...losses) > 10 * Math.min(...losses),
        axes: { x: "", y: "loss, all pairs (nats)" },
      },
    ),
  ];
}

/** What is ablated, for a reader of a figure of one kind; with the kind where there are several. */
function placeOf({ component, what, kind }: Named): string {
  if (component === "intact") return component;
  if (what === "whole") return component;
  if (component === "neurons" || what.startsWith(component)) return what;
  if (PARTS.includes(component)) return `${component} ${what}`;
  if (component === "frequencies" && kind === "remove") return what;
  return `${component === "frequencies" ? "" : `${component}: `}${what}, ${kind}`;
}
