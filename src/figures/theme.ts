import {
  type Across,
  across,
  bandPitch,
  type Down,
  down,
  hasOwnBars,
  isTitled,
  legendPitch,
  titleOf,
} from "./_arrangement.ts";
import { styledAxis } from "./_axis-looks.ts";
import { bandPlace, isBand, type PlacedName, placedNames } from "./_band-names.ts";
import { type Attributes, attributes, type Cell, cellOf, cells, listed, numbered } from "./_cells.ts";
import type { Drawing, Style } from "./_drawing.ts";
import { captionOf, type Figure } from "./_figure.ts";
import { type LegendRow, legendRows } from "./_legend-rows.ts";
import { FONT, LOOKS, type Look } from "./_looks.ts";
import { isEmpty } from "./_ranges.ts";
import { styledTraces } from "./_series-looks.ts";
import { wrapped } from "./_text-width.ts";

/** Nothing leaves the page, and nothing moves when it does. */
const CONFIG = { responsive: false, displaylogo: false, showSendToCloud: false, plotlyServerURL: "" };

/**
 * A figure as it is drawn in a theme: the traces in the same order, in colours and dashes; plots, legends and names of bands
 * where none covers another, at 96 pixels an inch. In print there is no title, as captions belong to the text around it.
 */
export function drawn(figure: Figure, style: Style): Drawing {
  const look = LOOKS[style.theme];
  const plots = cells(figure);
  const sides = across(figure, plots, style, look);
  const total = sides.width - sides.left - sides.right;
  const legends = legendRows(
    styledTraces(figure, style.keys ?? [], look),
    (cell) => (cell === null || plots.length === 1 ? total : sides.cellWidth),
    look,
  );
  const names = plots.map((cell) => placedNames(figure, cell, sides.cellWidth, look));
  const bandRows = names.map((placed) => Math.max(0, ...placed.map(({ row }) => row + 1)));
  const page = down(figure, plots, sides, legends.rows, bandRows, style, look);
  const area = plotArea(sides, page);
  return {
    data: [...legends.traces, ...plots.filter(isEmpty).map(nothing)],
    layout: {
      ...untouched(figure.layout),
      ...pageLook(page, sides, area, look),
      ...Object.fromEntries(plots.flatMap((cell, i) => axes(figure, plots, cell, i, sides, page, area, look))),
      ...colourBars(figure, plots, page, area, look),
      ...Object.fromEntries(legends.rows.map((row) => [row.id, legend(row, plots, page, area, look)])),
      showlegend: legends.rows.length > 0,
      shapes: listed(figure.layout.shapes).map((shape) => bandShape(shape, look)),
      annotations: annotations(figure, plots, sides.cellWidth, names, bandRows, look),
      width: sides.width,
      height: page.height,
    },
    config: CONFIG,
    title: figure.title,
    description: captionOf(figure),
  };
}

/** A trace that shows nothing, without which Plotly would leave the plot out. */
function nothing({ index }: Cell): Attributes {
  const axes = { xaxis: numbered("x", index), yaxis: numbered("y", index) };
  return { type: "scatter", x: [null], y: [null], ...axes, showlegend: false, hoverinfo: "skip" };
}

/** The rectangle from the first plot's corner to the last one's, in pixels: what Plotly's fractions are of. */
interface Area {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

function plotArea({ width, left, right }: Across, { boxes }: Down): Area {
  const top = Math.min(...boxes.map((box) => box.top));
  const bottom = Math.max(...boxes.map((box) => box.top + box.height));
  return { left, top, width: width - left - right, height: bottom - top };
}

function untouched(layout: Attributes): Attributes {
  return Object.fromEntries(Object.entries(layout).filter(([key]) => key !== "grid"));
}

function pageLook({ title, height }: Down, { width }: Across, area: Area, look: Look): Attributes {
  return {
    font: { family: FONT, size: look.text, color: look.ink },
    paper_bgcolor: look.ground,
    plot_bgcolor: look.ground,
    colorway: look.colours,
    separators: ".\u2009",
    hovermode: "closest",
    margin: {
      l: area.left,
      r: width - area.left - area.width,
      t: area.top,
      b: height - area.top - area.height,
      pad: 0,
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
    hoverlabel: { font: { family: FONT, size: look.tick } },
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

/** Beside its own plot where each has one, else beside the first row of plots. */
function colourBars(figure: Figure, plots: readonly Cell[], { boxes }: Down, area: Area, look: Look): Attributes {
  const own = hasOwnBars(figure, plots);
  const bars = Object.entries(figure.layout).flatMap(([key, value]): (readonly [string, unknown])[] => {
    const [, number] = /^coloraxis(\d*)$/.exec(key) ?? [];
    if (number === undefined) return [];
    const index = number === "" ? 0 : Number(number) - 1;
    const box = boxes[plots.findIndex((cell) => cell.index === index)] ?? boxes[0];
    const right = own ? box.left + box.width : area.left + area.width;
    const axis = attributes(value);
    const bar = attributes(axis.colorbar);
    return [
      [
        key,
        {
          ...axis,
          colorbar: {
            ...bar,
            title: { ...attributes(bar.title), side: "right", font: { size: look.text } },
            tickfont: { size: look.tick },
            thicknessmode: "pixels",
            thickness: 0.75 * look.text,
            lenmode: "pixels",
            len: Math.round(box.height),
            xpad: 0,
            ypad: 0,
            x: (right - area.left + 0.8 * look.text) / area.width,
            xanchor: "left",
            y: 1 - (box.top - area.top + box.height / 2) / area.height,
            yanchor: "middle",
            outlinewidth: 0,
            ticks: "outside",
            ticklen: 3,
            tickwidth: look.axisWidth,
            tickcolor: look.axis,
            nticks: Math.max(3, Math.floor(box.height / (3 * look.tick))),
            exponentformat: "power",
          },
        },
      ],
    ];
  });
  return Object.fromEntries(bars);
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

function bandShape(shape: Attributes, look: Look): Attributes {
  if (!isBand(shape.name)) return shape;
  return { ...shape, fillcolor: look.bands[bandPlace(shape.name) % look.bands.length] };
}

/** A node of a diagram. */
function box(look: Look): Attributes {
  return {
    font: { size: look.tick },
    bgcolor: look.ground,
    bordercolor: look.axis,
    borderwidth: look.axisWidth,
    borderpad: 3,
  };
}

/** Titles of plots above the names of their bands, those of bands in their rows, and what is said of an empty plot. */
function annotations(
  { layout }: Figure,
  plots: readonly Cell[],
  width: number,
  names: readonly (readonly PlacedName[])[],
  bandRows: readonly number[],
  look: Look,
): readonly Attributes[] {
  const titles = listed(layout.annotations).flatMap((one) => {
    if (isBand(one.name)) return [];
    if (one.name === "node") return [{ ...one, ...box(look) }];
    if (one.name !== "title") return [one];
    const i = plots.findIndex(({ index }) => index === cellOf(one.xref));
    const text = wrapped(String(one.text), look.text, width).join("<br>");
    const yshift = (bandRows[i] ?? 0) * bandPitch(look) + 1;
    return [{ ...one, text, align: "left", font: { size: look.text }, borderpad: 0, yshift }];
  });
  const bands = names.flat().map(({ annotation, row, shift }) => ({
    ...annotation,
    font: { size: look.tick },
    borderpad: 0,
    xshift: Math.round(shift),
    yshift: row * bandPitch(look),
  }));
  const empty = plots.filter(isEmpty).map(({ index }) => ({
    text: "no values",
    xref: `${numbered("x", index)} domain`,
    yref: `${numbered("y", index)} domain`,
    x: 0.5,
    y: 0.5,
    showarrow: false,
    font: { size: look.text },
  }));
  return [...titles, ...bands, ...empty];
}
