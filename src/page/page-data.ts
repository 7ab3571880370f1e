/** The themes of a page: on a light ground, on a dark one. */
export type PageTheme = "screen" | "dark";

/** How wide a panel is: a column of a desktop's page, or a telephone. */
export type PageWidth = "wide" | "narrow";

export type PageTrace = Readonly<Record<string, unknown>>;

/** What Plotly draws. */
export interface PageDrawing {
  readonly data: readonly PageTrace[];
  readonly layout: Readonly<Record<string, unknown>> & { readonly width: number; readonly height: number };
  readonly config: Readonly<Record<string, unknown>>;
}

/** For each trace, in order, what it holds at an epoch in place of what its drawing says; by attribute, "a.b" within a. */
export interface PageMoment {
  readonly epoch: number;
  readonly note?: string;
  readonly data: readonly PageTrace[];
}

/** A panel without its words, which the document has as text. */
export interface PanelData {
  readonly id: string;
  readonly drawings: Readonly<Record<PageTheme, Readonly<Record<PageWidth, PageDrawing>>>>;
  readonly moments?: readonly PageMoment[];
  /** x is the epoch: curves are zoomed together, smoothed, and their axes divided as the reader likes. */
  readonly curves?: true;
  /** … and a line is at the slider's. */
  readonly cursor?: true;
}

/** What the page's code reads from the document. */
export interface PageData {
  readonly epochs: readonly number[];
  /** The frequencies that can be followed. */
  readonly keys: readonly number[];
  readonly panels: readonly PanelData[];
}
