import { grouped } from "../elements.ts";
import type { Known } from "./curve-mean.ts";
import { svg } from "./dom.ts";
import { inWords, type Scale } from "./scales.ts";
import type { Placed } from "./shown-runs.ts";

/** What a chart tells of what the reader does in it. */
export interface ChartEvents {
  readonly point: (place: number | undefined) => void;
  readonly pick: (name: string) => void;
  readonly zoom: (range: readonly number[]) => void;
  /** The run and value under the pointer, in words; empty where there is none. */
  readonly say: (words: string) => void;
}

/** A line that a chart shows, with what it is of. */
export interface RunLine {
  readonly run: Placed;
  readonly points: readonly Known[];
}

/** Nearer than so many pixels the pointer means a line. */
const REACH = 24;
/** A shorter drag is a click. */
const MIN_DRAG = 8;

/** In a chart of lines: the nearest run stands out and says its value, a click picks it, a drag zooms, two clicks show all. */
export function watchLines(
  root: SVGSVGElement,
  plot: SVGGElement,
  x: Scale,
  y: Scale,
  lines: readonly RunLine[],
  axis: string,
  { point, pick, zoom, say }: ChartEvents,
): void {
  const dot = svg("circle", { class: "dot", r: 4, visibility: "hidden" });
  const span = svg("rect", { class: "span", y: 0, height: "100%", visibility: "hidden" });
  plot.append(span, dot);
  const placeOf = (event: PointerEvent) => {
    const box = root.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top] as const;
  };
  let begun: number | undefined;
  let near: RunLine | undefined;
  root.addEventListener("pointermove", (event) => {
    const [left, top] = placeOf(event);
    if (begun !== undefined) {
      const width = Math.abs(left - begun);
      span.setAttribute("x", String(Math.min(begun, left)));
      span.setAttribute("width", String(width));
      span.setAttribute("visibility", width < MIN_DRAG ? "hidden" : "visible");
      return;
    }
    const found = nearest(lines, x, y, left, top);
    near = found?.line;
    point(near?.run.place);
    say(found ? `${found.line.run.name}: ${inWords(found.at[1])} at ${axis} ${grouped(found.at[0])}` : "");
    dot.setAttribute("visibility", found ? "visible" : "hidden");
    if (found) {
      dot.setAttribute("cx", String(x(found.at[0])));
      dot.setAttribute("cy", String(y(found.at[1])));
    }
  });
  root.addEventListener("pointerleave", () => {
    near = undefined;
    point(undefined);
    say("");
    dot.setAttribute("visibility", "hidden");
  });
  root.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || event.pointerType === "touch") return;
    [begun] = placeOf(event);
    root.setPointerCapture(event.pointerId);
  });
  root.addEventListener("pointerup", (event) => {
    const [left] = placeOf(event);
    const from = begun;
    begun = undefined;
    span.setAttribute("visibility", "hidden");
    if (from !== undefined && Math.abs(left - from) >= MIN_DRAG) {
      const ends = [from, left].map((place) => Number(x.at(place).toPrecision(4))).sort((a, b) => a - b);
      zoom(ends);
    } else if (near) pick(near.run.name);
  });
  root.addEventListener("dblclick", () => zoom([]));
}

/** The line that passes nearest above or below the place, with its value at the epoch nearest to there. */
function nearest(lines: readonly RunLine[], x: Scale, y: Scale, left: number, top: number) {
  let best: { readonly line: RunLine; readonly at: Known; readonly away: number } | undefined;
  for (const line of lines) {
    const at = nearestPoint(line.points, x, left);
    if (at === undefined) continue;
    const away = Math.abs(y(at[1]) - top) + Math.max(0, Math.abs(x(at[0]) - left) - REACH);
    if (away < (best?.away ?? REACH)) best = { line, at, away };
  }
  return best;
}

function nearestPoint(points: readonly Known[], x: Scale, left: number): Known | undefined {
  let [low, high] = [0, points.length - 1];
  const epoch = x.at(left);
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((points[middle]?.[0] ?? 0) < epoch) low = middle;
    else high = middle;
  }
  const [a, b] = [points[low], points[high]];
  const away = (point: Known | undefined) => {
    const place = point === undefined ? Number.NaN : x(point[0]);
    return Number.isFinite(place) ? Math.abs(place - left) : Number.POSITIVE_INFINITY;
  };
  const near = away(a) <= away(b) ? a : b;
  return Number.isFinite(away(near)) ? near : undefined;
}
