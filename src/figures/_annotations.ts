import { bandPitch, keyPitch } from "./_arrangement.ts";
import { type BandNames, bandColour, isBand, type KeyEntry, type PlacedName } from "./_band-names.ts";
import { type Attributes, type Cell, cellOf, listed, numbered } from "./_cells.ts";
import type { Figure } from "./_figure.ts";
import type { Look } from "./_looks.ts";
import { isEmpty } from "./_ranges.ts";
import { wrapped } from "./_text-width.ts";

/** Rows that the names of each plot's bands take. */
export function bandRows({ placed }: BandNames): readonly number[] {
  return placed.map((names) => Math.max(0, ...names.map(({ row, rows }) => row + rows)));
}

/**
 * Titles of plots above the names of their bands, those of bands in their rows, the key to their numbers above all plots,
 * and what is said of an empty plot.
 */
export function annotations(
  { layout }: Figure,
  plots: readonly Cell[],
  width: number,
  bands: BandNames,
  keyTop: number,
  look: Look,
): readonly Attributes[] {
  const rows = bandRows(bands);
  const titles = listed(layout.annotations).flatMap((one) => {
    if (isBand(one.name)) return [];
    if (one.name === "node") return [{ ...one, ...box(look) }];
    if (one.name !== "title") return [one];
    const i = plots.findIndex(({ index }) => index === cellOf(one.xref));
    const text = wrapped(String(one.text), look.text, width).join("<br>");
    const yshift = (rows[i] ?? 0) * bandPitch(look) + 1;
    return [{ ...one, text, align: "left", font: { size: look.text }, borderpad: 0, yshift }];
  });
  const empty = plots.filter(isEmpty).map(({ index }) => ({
    text: "no values",
    xref: `${numbered("x", index)} domain`,
    yref: `${numbered("y", index)} domain`,
    x: 0.5,
    y: 0.5,
    showarrow: false,
    font: { size: look.text },
  }));
  const names = bands.placed.flat().map((name) => bandName(name, look));
  return [
    ...titles,
    ...names,
    ...bands.key.flatMap((line, i) => keyLine(line, keyTop - i * keyPitch(look), look)),
    ...empty,
  ];
}

function bandName({ annotation, text, row }: PlacedName, look: Look): Attributes {
  return { ...annotation, text, font: { size: look.tick }, borderpad: 0, yshift: row * bandPitch(look) };
}

/** Numbers and names on the colours of their bands, from the plots' left edge, so many pixels above their top. */
function keyLine(line: readonly KeyEntry[], above: number, look: Look): readonly Attributes[] {
  let left = 2;
  return line.map(({ text, colour, width }) => {
    const at = left;
    left += width + look.tick;
    return {
      name: "band key",
      text,
      xref: "paper",
      yref: "paper",
      x: 0,
      y: 1,
      xanchor: "left",
      yanchor: "top",
      xshift: Math.round(at),
      yshift: Math.round(above),
      showarrow: false,
      bgcolor: bandFill(colour, look),
      borderpad: 2,
      font: { size: look.tick },
    };
  });
}

/** A band's shape in its colour; another shape as it is. */
export function bandShape(shape: Attributes, look: Look): Attributes {
  return isBand(shape.name) ? { ...shape, fillcolor: bandFill(bandColour(shape.name), look) } : shape;
}

function bandFill(colour: number, { palette: { phases } }: Look): string {
  return phases[colour % phases.length];
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
