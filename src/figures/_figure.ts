import type { Role } from "./palettes.ts";

/** What a theme, a reader's choice or a legend must know of a trace besides its numbers. */
export interface TraceMeta {
  /** The frequency that it shows: it has one colour in all figures of a run, and can be followed. */
  readonly frequency?: number;
  /** A curve that any figure of a run may show: it looks alike in all of them. */
  readonly role?: Role;
  /** Drawn thin and grey, beneath the others: what they stand out from. */
  readonly background?: true;
  /** From 0 to 1, its place in an order: such traces are coloured along a scale, e.g. by weight decay. */
  readonly level?: number;
  /** From 0, which of several series it is, where not all figures have all: each looks alike in all of them. */
  readonly place?: number;
  /** A band as wide as a quantity: it is filled, not shaded. */
  readonly flow?: true;
  /** Drawn as axes are. */
  readonly ink?: true;
}

/** A trace of Plotly's. */
export interface Trace {
  readonly type: "scatter" | "bar" | "heatmap";
  readonly name?: string;
  readonly meta?: TraceMeta;
  readonly [attribute: string]: unknown;
}

/**
 * A Plotly figure and what a reader needs beside it. Plain JSON: written as is, compared as is. It says what is drawn;
 * colours, fonts and sizes are a theme's.
 */
export interface Figure {
  /** Kebab-case, unique within the analyzer. */
  readonly name: string;
  /** A few words, drawn above it. */
  readonly title: string;
  /** One or more sentences, written below it: what is drawn, with variant, split, keys and dtype where they have a say. */
  readonly caption: string;
  /** The epoch that it is of, where it is of one: words have it after the caption. */
  readonly epoch?: number;
  /** The column along every x axis, where there is one: phases of training lie over epochs. */
  readonly x?: string;
  readonly data: readonly Trace[];
  readonly layout: Readonly<Record<string, unknown>>;
}

/** The caption with the epoch that the figure is of. */
export function captionOf({ caption, epoch }: Pick<Figure, "caption" | "epoch">): string {
  return epoch === undefined ? caption : `${caption} At epoch ${epoch}.`;
}
