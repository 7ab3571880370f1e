import { type Attributes, attributes, type Cell, cellOf, listed } from "./_cells.ts";
import type { Style } from "./_drawing.ts";
import type { Figure } from "./_figure.ts";
import type { LegendRow } from "./_legend-rows.ts";
import type { Look } from "./_looks.ts";
import { along, axisExtent, endLabels } from "./_ranges.ts";
import { textWidth, wrapped } from "./_text-width.ts";
import { diagramRows } from "./diagram.ts";

/** Where a plot stands, in pixels from the figure's left and top. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Everything of a figure that lies beside its curves, across; in pixels. */
export interface Across {
  readonly width: number;
  readonly columns: number;
  readonly left: number;
  readonly right: number;
  readonly gap: number;
  /** Of every plot alike. */
  readonly cellWidth: number;
}

/** The height of a plot of curves over its width, and the least and the most that it has, in type sizes. */
const SLENDER = 0.62;
const [LOWEST, HIGHEST] = [8, 24];
/** The least width of a plot of curves, and of a map, in type sizes; of one of many, which would else fill a page by height. */
const [NARROW_CURVES, NARROW_MAP] = [11, 6.5];
const [MANY, OF_MANY] = [3, 0.75];
/** From one node of a diagram to the next below it, in type sizes. */
const DIAGRAM_ROW = 2.6;
/** Beside plots: a colour bar and its ticks, with its title or without. */
const [COLOUR_BAR, TITLED_BAR] = [3.7, 5.4];

/** How the plots stand beside one another: as many as the figure asks for, or as have room. */
export function across(figure: Figure, cells: readonly Cell[], style: Style, look: Look): Across {
  // Not whole pixels: a length in centimetres is kept to the digits that an SVG states.
  const width = Number(((style.width ?? look.width) * 96).toFixed(3));
  const own = hasOwnBars(figure, cells);
  const one = figure.layout.coloraxis !== undefined && !own;
  const bar = TITLED_BAR * look.text;
  const ticks = Math.max(...cells.map((cell) => tickRoom(cell, width, look)));
  const title = 1.6 * look.text;
  const left = ticks + title + 2;
  const right = 2 * look.tick + (own || one ? bar : 0);
  const titles = new Set(cells.map(({ yaxis }) => titleOf(yaxis)));
  const gap =
    ticks +
    (titles.size > 1 ? title : 0.4 * look.text) +
    (own ? (barTitles(figure).size > 1 ? bar : COLOUR_BAR * look.text) : 0.5 * look.text);
  const narrow = cells.length < MANY ? 1 : OF_MANY;
  const least = (cells.every(isMap) ? NARROW_MAP : NARROW_CURVES) * narrow * look.text;
  const room = Math.max(1, Math.floor((width - left - right + gap) / (least + gap)));
  const asked = Number(attributes(figure.layout.grid).columns ?? 1);
  // Rows of about one length: five plots that have room for four stand as three and two.
  const rows = Math.ceil(cells.length / Math.min(asked, room));
  // Where that many have no room, a part of them that divides them keeps alike plots under one another.
  const part = Array.from({ length: room }, (_, i) => room - i).find(
    (count) => count > 1 && asked % count === 0 && 2 * count >= room,
  );
  const columns = asked <= room ? asked : (part ?? Math.ceil(cells.length / rows));
  return { width, columns, left, right, gap, cellWidth: (width - left - right - (columns - 1) * gap) / columns };
}

/** Whether each plot has colours, and a colour bar, of its own. */
export function hasOwnBars({ layout }: Figure, cells: readonly Cell[]): boolean {
  return cells.length > 1 && Object.keys(layout).some((key) => /^coloraxis\d+$/.test(key));
}

/** The titles of all colour bars: one that all have stands beside the last of a row alone. */
export function barTitles({ layout }: Figure): ReadonlySet<string> {
  const axes = Object.entries(layout).filter(([key]) => /^coloraxis\d*$/.test(key));
  return new Set(axes.map(([, axis]) => titleOf(attributes(attributes(axis).colorbar))));
}

function isMap({ yaxis, traces }: Cell): boolean {
  return yaxis.scaleanchor !== undefined || traces.some(({ type }) => type === "heatmap");
}

export function titleOf(axis: Attributes): string {
  return String(attributes(axis.title).text ?? "");
}

/** The room that the ticks' labels along y take: the longest name where they are texts, else that of the longest number. */
function tickRoom(cell: Cell, width: number, look: Look): number {
  if (diagramRows(cell) > 0) return 0;
  const around = look.tickLength + 5;
  if (cell.yaxis.type === "log") return around + 2.4 * look.tick;
  const texts = along(cell, "y").filter((value) => typeof value === "string");
  const labels = texts.length > 0 ? texts : endLabels(axisExtent(cell, "y") ?? [0, 1]);
  const longest = Math.max(look.tick, ...labels.map((label) => textWidth(label, look.tick)));
  return around + Math.min(0.5 * width, longest);
}

/** What stands above and below each row of plots, and how high the plots are. */
export interface Down {
  readonly height: number;
  /** The figure's title in lines. */
  readonly title: readonly string[];
  /** Where the key to the bands' numbers begins. */
  readonly keyTop: number;
  readonly boxes: readonly Box[];
  /** Below everything else, where the rows of a legend of all plots begin. */
  readonly legendTop: number;
  /** Below a plot's bottom, where the rows of its own legend begin. */
  readonly legendOffset: readonly number[];
}

/** Rows of the names above each plot's bands, and lines of the key to all of them. */
export interface BandRoom {
  readonly rows: readonly number[];
  readonly key: number;
}

/** Where every plot stands, from the top down. */
export function down(
  figure: Figure,
  cells: readonly Cell[],
  { columns, left, gap, cellWidth, width }: Across,
  legends: readonly LegendRow[],
  bands: BandRoom,
  style: Style,
  look: Look,
): Down {
  const title =
    look.title === null || figure.title === "" ? [] : wrapped(figure.title, look.title, width - 2 * look.text);
  const rows = Math.ceil(cells.length / columns);
  const inRow = (row: number) => cells.slice(row * columns, (row + 1) * columns);
  const most = (row: number, of: (cell: Cell, i: number) => number) =>
    Math.max(...inRow(row).map((cell, i) => of(cell, row * columns + i)));
  const legendHeight = (count: number) => (count > 0 ? count * legendPitch(look) + 0.5 * look.text : 0);
  const above = (row: number) =>
    most(row, (cell, i) => titleHeight(figure, cell, cellWidth, look) + bands.rows[i] * bandPitch(look)) +
    0.5 * look.text;
  const ticks = (cell: Cell, i: number) =>
    tickDepth(cell, cellWidth, look) + (isTitled(cells, i, columns) ? 1.45 * look.text : 0);
  const below = (row: number) =>
    most(row, (cell, i) => ticks(cell, i) + legendHeight(legends.filter((one) => one.cell === cell.index).length)) +
    0.3 * look.text;
  const keyTop = title.length * 1.25 * (look.title ?? 0) + (title.length > 0 ? 0.8 * look.text : 0);
  const head = keyTop + (bands.key > 0 ? bands.key * keyPitch(look) - 0.2 * look.text : 0);
  const foot = legendHeight(legends.filter(({ cell }) => cell === null).length) + 0.2 * look.text;
  const natural = Array.from({ length: rows }, (_, row) => most(row, (cell) => plotHeight(cell, cellWidth, look)));
  const beside = head + foot + natural.reduce((sum, _, row) => sum + above(row) + below(row), 0);
  const wanted = natural.reduce((sum, height) => sum + height, 0);
  const room = style.height === undefined ? wanted : Math.max(wanted / 4, style.height * 96 - beside);
  const tops: number[] = [];
  let y = head;
  for (const [row, height] of natural.entries()) {
    tops.push(y + above(row));
    y += above(row) + (height * room) / wanted + below(row);
  }
  return {
    height: Math.round(y + foot),
    title,
    keyTop: keyTop + 2,
    boxes: cells.map((_, i) => ({
      left: left + (i % columns) * (cellWidth + gap),
      top: tops[Math.floor(i / columns)],
      width: cellWidth,
      height: (natural[Math.floor(i / columns)] * room) / wanted,
    })),
    legendTop: y,
    legendOffset: cells.map(ticks),
  };
}

/** Pixels from one row of a legend to the next, and from one row of bands' names to the next. */
export function legendPitch({ text }: Look): number {
  return Math.ceil(1.4 * text);
}
export function bandPitch({ tick }: Look): number {
  return Math.ceil(1.3 * tick);
}
/** Pixels from one line of the key to bands' numbers to the next. */
export function keyPitch(look: Look): number {
  return bandPitch(look) + 4;
}

/** Whether a plot's title along x is drawn: at the lowest of those above one another that have the same. */
export function isTitled(cells: readonly Cell[], i: number, columns: number): boolean {
  const next = cells[i + columns];
  return next === undefined || titleOf(next.xaxis) !== titleOf(cells[i].xaxis);
}

function titleHeight({ layout }: Figure, { index }: Cell, width: number, look: Look): number {
  const title = listed(layout.annotations).find(({ name, xref }) => name === "title" && cellOf(xref) === index);
  const lines = title ? wrapped(String(title.text), look.text, width).length : 0;
  return lines > 0 ? (1.25 * lines + 0.3) * look.text : 0;
}

function tickDepth(cell: Cell, width: number, look: Look): number {
  if (diagramRows(cell) > 0) return 0;
  const names = cell.xaxis.type === "category" ? [...new Set(along(cell, "x").map(String))] : [];
  const upright = names.some((name) => name.length * look.tick * 0.55 > width / names.length);
  const longest = Math.max(0, ...names.map((name) => textWidth(name, look.tick)));
  const level = (cell.xaxis.type === "log" ? 1.6 : 1.25) * look.tick;
  return look.tickLength + 3 + (upright ? longest : level);
}

function plotHeight(cell: Cell, width: number, look: Look): number {
  const rows = diagramRows(cell);
  if (rows > 0) return rows * DIAGRAM_ROW * look.text;
  const map = cell.traces.find(({ type }) => type === "heatmap");
  if (cell.yaxis.type === "category") return 1.9 * look.tick * new Set(along(cell, "y")).size + look.text;
  if (isMap(cell) && cell.yaxis.scaleanchor !== undefined) {
    const z = (map?.z ?? []) as readonly (readonly unknown[])[];
    return width * Math.min(2, z.length > 0 && z[0].length > 0 ? z.length / z[0].length : 1);
  }
  return Math.min(HIGHEST * look.text, Math.max(LOWEST * look.text, SLENDER * width));
}

/** The rectangle from the first plot's corner to the last one's, in pixels: what Plotly's fractions are of. */
export interface Area {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export function plotArea({ width, left, right }: Across, { boxes }: Down): Area {
  const top = Math.min(...boxes.map((box) => box.top));
  const bottom = Math.max(...boxes.map((box) => box.top + box.height));
  return { left, top, width: width - left - right, height: bottom - top };
}
