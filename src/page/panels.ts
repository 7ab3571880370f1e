import { drawingQueue } from "./drawing-queue.ts";
import { element } from "./elements.ts";
import type { PageData } from "./page-data.ts";
import { type PanelPlot, panelPlot } from "./panel-plot.ts";
import type { Plotly } from "./plotly.ts";
import type { Viewing } from "./view.ts";

/** Pixels beyond the window's edge within which plots are kept up to date. */
const NEAR = 200;

/** Draws each panel when it comes near the window, and keeps those near it at what the reader looks at. */
export function watchPanels(plotly: Plotly, viewing: Viewing, data: PageData): void {
  const made = data.panels.flatMap((panel) => {
    const figure = element<HTMLElement>(`figure[data-panel="${panel.id}"]`);
    const [plot, other] = figure.querySelectorAll<HTMLElement>(".plot");
    return [
      ...(plot ? [panelPlot(plotly, viewing, data, panel, plot, "step")] : []),
      ...(other ? [panelPlot(plotly, viewing, data, panel, other, "beside")] : []),
    ];
  });
  const plots = new Map(made.map((each) => [each.plot as Element, each]));
  const near = new Set<PanelPlot>();
  const inWindow = new Set<PanelPlot>();
  const queue = drawingQueue((plot) => (plot.plot.matches(":hover") ? 0 : inWindow.has(plot) ? 1 : 2));
  const ask = () => queue.ask(near);
  /** Keeps the set to the plots that are within so many pixels of the window, and calls this when it has changed. */
  const observe = (within: Set<PanelPlot>, margin: number, changed: () => void) => {
    const observer = new IntersectionObserver(
      (changes) => {
        for (const { target, isIntersecting } of changes) {
          const plot = plots.get(target);
          if (plot === undefined) continue;
          if (isIntersecting) within.add(plot);
          else within.delete(plot);
        }
        changed();
      },
      { rootMargin: `${margin}px 0px` },
    );
    for (const { plot } of made) observer.observe(plot);
  };
  const sized = new ResizeObserver((changes) => {
    for (const { target } of changes) fit(plots.get(target));
    ask();
  });
  // All are measured before any is given a height: a page is laid out once, not once a panel.
  const widths = made.map(({ plot }) => plot.clientWidth);
  for (const [i, each] of made.entries()) {
    each.resize(widths[i] ?? 0);
    sized.observe(each.plot);
  }
  observe(inWindow, 0, () => {});
  observe(near, NEAR, () => {
    for (const each of made) if (!near.has(each)) queue.drop(each);
    ask();
  });
  viewing.watch(({ panel, present }, before) => {
    if (before !== undefined && (present !== before.present || panel !== before.panel))
      for (const each of made) fit(each);
    ask();
  });
  addEventListener("resize", () => {
    if (viewing.now().present) for (const each of made) fit(each);
  });
  // Paper has no scrolling: all of it is in view.
  addEventListener("beforeprint", () => {
    for (const each of made) {
      fit(each);
      each.update()?.run();
    }
  });
}

/** Gives a plot the room that it has; where it is shown alone all that its words leave of the window. */
function fit(plot: PanelPlot | undefined): void {
  if (plot === undefined) return;
  const width = plot.plot.clientWidth;
  const figure = plot.plot.closest<HTMLElement>("figure.presented");
  plot.resize(width, figure === null ? undefined : roomIn(figure));
}

/** The least height of a plot that is shown alone. */
const LEAST = 240;

function roomIn(figure: HTMLElement): number {
  const { paddingTop, paddingBottom } = getComputedStyle(figure);
  const words = Array.from(figure.children)
    .filter((child) => !child.classList.contains("plots"))
    .reduce((sum, child) => sum + (child as HTMLElement).offsetHeight + 8, 0);
  return Math.max(
    figure.clientHeight - Number.parseFloat(paddingTop) - Number.parseFloat(paddingBottom) - words,
    LEAST,
  );
}
