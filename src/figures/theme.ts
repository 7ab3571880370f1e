import { plainly } from "../plain.ts";
import { annotations, bandRows, bandShape } from "./_annotations.ts";
import {
  type Across,
  type Area,
  across,
  type Down,
  down,
  isTitled,
  legendPitch,
  plotArea,
  titleOf,
} from "./_arrangement.ts";
import { styledAxis } from "./_axis-looks.ts";
import { bandNames } from "./_band-names.ts";
import { type Attributes, type Cell, cells, listed, numbered } from "./_cells.ts";
import { colourBars } from "./_colour-bars.ts";
import type { Drawing, Style } from "./_drawing.ts";
import { captionOf, type Figure, type Trace } from "./_figure.ts";
import { type LegendRow, legendRows } from "./_legend-rows.ts";
import { type Look, lookOf } from "./_looks.ts";
import { isEmpty } from "./_ranges.ts";
import { styledTraces } from "./_series-looks.ts";
import { drawnPoints } from "./_thinned-line.ts";

/** Nothing leaves the page, and nothing moves when it does. */
const CONFIG = { responsive: false, displaylogo: false, showSendToCloud: false, plotlyServerURL: "" };

/**
 * A figure as it is drawn in a theme: the traces in the same order, in colours and dashes; plots, legends and names of bands
 * where none covers another, at 96 pixels an inch. In print there is no title, as captions belong to the text around it.
 */
export function drawn(asked: Figure, style: Style): Drawing {
  // Names in it are strangers', and SVG is XML, which takes no control character.
  const figure = plainly(asked);
  const look = lookOf(style);
  const plots = cells(figure);
  const sides = across(figure, plots, style, look);
  // What stands beside the curves, names of bands and legends, has its place where the figure is narrowest.
  const lost = Math.max(0, sides.width - 96 * (style.narrowest ?? Infinity));
  const total = sides.width - sides.left - sides.right - lost;
  const cellWidth = sides.cellWidth - lost / sides.columns;
  const legends = legendRows(
    styledTraces(figure, style.keys ?? [], look),
    (cell) => (cell === null || plots.length === 1 ? total : cellWidth),
    style.legend ?? "below",
    look,
  );
  const bands = bandNames(figure, plots, cellWidth, total, look);
  const page = down(figure, plots, sides, legends.rows, { rows: bandRows(bands), key: bands.key.length }, style, look);
  const area = plotArea(sides, page);
  return {
    data: [
      ...legends.traces.map((trace) => (style.zoomable ? trace : thinned(trace, plots, sides.cellWidth))),
      ...plots.filter(isEmpty).map(nothing),
    ],
    layout: {
      ...untouched(figure.layout),
      ...pageLook(page, sides, area, look),
      ...Object.fromEntries(plots.flatMap((cell, i) => axes(figure, plots, cell, i, sides, page, area, look))),
      ...colourBars(figure, plots, page, area, look),
      ...Object.fromEntries(legends.rows.map((row) => [row.id, legend(row, plots, page, area, look)])),
      showlegend: legends.rows.length > 0,
      shapes: listed(figure.layout.shapes).map((shape) => bandShape(shape, look)),
      annotations: annotations(figure, plots, sides.cellWidth, bands, area.top - page.keyTop, look),
      width: sides.width,
      height: page.height,
    },
    config: CONFIG,
    title: figure.title,
    description: captionOf(figure),
  };
}

/** A line without the points that a plot of this width does not show apart. */
function thinned(trace: Trace, plots: readonly Cell[], width: number): Trace {
  const { x, y, type, fill } = trace;
  if (type !== "scatter" || fill !== undefined || !Array.isArray(x) || !Array.isArray(y)) return trace;
  if (!String(trace.mode).startsWith("lines")) return trace;
  const cell = plots.find(({ traces }) => traces.some((one) => one.xaxis === trace.xaxis));
  const kept = drawnPoints(x, y, cell?.xaxis.type === "log", Math.ceil(width));
  return kept.length === y.length ? trace : { ...trace, x: kept.map((i) => x[i]), y: kept.map((i) => y[i]) };
}

const NO_GROUND = "rgba(0,0,0,0)";

/** A trace that shows nothing, without which Plotly would leave the plot out. */
function nothing({ index }: Cell): Attributes {
  const axes = { xaxis: numbered("x", index), yaxis: numbered("y", index) };
  return { type: "scatter", x: [null], y: [null], ...axes, showlegend: false, hoverinfo: "skip" };
}

function untouched(layout: Attributes): Attributes {
  return Object.fromEntries(Object.entries(layout).filter(([key]) => key !== "grid"));
}

function pageLook({ title, height }: Down, { width }: Across, area: Area, look: Look): Attributes {
  return {
    font: { family: look.font, size: look.text, color: look.ink },
    paper_bgcolor: look.transparent ? NO_GROUND : look.ground,
    plot_bgcolor: look.transparent ? NO_GROUND : look.ground,
    colorway: look.palette.series,
    separators: ".\u2009",
    hovermode: "closest",
    margin: {
      l: area.left,
      r: width - area.left - area.width,
      t: area.top,
      b: height - area.top - area.height,
      pad: 0,
      // All has its room already: Plotly would draw everything again to make sure.
      autoexpand: false,
    },
    ...(title.length === 0
      ? {}
      : {
          title: {
            text: title.join("<br>"),
            font: { size: look.title },
            x: look.text / width,
            xref: "container",
            xanchor: "left",
            y: 1 - (0.5 * look.text) / height,
            yref: "container",
            yanchor: "top",
          },
        }),
    bargap: 0.2,
    hoverlabel: { font: { family: look.font, size: look.tick } },
  };
}

function axes(
  figure: Figure,
  plots: readonly Cell[],
  cell: Cell,
  i: number,
  { columns }: Across,
  { boxes }: Down,
  area: Area,
  look: Look,
): readonly (readonly [string, Attributes])[] {
  const box = boxes[i];
  const [x0, y1] = [(box.left - area.left) / area.width, 1 - (box.top - area.top) / area.height];
  const beside = i % columns > 0 ? plots[i - 1] : undefined;
  const full = figure.x === "epoch" && cell.traces.every(({ type }) => type === "scatter");
  const x = {
    length: box.width,
    domain: fractions(x0, x0 + box.width / area.width),
    titled: isTitled(plots, i, columns),
    full,
  };
  const y = {
    length: box.height,
    domain: fractions(y1 - box.height / area.height, y1),
    titled: beside === undefined || titleOf(beside.yaxis) !== titleOf(cell.yaxis),
    full,
  };
  return [
    [numbered("xaxis", cell.index), { anchor: numbered("y", cell.index), ...styledAxis(cell, "x", x, look) }],
    [numbered("yaxis", cell.index), { anchor: numbered("x", cell.index), ...styledAxis(cell, "y", y, look) }],
  ];
}

/** Rounding must not take a domain out of the plot area. */
function fractions(from: number, to: number): readonly [number, number] {
  const within = (value: number) => Math.min(1, Math.max(0, Number(value.toFixed(6))));
  return [within(from), within(to)];
}

function legend(row: LegendRow, plots: readonly Cell[], page: Down, area: Area, look: Look): Attributes {
  const i = plots.findIndex((cell) => cell.index === row.cell);
  const box = page.boxes[i];
  const alone = plots.length === 1;
  const top = box ? box.top + box.height + page.legendOffset[i] : page.legendTop;
  return {
    orientation: "h",
    x: box && !alone ? (box.left - area.left) / area.width : 0,
    xanchor: "left",
    // Plotly keeps a few pixels within a legend free above its text.
    y: 1 - (top + row.row * legendPitch(look) - 3 - area.top) / area.height,
    yanchor: "top",
    font: { size: look.text },
    bgcolor: "rgba(0,0,0,0)",
    itemwidth: 30,
    traceorder: "normal",
    tracegroupgap: 0,
  };
}
