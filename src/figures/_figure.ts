/** A Plotly figure and what a reader needs beside it. Plain JSON: written as is, compared as is. */
export interface Figure {
  /** Kebab-case, unique within the analyzer. */
  readonly name: string;
  readonly caption: string;
  readonly data: readonly Readonly<Record<string, unknown>>[];
  readonly layout: Readonly<Record<string, unknown>>;
}
