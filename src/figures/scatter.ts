import type { AxisTitles, Naming } from "./_axes.ts";
import { cellTitle, gridOf, numbered } from "./_cells.ts";
import { colourAxis, colourRange } from "./_colour-scales.ts";
import type { Figure, Trace } from "./_figure.ts";

/** Points of one plot. */
export interface ScatterGroup {
  /** Above it, e.g. k = 14. */
  readonly title?: string;
  readonly x: readonly (number | null)[];
  readonly y: readonly (number | null)[];
  /** What the points' colours say. */
  readonly values?: readonly (number | null)[];
  /** What each point is, on hover. */
  readonly labels?: readonly string[];
  readonly frequency?: number;
}

export interface ScatterOptions extends Naming {
  /** Plots beside one another. */
  readonly columns?: number;
  readonly axes?: AxisTitles;
  /** Whether a unit of x is as long as one of y. True by default. */
  readonly equal?: boolean;
  /** What the colours mean; cyclic where the largest value is the least again, e.g. an angle. */
  readonly colour?: {
    readonly title: string;
    readonly cyclic?: boolean;
    readonly range?: readonly [number, number];
    /** They are whole numbers, such as epochs, and are written without powers of ten. */
    readonly whole?: boolean;
  };
}

/** Points in the plane, one plot a group, their colours on one scale. */
export function scatter(groups: readonly ScatterGroup[], options: ScatterOptions): Figure {
  const { name, title, caption, columns, axes, equal = true, colour } = options;
  const scale = colour?.cyclic ? "cyclic" : "magnitude";
  const range =
    colour?.range ??
    colourRange(
      groups.flatMap(({ values }) => values ?? []),
      scale,
    );
  const data = groups.map(
    ({ x, y, values, labels, frequency }, i): Trace => ({
      type: "scatter",
      mode: "markers",
      x: x.map(finite),
      y: y.map(finite),
      xaxis: numbered("x", i),
      yaxis: numbered("y", i),
      showlegend: false,
      ...(values ? { marker: { color: values.map(finite), coloraxis: "coloraxis" } } : {}),
      ...(labels ? { text: labels } : {}),
      ...(frequency === undefined ? {} : { meta: { frequency } }),
    }),
  );
  const planes = groups.flatMap((_, i) => [
    [
      numbered("xaxis", i),
      {
        title: { text: axes?.x ?? "x" },
        type: "linear",
        anchor: numbered("y", i),
        ...(equal ? { constrain: "domain" } : {}),
      },
    ],
    [
      numbered("yaxis", i),
      {
        title: { text: axes?.y ?? "y" },
        type: "linear",
        anchor: numbered("x", i),
        ...(equal ? { scaleanchor: numbered("x", i), constrain: "domain" } : {}),
      },
    ],
  ]);
  const coloured = colour !== undefined && groups.some(({ values }) => values !== undefined);
  return {
    name,
    title,
    caption,
    data,
    layout: {
      ...gridOf(groups.length, columns),
      ...Object.fromEntries(planes),
      ...(coloured
        ? {
            coloraxis: {
              ...colourAxis(scale, range),
              colorbar: { title: { text: colour.title }, ...(colour.whole ? { tickformat: ",d" } : {}) },
            },
          }
        : {}),
      annotations: groups.flatMap((group, i) => (group.title === undefined ? [] : [cellTitle(group.title, i)])),
    },
  };
}

function finite(value: number | null): number | null {
  return value !== null && Number.isFinite(value) ? value : null;
}
