import { power } from "../numerics/power.ts";
import type { PageDrawing, PageTrace } from "./page-data.ts";
import type { Scale, View } from "./view.ts";

type Attributes = Readonly<Record<string, unknown>>;
type Layout = PageDrawing["layout"];

/** What a theme says of the divisions of an axis, which are others where it is divided otherwise. */
const DIVISIONS = ["range", "dtick", "tick0", "tickmode", "tickvals", "ticktext", "minor"];

/** How the y axes of a drawing are divided. */
export function drawnScale({ layout }: Pick<PageDrawing, "layout">): Scale {
  return (layout.yaxis as Attributes | undefined)?.type === "log" ? "log" : "linear";
}

/** The layout of curves over the epochs as the reader zoomed it and divides its y axes. */
export function viewedLayout(layout: Layout, data: readonly PageTrace[], zoom: View["zoom"], scale?: Scale): Layout {
  const axes = (letter: string) =>
    [...new Set(data.map((trace) => String(trace[`${letter}axis`] ?? letter)))].map((name) => {
      const key = `${letter}axis${name.slice(1)}`;
      return [key, (layout[key] ?? {}) as Attributes] as const;
    });
  const zoomed = zoom === undefined ? [] : axes("x").map(([key, axis]) => [key, { ...axis, ...rangeOf(axis, zoom) }]);
  const divided =
    scale === undefined || scale === drawnScale({ layout })
      ? []
      : axes("y").map(([key, axis]) => {
          const kept = Object.entries(axis).filter(([name]) => !DIVISIONS.includes(name));
          return [key, { ...Object.fromEntries(kept), type: scale, autorange: true }];
        });
  return { ...layout, ...Object.fromEntries([...zoomed, ...divided]) };
}

/** Of a logarithmic axis a range is of exponents, and has no place for 0. */
function rangeOf({ type }: Attributes, [from, to]: readonly [number, number]): Attributes {
  const range = type === "log" ? [Math.log10(Math.max(from, 1)), Math.log10(Math.max(to, 1))] : [from, to];
  return { range, autorange: false };
}

/** The epochs that Plotly says were zoomed to, "all" where the zoom was given up; undefined where it says something else. */
export function zoomIn(change: Attributes, layout: Attributes): View["zoom"] | "all" {
  for (const name of Object.keys(change)) {
    const [, axis = "", what] = /^(xaxis\d*)\.(range\[0\]|autorange)$/.exec(name) ?? [];
    if (what === "autorange") return "all";
    if (what === undefined) continue;
    const ends = [change[`${axis}.range[0]`], change[`${axis}.range[1]`]].map(Number);
    const log = (layout[axis] as Attributes | undefined)?.type === "log";
    const [from = 0, to = 0] = log ? ends.map((exponent) => power(10, exponent)) : ends;
    return [from, to];
  }
  return undefined;
}

/**
 * The curves as weighted means of what came before: s ← w s + (1 − w) y, over what the weights sum to; of a logarithmic axis
 * the mean of the logarithms. Gaps stay gaps.
 */
export function smoothedTraces(traces: readonly PageTrace[], weight: number, layout: Attributes): readonly PageTrace[] {
  if (weight === 0) return traces;
  return traces.map((trace) => {
    const { type, mode, y } = trace as {
      readonly type?: string;
      readonly mode?: string;
      readonly y?: ArrayLike<number>;
    };
    if (type !== "scatter" || mode?.includes("lines") !== true || y === undefined) return trace;
    const axis = layout[`yaxis${String(trace.yaxis ?? "y").slice(1)}`] as Attributes | undefined;
    return { ...trace, y: smoothed(Array.from(y), weight, axis?.type === "log") };
  });
}

function smoothed(values: readonly (number | null)[], weight: number, log: boolean): readonly number[] {
  let [sum, total] = [0, 0];
  return values.map((value) => {
    const place = value === null ? Number.NaN : log ? Math.log(value) : value;
    if (!Number.isFinite(place)) return Number.NaN;
    sum = weight * sum + (1 - weight) * place;
    total = weight * total + (1 - weight);
    return log ? Math.exp(sum / total) : sum / total;
  });
}
