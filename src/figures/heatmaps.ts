import type { AxisTitles, Naming } from "./_axes.ts";
import { type Attributes, cellTitle, gridOf, numbered } from "./_cells.ts";
import { colourAxis, colourRange } from "./_colour-scales.ts";
import type { Figure, Trace } from "./_figure.ts";

export interface HeatMap {
  /** Above it, e.g. head 0. */
  readonly title?: string;
  /** Rows from the lowest up, each from left to right; null is left blank. */
  readonly z: readonly (readonly (number | null)[])[];
  /** Names of the places along x and y, where they are not 0, 1, 2, … */
  readonly x?: readonly (number | string)[];
  readonly y?: readonly (number | string)[];
  readonly frequency?: number;
}

export interface HeatMapsOptions extends Naming {
  /** Maps beside one another. */
  readonly columns?: number;
  /** Colours about 0, or from the least value to the largest; diverging where some value is below 0. */
  readonly scale?: "diverging" | "amount";
  /** One colour bar for all maps, from their least value to their largest; else each has its own. True by default. */
  readonly shared?: boolean;
  /** The least and the largest value that all colours are of, e.g. over all epochs. */
  readonly range?: readonly [number, number];
  /** What the colours mean, beside the colour bar. */
  readonly quantity?: string;
  readonly axes?: AxisTitles;
  /** Whether a step along x is as long as one along y. True by default. */
  readonly square?: boolean;
}

/** Small multiples of colours over a grid of places: over pairs of inputs, b goes across and a goes up. */
export function heatmaps(maps: readonly HeatMap[], options: HeatMapsOptions): Figure {
  const { name, title, caption, columns, shared = true, quantity = "", axes, square = true } = options;
  const all = maps.flatMap(({ z }) => z.flat());
  const scale = options.scale ?? (all.some((value) => value !== null && value < 0) ? "diverging" : "amount");
  const colours = (values: readonly (number | null)[]) =>
    colourAxis(scale, options.range ?? colourRange(values, scale));
  const data = maps.map(
    ({ z, x, y, frequency }, i): Trace => ({
      type: "heatmap",
      z: z.map((row) => row.map((value) => (value === null || !Number.isFinite(value) ? null : value))),
      ...(x ? { x } : {}),
      ...(y ? { y } : {}),
      xaxis: numbered("x", i),
      yaxis: numbered("y", i),
      coloraxis: numbered("coloraxis", shared ? 0 : i),
      ...(frequency === undefined ? {} : { meta: { frequency } }),
    }),
  );
  const axesOf = (_: HeatMap, i: number): readonly (readonly [string, Attributes])[] => [
    [
      numbered("xaxis", i),
      { title: { text: axes?.x ?? "b" }, anchor: numbered("y", i), ...(square ? { constrain: "domain" } : {}) },
    ],
    [
      numbered("yaxis", i),
      {
        title: { text: axes?.y ?? "a" },
        anchor: numbered("x", i),
        ...(square ? { scaleanchor: numbered("x", i), constrain: "domain" } : {}),
      },
    ],
    ...(shared && i > 0
      ? []
      : [
          [
            numbered("coloraxis", i),
            { ...colours(shared ? all : maps[i].z.flat()), colorbar: { title: { text: quantity } } },
          ] as const,
        ]),
  ];
  const titles = maps.flatMap((map, i) => (map.title === undefined ? [] : [cellTitle(map.title, i)]));
  return {
    name,
    title,
    caption,
    data,
    layout: { ...gridOf(maps.length, columns), ...Object.fromEntries(maps.flatMap(axesOf)), annotations: titles },
  };
}
