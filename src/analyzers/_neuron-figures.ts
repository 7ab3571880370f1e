import type { Figure } from "../figures/_figure.ts";
import { heatmaps } from "../figures/heatmaps.ts";
import { evenEdges, histogram } from "../figures/histogram.ts";
import { lines } from "../figures/lines.ts";
import { componentNames } from "../quantities/component-order.ts";
import { CLUSTERED, type NeuronGroup } from "../quantities/neuron-clusters.ts";
import * as column from "../tables/column.ts";

/** Bins of the histogram, so that clusters begin at an edge. */
const SHARE_BINS = 20;

/** What the figures need of a row. */
interface NeuronRow {
  readonly epoch: number;
  readonly group: NeuronGroup | "neuron";
  readonly frequency: number | null;
  readonly cluster: number | null;
  readonly neurons: number;
  readonly fve: number | null;
  readonly phase_output: number | null;
  readonly output_waves: readonly number[] | null;
}

/** The frequency of a cluster, else the group. */
export function nameOf({ group, frequency }: Pick<NeuronRow, "group" | "frequency">): string {
  return group === "cluster" ? `${frequency}` : group;
}

/** How many neurons each frequency explains, and how well; what those of one cluster write; and all of it over the epochs. */
export function neuronFigures(rows: readonly NeuronRow[]): readonly Figure[] {
  const columns = {
    epoch: column.integer("epoch of the checkpoint"),
    of: column.text("k, or unclustered"),
    frequency: column.optionalInteger("k; null of the unclustered"),
    neurons: column.integer("how many neurons"),
    fve: column.optionalNumber("mean share of variance explained", "share"),
  };
  const table = { columns, rows: groupsOfEveryEpoch(rows) };
  const last = rows.filter(({ epoch }) => epoch === rows.at(-1)?.epoch);
  const kept = last.filter(({ group }) => group === "cluster").map(({ frequency }) => frequency);
  const common = {
    x: "epoch",
    series: "of",
    frequency: "frequency",
    background: ({ frequency }: { readonly frequency: number | null }) => !kept.includes(frequency),
    backgroundName: "others",
  } as const;
  return [
    sharesFigure(last),
    ...outputFigure(last),
    lines(table, {
      ...common,
      name: "neuron-clusters",
      title: "Sizes of the clusters",
      caption: `Neurons of which frequency k explains at least ${CLUSTERED} of the variance over all pairs, each frequency; others are neurons of which none does, and clusters that are gone at the end.`,
      y: ["neurons"],
    }),
    lines(table, {
      ...common,
      name: "neuron-fve",
      title: "Variance explained by the clusters' frequencies",
      caption:
        "Mean share of a neuron's variance over all pairs that its frequency k explains, of each cluster; others are neurons of no cluster, and clusters that are gone at the end.",
      y: ["fve"],
      axes: { y: "fraction of variance explained" },
    }),
  ];
}

/** How much of each neuron its frequency explains. */
function sharesFigure(last: readonly NeuronRow[]): Figure {
  const neurons = last.filter(({ group, fve }) => group === "neuron" && fve !== null);
  const clusters = [...new Set(neurons.map(({ cluster }) => cluster))].toSorted((x, y) => (x ?? 0) - (y ?? 0));
  const groups = clusters.map((k) => ({
    name: k === null ? "unclustered" : `k = ${k}`,
    values: neurons.filter(({ cluster }) => cluster === k).map(({ fve }) => fve),
    ...(k === null ? { background: true as const } : { frequency: k }),
  }));
  return histogram(groups, {
    name: "neuron-shares",
    title: "Neurons explained by one frequency",
    caption: `Fraction of each neuron's variance over all pairs that its best frequency k explains, at epoch ${last[0]?.epoch}; clusters begin at ${CLUSTERED}, and neurons that are the same for all pairs are left out.`,
    edges: evenEdges(0, 1, SHARE_BINS),
    quantity: "fraction of variance explained",
    counted: "neurons",
  });
}

/** What the neurons of the first cluster write to the logits; no figure where there is no cluster. */
function outputFigure(last: readonly NeuronRow[]): readonly Figure[] {
  const first = last.find(({ group }) => group === "cluster")?.frequency ?? null;
  const neurons = last
    .filter(({ group, cluster, output_waves }) => group === "neuron" && cluster === first && output_waves !== null)
    .toSorted((x, y) => (x.phase_output ?? 0) - (y.phase_output ?? 0));
  if (first === null || neurons.length === 0) return [];
  const waves = neurons.map(({ output_waves }) => output_waves ?? []);
  const map = {
    z: waves,
    x: componentNames(waves[0].length + 1).slice(1),
    frequency: first,
  };
  return [
    heatmaps([map], {
      name: "cluster-output",
      title: `What the cluster of k = ${first} writes`,
      caption: `Rows of W_L = W_out W_U, the direct path to the logits, in the orthonormal Fourier basis over the answers, of the ${neurons.length} neurons of which frequency ${first} explains at least ${CLUSTERED}, by the phase of what they write, at epoch ${last[0].epoch}; without the constant.`,
      scale: "diverging",
      square: false,
      quantity: "weight",
      axes: { x: "component of the answer", y: "neurons, by their phase" },
    }),
  ];
}

/** Size and FVE of the unclustered and of every cluster that there ever is, of size 0 at epochs where it has no row. */
function groupsOfEveryEpoch(rows: readonly NeuronRow[]) {
  const groups = rows.filter(({ group }) => group === "cluster" || group === "unclustered");
  const names = [
    ...new Set(groups.toSorted((x, y) => (x.frequency ?? Infinity) - (y.frequency ?? Infinity)).map(nameOf)),
  ];
  const found = new Map(groups.map((row) => [`${row.epoch} ${nameOf(row)}`, row]));
  return [...new Set(rows.map(({ epoch }) => epoch))].flatMap((epoch) =>
    names.map((of) => {
      const row = found.get(`${epoch} ${of}`);
      const frequency = of === "unclustered" ? null : Number(of);
      return {
        epoch,
        of: frequency === null ? of : `k = ${of}`,
        frequency,
        neurons: row?.neurons ?? 0,
        fve: row?.fve ?? null,
      };
    }),
  );
}
