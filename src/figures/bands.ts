import { bandName, isBand } from "./_band-names.ts";
import { type Attributes, cells, listed, numbered } from "./_cells.ts";
import type { Figure } from "./_figure.ts";
import { extent } from "./_ranges.ts";

/** A stretch of epochs with a name, e.g. a phase of training. */
export interface Band {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  /** Which of the bands' colours it has, from 0; else that of its place in the list. */
  readonly colour?: number;
}

/**
 * The figure with its stretches of epochs shaded and named in every plot; the figure itself where its x axis is no axis of
 * epochs, or where it has bands already. The caption says what is shaded and where its ends are.
 */
export function withBands(figure: Figure, bands: readonly Band[]): Figure {
  const has = listed(figure.layout.shapes).some(({ name }) => isBand(name));
  if (figure.x !== "epoch" || bands.length === 0 || has) return figure;
  const shaded = cells(figure).map(({ index, xaxis, traces }) => {
    const log = xaxis.type === "log";
    const epochs = traces.flatMap(({ x }) => (Array.isArray(x) ? x : []));
    const [least, most] = extent(epochs.filter((value) => !log || value > 0)) ?? [0, 0];
    const within = bands
      .map((band, i) => ({
        ...band,
        mark: bandName(band.colour ?? i, i + 1),
        from: Math.max(band.from, least),
        to: Math.min(band.to, most),
      }))
      .filter(({ from, to }) => from < to);
    return {
      shapes: within.map((band) => shape(band, index)),
      // Plotly takes the places of annotations, unlike those of shapes, as logarithms where the axis is logarithmic.
      annotations: within.map((band) =>
        annotation(band, index, log ? (Math.log10(band.from) + Math.log10(band.to)) / 2 : (band.from + band.to) / 2),
      ),
    };
  });
  const said = bands.map(({ name, from, to }) => `${name} (epochs ${from} to ${to})`).join(", ");
  return {
    ...figure,
    caption: `${figure.caption} Shaded: ${said}.`,
    layout: {
      ...figure.layout,
      shapes: [...shaded.flatMap(({ shapes }) => shapes), ...listed(figure.layout.shapes)],
      annotations: [...listed(figure.layout.annotations), ...shaded.flatMap(({ annotations }) => annotations)],
    },
  };
}

interface Placed extends Band {
  /** The name of its shapes and annotations. */
  readonly mark: string;
}

function shape({ from, to, mark }: Placed, index: number): Attributes {
  return {
    name: mark,
    type: "rect",
    layer: "below",
    xref: numbered("x", index),
    yref: `${numbered("y", index)} domain`,
    x0: from,
    x1: to,
    y0: 0,
    y1: 1,
    line: { width: 0 },
  };
}

function annotation({ name, mark }: Placed, index: number, x: number): Attributes {
  return {
    name: mark,
    text: name,
    xref: numbered("x", index),
    yref: `${numbered("y", index)} domain`,
    x,
    y: 1,
    xanchor: "center",
    yanchor: "bottom",
    showarrow: false,
  };
}
