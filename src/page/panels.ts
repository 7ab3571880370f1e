import { element } from "./elements.ts";
import type { PageData } from "./page-data.ts";
import { type PanelPlot, panelPlot, type Work } from "./panel-plot.ts";
import type { Plotly } from "./plotly.ts";
import type { Viewing } from "./view.ts";

/** Pixels beyond the window's edge within which plots are kept up to date. */
const NEAR = 200;

/** A slider at rest: now there is time to draw in full what was only moved. */
const REST_MS = 600;

/**
 * Draws each panel when it comes into view, and keeps those in view at what the reader looks at. All that takes no time is
 * done in the next frame; what takes Plotly some is done one plot after the other, the page answering between, and what the
 * reader no longer looks at is passed over.
 */
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
  const work = new Map<PanelPlot, Work>();
  let asked = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const doOne = () => {
    const [next] = [...work].sort(([, a], [, b]) => Number(b.urgent) - Number(a.urgent));
    if (next === undefined) return;
    const [plot, { run }] = next;
    work.delete(plot);
    run();
    if ([...work.values()].some(({ urgent }) => urgent)) timer = setTimeout(doOne);
    else timer = setTimeout(whenIdle);
  };
  /** Between one plot and the next the slider may move again. */
  const whenIdle = () => {
    if ("requestIdleCallback" in globalThis) requestIdleCallback(doOne);
    else doOne();
  };
  const ask = () => {
    if (asked) return;
    asked = true;
    requestAnimationFrame(() => {
      asked = false;
      for (const plot of made) {
        const left = near.has(plot) ? plot.update() : undefined;
        if (left === undefined) work.delete(plot);
        else work.set(plot, left);
      }
      clearTimeout(timer);
      const urgent = [...work.values()].some((left) => left.urgent);
      timer = urgent ? setTimeout(doOne) : setTimeout(whenIdle, REST_MS);
    });
  };
  const seen = new IntersectionObserver(
    (changes) => {
      for (const { target, isIntersecting } of changes) {
        const plot = plots.get(target);
        if (plot === undefined) continue;
        if (isIntersecting) near.add(plot);
        else near.delete(plot);
      }
      ask();
    },
    { rootMargin: `${NEAR}px 0px` },
  );
  const sized = new ResizeObserver((changes) => {
    for (const { target } of changes) fit(plots.get(target));
    ask();
  });
  // All are measured before any is given a height: a page is laid out once, not once a panel.
  const widths = made.map(({ plot }) => plot.clientWidth);
  for (const [i, each] of made.entries()) {
    each.resize(widths[i] ?? 0);
    sized.observe(each.plot);
    seen.observe(each.plot);
  }
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
