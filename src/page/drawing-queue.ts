import type { PanelPlot, Work } from "./panel-plot.ts";

/** A slider at rest: now there is time to draw in full what was only moved. */
const REST_MS = 600;

/** What moving and repainting plots may take of a frame; the browser needs the rest to show it. */
const FRAME_MS = 8;

/** Plots that wait to show what the reader looks at. */
export interface DrawingQueue {
  /** These are to be brought to what the reader looks at; those that wait already keep their turn. */
  ask(plots: Iterable<PanelPlot>): void;
  /** Nothing of it is seen any more. */
  drop(plot: PanelPlot): void;
}

/**
 * What takes no time is done in the next frame, as much as goes into one; the rest in those that follow, first the plots
 * that rank lowest, and of these those that have waited longest. Each is brought to what the reader looks at when its turn
 * comes, so that nothing is drawn that was passed over. Then what takes Plotly some time is done, one plot after the other, the page
 * answering between; what is not urgent waits until the reader rests.
 */
export function drawingQueue(rank: (plot: PanelPlot) => number): DrawingQueue {
  const waiting = new Set<PanelPlot>();
  const work = new Map<PanelPlot, Work>();
  let asked = false;
  let stop = () => {};

  const later = (milliseconds: number, then: () => void) => {
    stop();
    const timer = setTimeout(then, milliseconds);
    stop = () => clearTimeout(timer);
  };
  /** Between one plot and the next the slider may move again. */
  const whenIdle = (then: () => void) => {
    if (!("requestIdleCallback" in globalThis)) return then();
    const callback = requestIdleCallback(then);
    stop = () => cancelIdleCallback(callback);
  };
  const workOn = (milliseconds: number) => {
    if ([...work.values()].some(({ urgent }) => urgent)) later(0, doOne);
    else if (work.size > 0) later(milliseconds, () => whenIdle(doOne));
  };
  const doOne = () => {
    const [next] = [...work].sort(([, a], [, b]) => Number(b.urgent) - Number(a.urgent));
    if (next === undefined) return;
    const [plot, { run }] = next;
    work.delete(plot);
    run();
    workOn(0);
  };
  const frame = () => {
    asked = false;
    const end = performance.now() + FRAME_MS;
    for (const plot of [...waiting].sort((a, b) => rank(a) - rank(b))) {
      const left = plot.update();
      waiting.delete(plot);
      if (left === undefined) work.delete(plot);
      else work.set(plot, left);
      if (performance.now() > end) break;
    }
    if (waiting.size > 0) next();
    else workOn(REST_MS);
  };
  const next = () => {
    if (!asked) requestAnimationFrame(frame);
    asked = true;
  };
  return {
    ask: (plots) => {
      stop();
      for (const plot of plots) waiting.add(plot);
      next();
    },
    drop: (plot) => {
      waiting.delete(plot);
      work.delete(plot);
    },
  };
}
