import { type Cell, cells } from "./_cells.ts";
import type { Figure, Trace } from "./_figure.ts";

/** The least and the largest finite value; null where there is none. */
export function extent(values: readonly unknown[]): readonly [number, number] | null {
  let [least, most] = [Infinity, -Infinity];
  for (const value of values) {
    if (typeof value !== "number" || !Number.isFinite(value)) continue;
    if (value < least) least = value;
    if (value > most) most = value;
  }
  return least > most ? null : [least, most];
}

/** What a plot's traces hold along one of its axes; of a map that names none, the places of its columns or rows. */
export function along({ traces }: Cell, axis: "x" | "y"): readonly unknown[] {
  return traces.flatMap((trace) => {
    const values = trace[axis];
    if (Array.isArray(values)) return values as readonly unknown[];
    return trace.type === "heatmap" && Array.isArray(trace.z) ? [...places(trace.z, axis)] : [];
  });
}

function places(rows: readonly (readonly unknown[])[], axis: "x" | "y"): Iterable<number> {
  return (axis === "y" ? rows : (rows[0] ?? [])).keys();
}

/** Whether all that a plot has along an axis are whole numbers, such as epochs, frequencies, counts and places of a map. */
export function isWhole(cell: Cell, axis: "x" | "y"): boolean {
  const values = along(cell, axis).filter((value) => value !== null);
  return values.length > 0 && values.every(Number.isInteger);
}

/** The range of a plot's values along an axis, as Plotly takes it: of their logarithms to 10 where the axis is logarithmic. */
export function axisExtent(cell: Cell, axis: "x" | "y"): readonly [number, number] | null {
  return extentOn(along(cell, axis), cell[`${axis}axis`].type === "log");
}

/** The range of values as Plotly takes it: on a logarithmic axis those above 0 have a place. */
function extentOn(values: readonly unknown[], log: boolean): readonly [number, number] | null {
  const found = extent(values.filter((value) => !log || (typeof value === "number" && value > 0)));
  return found && (log ? [Math.log10(found[0]), Math.log10(found[1])] : found);
}

/** Whether anything is drawn in some plot of a figure. */
export function hasValues(figure: Figure): boolean {
  return cells(figure).some((cell) => !isEmpty(cell));
}

/** Whether nothing is drawn in a plot. */
export function isEmpty({ traces }: Cell): boolean {
  return !traces.some(isDrawn);
}

/** Whether anything is drawn of a trace. */
export function isDrawn({ x, y, z }: Trace): boolean {
  if (z !== undefined) return Array.isArray(z) && z.flat().some((value) => value !== null);
  return Array.isArray(x) && Array.isArray(y) && x.some((value, i) => value !== null && (y[i] ?? null) !== null);
}

/** The ends of a linear axis, written with as many digits as its ticks have. */
export function endLabels([least, most]: readonly [number, number]): readonly string[] {
  const step = (most - Math.min(0, least)) / 5 || 1;
  const digits = Math.min(6, Math.max(0, Math.ceil(-Math.log10(step))));
  return [least, most].map((value) => `${value.toFixed(digits)}${Math.abs(value) >= 1000 ? " " : ""}`);
}
