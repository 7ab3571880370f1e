import type { PageTrace } from "./page-data.ts";

/** What a click on a plot says. */
export interface PlotClick {
  readonly points: readonly { readonly curveNumber: number }[];
  /** The pointer on the x axis, in the axis's values. */
  readonly xvals?: readonly unknown[];
}

/** An element that Plotly has drawn in. */
export interface Plot extends HTMLElement {
  readonly layout: Readonly<Record<string, unknown>>;
  on(event: "plotly_click", listener: (click: PlotClick) => void): void;
  on(event: "plotly_afterplot", listener: () => void): void;
  on(event: "plotly_relayout", listener: (change: Attributes) => void): void;
}

type Attributes = Readonly<Record<string, unknown>>;

/** As much of Plotly as the page asks of it. */
export interface Plotly {
  react(element: HTMLElement, data: readonly PageTrace[], layout: Attributes, config: Attributes): Promise<Plot>;
  relayout(element: HTMLElement, change: Attributes): Promise<Plot>;
  toImage(
    element: HTMLElement,
    options: {
      readonly format: "svg" | "png";
      readonly width: number;
      readonly height: number;
      readonly scale?: number;
    },
  ): Promise<string>;
}

/** Plotly, from its source: an inline script, so that the page's policy need not allow any other. */
export function plotlyFrom(source: string): Plotly {
  const script = document.createElement("script");
  script.textContent = source;
  document.head.append(script);
  script.remove();
  return (globalThis as unknown as { readonly Plotly: Plotly }).Plotly;
}
