import type { Figure } from "../figures/_figure.ts";
import { type DiagramEdge, type DiagramNode, diagram } from "../figures/diagram.ts";
import { lines } from "../figures/lines.ts";
import { scatter } from "../figures/scatter.ts";
import type { Part } from "../quantities/edges/parts.ts";
import * as column from "../tables/column.ts";
import { atEpoch, keysOf, keysSentence, lastRows } from "./_figures.ts";

/** A row of the analyzer's table. */
export interface EdgeRow {
  readonly epoch: number;
  readonly from_kind: Part["kind"];
  readonly from_block: number | null;
  readonly from: string;
  readonly to_kind: Part["kind"];
  readonly to_block: number | null;
  readonly to: string;
  readonly carries: "frequency" | "rest" | "all";
  readonly frequency: number | null;
  readonly whole: number;
  readonly variance_share: number | null;
  readonly exact: number | null;
  readonly attributed: number | null;
  readonly share: number | null;
  readonly train_rise: number | null;
  readonly test_rise: number | null;
  readonly attributed_train_rise: number | null;
  readonly attributed_test_rise: number | null;
  readonly scale: number;
  readonly keys: readonly number[];
}

/** One end of an edge. */
export interface End {
  readonly kind: Part["kind"];
  readonly block: number | null;
  readonly name: string;
}

export function fromOf({ from_kind, from_block, from }: Pick<EdgeRow, "from_kind" | "from_block" | "from">): End {
  return { kind: from_kind, block: from_block, name: from };
}
export function toOf({ to_kind, to_block, to }: Pick<EdgeRow, "to_kind" | "to_block" | "to">): End {
  return { kind: to_kind, block: to_block, name: to };
}

/** What a reader calls a part; its block is said from the second on. */
export function nameOf({ kind, block, name }: End): string {
  const where = block === null || block === 0 ? "" : ` of block ${block}`;
  switch (kind) {
    case "input":
    case "logits":
      return name;
    case "head":
      return `${name}${where}`;
    case "neurons":
      return `neurons ${name}${where}`;
  }
}

/** The diagram; what the right answer's logit is made of, over the epochs; cuts against the gradient. */
export function edgeFigures(rows: readonly EdgeRow[]): readonly Figure[] {
  return [circuit(rows), makeUp(rows), compared(rows)];
}

/** What neurons of no key frequency are called in a box. */
const SHORT: Readonly<Record<string, string>> = { "other frequencies": "other k", unclustered: "no k" };

/** Rows of the diagram that all clusters have together, and the neurons of none. */
const CLUSTERED_ROWS = 5;
const UNCLUSTERED_ROWS = 4;

/** Of few clusters each carries much; before there are any, all that flows goes through the neurons of none. */
function roomOf(name: string, keys: number): number {
  if (name === "unclustered") return UNCLUSTERED_ROWS;
  return Object.hasOwn(SHORT, name) ? 1 : Math.max(1, CLUSTERED_ROWS / keys);
}

/** What is drawn in grey: without key frequencies nothing tells a memorising part from a generalising one. */
function besidesOf(keys: readonly number[]): {
  readonly carries: EdgeRow["carries"];
  readonly name: string;
  readonly caption: string;
} {
  const pairs = "training pairs (all where no split is known)";
  if (keys.length === 0)
    return {
      carries: "all",
      name: "all",
      caption: `In grey, all that falls, ${pairs}: what memorises and what generalises is not told apart.`,
    };
  return {
    carries: "rest",
    name: "memorising",
    caption: `In colour, the generalising part: the fall of α_k of cos(w_k(a ± b − c)), all pairs. In grey, the memorising part: what falls besides, ${pairs}.`,
  };
}

/** The network at the last epoch, its edges as wide as what they carry. */
function circuit(rows: readonly EdgeRow[]): Figure {
  const last = lastRows(rows);
  const keys = keysOf(rows);
  const besides = besidesOf(keys);
  const ends = last.flatMap((row) => [fromOf(row), toOf(row)]);
  const parts = new Map(ends.map((end) => [idOf(end), end]));
  const columns = columnsOf([...parts.values()]);
  const several = columns.filter(({ kind }) => kind === "neurons").length > 1;
  // Where an input's own position answers, it has an edge to the logits; else a sign does, which is the same for all pairs.
  const sign = parts.has(idOf(HEAD_0)) && !last.some((row) => row.from_kind === "input" && row.to_kind === "logits");
  const nodes = [
    ...[...parts].map(
      ([id, end]): DiagramNode => ({
        id,
        label: SHORT[end.name] ?? end.name,
        column: columns.findIndex((one) => one.kind === end.kind && one.block === end.block),
        ...(end.kind === "neurons" ? { room: roomOf(end.name, keys.length) } : {}),
      }),
    ),
    ...(sign ? [{ id: "sign", label: "=", column: 0 }] : []),
  ];
  const edgeOf = (row: EdgeRow) => `${idOf(fromOf(row))} ${idOf(toOf(row))}`;
  const edges = [...new Map(last.map((row) => [edgeOf(row), row])).values()].map((one): DiagramEdge => {
    const own = last.filter((row) => edgeOf(row) === edgeOf(one));
    const of = (wanted: (row: EdgeRow) => boolean) => {
      const row = own.find(wanted);
      return row?.exact ?? row?.attributed ?? 0;
    };
    return {
      from: idOf(fromOf(one)),
      to: idOf(toOf(one)),
      widths: [
        of(({ carries }) => carries === besides.carries),
        ...keys.map((k) => of(({ frequency }) => frequency === k)),
      ],
    };
  });
  const how = last.some(({ exact }) => exact !== null)
    ? "by how many logits the right answer's falls where the edge is cut (its source's part of what the receiver reads is replaced by its mean over all pairs)"
    : "by how many logits, to first order, the right answer's falls where the edge is cut (gradient times activation less its mean)";
  return {
    ...diagram(nodes, [{ name: besides.name }, ...keys.map((k) => ({ name: `k = ${k}`, frequency: k }))], edges, {
      name: "circuit",
      title: "The circuit",
      caption: `Inputs, heads, neurons by frequency (other k: of another frequency than the key ones; no k: of none) and logits, float32. An edge is as wide as what it carries: ${how}. ${besides.caption} What would rise is not drawn.${sign ? " = is the same for all pairs and carries nothing." : ""} ${keysSentence(rows)}`,
      columns: columns.map(({ kind, block }) => COLUMN_NAMES[kind] + (several && block !== null ? ` ${block}` : "")),
      scale: last[0]?.scale ?? 0,
      unit: "logits",
    }),
    ...(last.length > 0 ? { epoch: last[0].epoch } : {}),
  };
}

const HEAD_0: End = { kind: "head", block: 0, name: "head 0" };
const COLUMN_NAMES: Readonly<Record<Part["kind"], string>> = {
  input: "inputs",
  head: "heads",
  neurons: "neurons",
  logits: "logits",
};
const ORDER = Object.keys(COLUMN_NAMES);

function idOf({ kind, block, name }: End): string {
  return `${kind}/${block}/${name}`;
}

/** The kinds of parts from left to right: inputs, each block's heads and neurons, logits. */
function columnsOf(parts: readonly End[]): readonly Pick<End, "kind" | "block">[] {
  const place = ({ kind, block }: End) =>
    kind === "logits" ? Number.MAX_VALUE : (block ?? -1) * ORDER.length + ORDER.indexOf(kind);
  const first = new Map(parts.toReversed().map((end) => [`${end.kind} ${end.block}`, end]));
  return [...first.values()].toSorted((one, other) => place(one) - place(other));
}

/** Σ_k α_k and the rest, over the epochs. */
function makeUp(rows: readonly EdgeRow[]): Figure {
  const [first] = rows;
  const besides = besidesOf(keysOf(rows));
  const id = (row: EdgeRow) => `${idOf(fromOf(row))} ${idOf(toOf(row))}`;
  const columns = {
    epoch: column.integer("epoch of the checkpoint"),
    of: column.text("k, or what there is besides"),
    frequency: column.optionalInteger("k; null of what there is besides"),
    logit: column.number("in the network as it is", "logits"),
  };
  const own = rows
    .filter(({ carries }) => carries === "frequency" || carries === besides.carries)
    .filter((row) => id(row) === id(first))
    .map(({ epoch, frequency, whole }) => ({
      epoch,
      of: frequency === null ? besides.name : `k = ${frequency}`,
      frequency,
      logit: whole,
    }));
  return lines(
    { columns, rows: own },
    {
      name: "right-answer",
      title: "What the right answer's logit is made of",
      caption: `α_k, the coefficient of cos(w_k(a ± b − c)) in the logits over all pairs, of each key frequency; ${besides.name}: the right answer's logit less the mean of all, over training pairs (all where no split is known)${besides.carries === "all" ? "" : ", less Σ α_k"}. Float64. ${keysSentence(rows)}`,
      x: "epoch",
      y: ["logit"],
      series: "of",
      frequency: "frequency",
      background: ({ frequency }) => frequency === null,
      backgroundName: besides.name,
      axes: { y: "logits" },
    },
  );
}

/** Every effect on a key frequency at the last epoch that was had both ways. */
function compared(rows: readonly EdgeRow[]): Figure {
  const both = lastRows(rows).filter(
    ({ carries, exact, attributed }) => carries === "frequency" && exact !== null && attributed !== null,
  );
  return scatter(
    [
      {
        x: both.map(({ exact }) => exact),
        y: both.map(({ attributed }) => attributed),
        labels: both.map((row) => `${nameOf(fromOf(row))} → ${nameOf(toOf(row))}, k = ${row.frequency}`),
      },
    ],
    {
      name: "cut-and-gradient",
      title: "Edges cut, and to first order",
      caption: `Fall of α_k, all pairs, where an edge is cut (float32 forward, float64 sums), against gradient times activation less its mean (float64), each edge and key frequency, ${atEpoch(rows)}. Where the two are equal, the network is linear in what the edge carries.`,
      axes: { x: "edge cut (logits)", y: "gradient (logits)" },
    },
  );
}
