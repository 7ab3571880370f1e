import type { Naming } from "./_axes.ts";
import type { Attributes, Cell } from "./_cells.ts";
import type { Figure, Trace, TraceMeta } from "./_figure.ts";

/** A box of a diagram. */
export interface DiagramNode {
  /** Unique within the diagram. */
  readonly id: string;
  /** In the box: a few characters. */
  readonly label: string;
  /** From 0, left to right. */
  readonly column: number;
  /** How many rows it has to itself; 1 unless given. */
  readonly room?: number;
}

/** What flows: one colour, one entry of the legend. */
export interface DiagramFlow {
  readonly name: string;
  /** The frequency that it is of; where none is, it is grey. */
  readonly frequency?: number;
}

/** A connection of two nodes, from left to right. */
export interface DiagramEdge {
  readonly from: string;
  readonly to: string;
  /** How wide it is in each of the flows, from 0. */
  readonly widths: readonly number[];
}

export interface DiagramOptions extends Naming {
  /** Above the columns. */
  readonly columns: readonly string[];
  /** The sum of widths that takes the room between all nodes of a column: alike in all pictures that are compared. */
  readonly scale: number;
  /** What a width is, e.g. logits. */
  readonly unit: string;
}

/** Units: from one column to the next, from one node to the next below it, and the room at the sides. */
const COLUMN = 4000;
const ROW = 1000;
const SIDE = 1300;
/** Of the height that a column's nodes stand on, what widths of the scale take. */
const FILLED = 0.6;
/** Rows above the nodes, for the columns' names; below them, for bands that pass columns by; and below those, for the measure. */
const ABOVE = 1.4;
const PASSING = 1.4;
const MEASURE = 0.7;
/** Parts that a bend of a band is drawn in. */
const STEPS = 12;
/** Units between two edges at a node. */
const GAP = 24;
/** Units: the width of a node's post, where its bands begin and end. */
const POST = 90;

/**
 * Nodes in columns, joined by bands as wide as what flows along them: a polygon for each flow of each edge. The flows of an
 * edge lie beside one another, and so do the edges at a node, which is an upright post with its label; bands that pass a
 * column by go below its nodes. Where two diagrams differ in widths alone, their traces and all x are the same, so that one
 * moves into the other. Beneath it stands a band of a round width, which is the measure of the others.
 */
export function diagram(
  nodes: readonly DiagramNode[],
  flows: readonly DiagramFlow[],
  edges: readonly DiagramEdge[],
  { name, title, caption, columns, scale, unit }: DiagramOptions,
): Figure {
  const rows = Math.max(1, ...columns.map((_, i) => roomOf(inColumn(nodes, i))));
  const places = placesOf(nodes, columns.length, rows);
  const units = scale > 0 ? (FILLED * rows * ROW) / scale : 0;
  const bands = bandsOf(edges, places, units);
  const foot = -(PASSING + MEASURE / 2) * ROW;
  const measure = roundBelow(scale / 4);
  const trace = (of: string, polygons: readonly Polygon[], meta: TraceMeta): Trace => ({
    type: "scatter",
    mode: "lines",
    name: of,
    ...joined(polygons),
    fill: "toself",
    hoveron: "fills",
    hoverinfo: "name",
    line: { simplify: false },
    meta: { flow: true, ...meta },
  });
  const grey = { background: true } as const;
  const measured = polygon(bend([0, foot], [COLUMN / 2, foot]), 0, measure * units);
  return {
    name,
    title,
    caption,
    data: [
      ...flows.map((flow, i) =>
        trace(
          flow.name,
          bands.map(({ path, lanes }) => polygon(path, ...lanes[i])),
          flow.frequency === undefined ? grey : { frequency: flow.frequency },
        ),
      ),
      { ...trace("nodes", postsOf(nodes, places, bands), { ink: true }), showlegend: false, hoverinfo: "skip" },
      { ...trace("measure", [measured], grey), showlegend: false, hoverinfo: "skip" },
    ],
    layout: {
      xaxis: { ...HIDDEN, range: [-SIDE, (columns.length - 1) * COLUMN + SIDE] },
      yaxis: { ...HIDDEN, range: [-(PASSING + MEASURE) * ROW, (rows + ABOVE) * ROW] },
      annotations: [
        ...columns.map((text, i) => said(text, [i * COLUMN, (rows + ABOVE - 0.4) * ROW])),
        ...nodes.map(({ id, label }) => ({ ...said(label, placeIn(places, id)), name: "node" })),
        { ...said(`${measure} ${unit}`, [0.53 * COLUMN, foot]), xanchor: "left" },
      ],
    },
  };
}

/** How high a plot is in rows of nodes, where it is a diagram; else 0. */
export function diagramRows({ yaxis }: Pick<Cell, "yaxis">): number {
  const range = yaxis.range as readonly [number, number] | undefined;
  return yaxis.visible === false && range ? (range[1] - range[0]) / ROW : 0;
}

type Point = readonly [x: number, y: number];
type Places = ReadonlyMap<string, Point>;
interface Polygon {
  readonly x: readonly number[];
  readonly y: readonly number[];
}

/** A band along its middle line, and of each flow how far from that its own middle is, and how wide. */
interface Band extends Pick<DiagramEdge, "from" | "to"> {
  readonly width: number;
  readonly path: readonly Point[];
  readonly lanes: readonly (readonly [offset: number, width: number])[];
}

const HIDDEN = { visible: false, type: "linear", fixedrange: true, title: { text: "" } } as const;

function inColumn(nodes: readonly DiagramNode[], i: number): readonly DiagramNode[] {
  return nodes.filter(({ column }) => column === i);
}

function roomOf(nodes: readonly DiagramNode[]): number {
  return nodes.reduce((sum, { room = 1 }) => sum + room, 0);
}

/** Where nodes stand: those of a column from the top down in their order, spread over the height of the fullest. */
function placesOf(nodes: readonly DiagramNode[], columns: number, rows: number): Places {
  return new Map(
    Array.from({ length: columns }, (_, i) => inColumn(nodes, i)).flatMap((own, i) =>
      own.map(({ id, room = 1 }, j): [string, Point] => {
        const before = roomOf(own.slice(0, j)) + room / 2;
        return [id, [i * COLUMN, Math.round(rows * ROW * (1 - before / roomOf(own)))]];
      }),
    ),
  );
}

function placeIn(places: Places, id: string): Point {
  const found = places.get(id);
  if (!found) throw new Error(`the diagram has no node ${id}`);
  return found;
}

/** The edges' bands; those at one side of a node, and those that pass below a column, are stacked about their middle. */
function bandsOf(edges: readonly DiagramEdge[], places: Places, units: number): readonly Band[] {
  const sized = edges.map((edge) => {
    const widths = edge.widths.map((width) => Math.max(0, width) * units);
    const [from, to] = [placeIn(places, edge.from), placeIn(places, edge.to)];
    return { ...edge, fromAt: from, toAt: to, widths, width: widths.reduce((sum, one) => sum + one, 0) + GAP };
  });
  type Sized = (typeof sized)[number];
  /** How far above the middle of a stack the middle of an edge is, the first of the stack on top. */
  const above = (edge: Sized, stack: readonly Sized[]) => {
    const before = stack.slice(0, stack.indexOf(edge)).reduce((sum, { width }) => sum + width, 0);
    return stack.reduce((sum, { width }) => sum + width, 0) / 2 - before - edge.width / 2;
  };
  const highest = (end: "fromAt" | "toAt") => (one: Sized, other: Sized) => other[end][1] - one[end][1];
  const reaches = ({ fromAt, toAt }: Sized) => (toAt[0] - fromAt[0]) / COLUMN;
  return sized.map((edge) => {
    const leaving = sized.filter(({ from }) => from === edge.from).toSorted(highest("toAt"));
    const arriving = sized.filter(({ to }) => to === edge.to).toSorted(highest("fromAt"));
    const start: Point = [edge.fromAt[0], edge.fromAt[1] + above(edge, leaving)];
    const end: Point = [edge.toAt[0], edge.toAt[1] + above(edge, arriving)];
    const passed = Array.from({ length: reaches(edge) - 1 }, (_, i): Point => {
      const x = edge.fromAt[0] + (i + 1) * COLUMN;
      const passing = sized.filter(({ fromAt, toAt }) => fromAt[0] < x && toAt[0] > x).toSorted(highest("fromAt"));
      return [x, (-PASSING / 2) * ROW + above(edge, passing)];
    });
    const stops = [start, ...passed, end];
    let top = edge.width / 2;
    const lanes = edge.widths.map((width) => {
      const lane = [top - GAP / 2 - width / 2, width] as const;
      top -= width;
      return lane;
    });
    return {
      from: edge.from,
      to: edge.to,
      width: edge.width,
      path: stops.slice(1).flatMap((stop, i) => bend(stops[i], stop)),
      lanes,
    };
  });
}

/** Upright at each node, as high as the bands that come in or go out, whichever are more. */
function postsOf(nodes: readonly DiagramNode[], places: Places, bands: readonly Band[]): readonly Polygon[] {
  return nodes.map(({ id }) => {
    const [x, y] = placeIn(places, id);
    const sum = (end: "from" | "to") => bands.reduce((total, band) => total + (band[end] === id ? band.width : 0), 0);
    const ends: readonly Point[] = [
      [x - POST / 2, y],
      [x + POST / 2, y],
    ];
    return polygon(ends, 0, Math.max(sum("from"), sum("to")));
  });
}

/** A line from one point to another to its right, level at both ends. */
function bend([x0, y0]: Point, [x1, y1]: Point): readonly Point[] {
  return Array.from({ length: STEPS + 1 }, (_, i) => {
    const t = i / STEPS;
    return [x0 + (x1 - x0) * t, y0 + (y1 - y0) * t * t * (3 - 2 * t)];
  });
}

/** The outline of a band of this width, so far above a line. In whole units, which take little room in a page. */
function polygon(path: readonly Point[], offset: number, width: number): Polygon {
  const [top, bottom] = [offset + width / 2, offset - width / 2];
  const back = path.toReversed();
  return {
    x: [...path, ...back].map(([x]) => Math.round(x)),
    y: [...path.map(([, y]) => Math.round(y + top)), ...back.map(([, y]) => Math.round(y + bottom))],
  };
}

/** Polygons of one trace: a gap between each two. */
function joined(polygons: readonly Polygon[]) {
  const all = (letter: "x" | "y") =>
    polygons.flatMap((one, i): readonly (number | null)[] => (i === 0 ? one[letter] : [null, ...one[letter]]));
  return { x: all("x"), y: all("y") };
}

function said(text: string, [x, y]: Point): Attributes {
  return { text, x, y, xref: "x", yref: "y", xanchor: "center", yanchor: "middle", showarrow: false };
}

/** The largest of 1, 2 and 5 times a power of 10 that is not above a number; 0 of none above 0. */
function roundBelow(value: number): number {
  if (!(value > 0)) return 0;
  const power = Number(`1e${Math.floor(Math.log10(value))}`);
  const digit = [5, 2, 1].find((one) => one * power <= value) ?? 1;
  return Number((digit * power).toPrecision(1));
}
