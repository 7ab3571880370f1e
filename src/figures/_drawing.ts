import type { PaletteName } from "./palettes.ts";

/** How figures look: on a white page, on a dark one, or in print. */
export const THEMES = ["screen", "dark", "paper"] as const;
export type Theme = (typeof THEMES)[number];

/** Where the legend stands: below the plots, or nowhere, as where a text says what is what. */
export const LEGENDS = ["below", "none"] as const;
export type LegendPlace = (typeof LEGENDS)[number];

export interface Style {
  readonly theme: Theme;
  /** Inches, at 96 pixels each. */
  readonly width?: number;
  /** Inches; else what suits the figure. */
  readonly height?: number;
  /** The key frequencies: each has its own colour, in this order, in all figures of a run. */
  readonly keys?: readonly number[];
  /** A family of fonts, before those that the theme has. Room for text is reckoned with Arial's widths. */
  readonly font?: string;
  /** Of axis titles and legends, in points; ticks are smaller and titles larger in proportion. */
  readonly fontSize?: number;
  readonly palette?: PaletteName;
  /** Without a ground of its own. */
  readonly transparent?: boolean;
  /** Whether the figure's title is drawn above it; else as the theme has it: in print there is none. */
  readonly title?: boolean;
  readonly legend?: LegendPlace;
  /** Inches that it may be narrowed to where it is shown: names of bands and legends have their places there too. */
  readonly narrowest?: number;
  /** It can be zoomed into: curves keep points that this width does not show apart. */
  readonly zoomable?: boolean;
}

/** What Plotly draws: a figure in a theme. Plain JSON. */
export interface Drawing {
  readonly data: readonly Readonly<Record<string, unknown>>[];
  readonly layout: Readonly<Record<string, unknown>> & { readonly width: number; readonly height: number };
  readonly config: Readonly<Record<string, unknown>>;
  /** For whoever cannot see it: the SVG's `<title>` and `<desc>`. */
  readonly title: string;
  readonly description: string;
}
