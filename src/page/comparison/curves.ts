import { isDrawn, type Known } from "./curve-mean.ts";
import type { MeasureName, RunData } from "./data.ts";
import type { Scale } from "./scales.ts";

/** What a run's curve has that an axis can show. */
export function pointsOf({ epochs, curves }: RunData, measure: MeasureName, log: boolean): readonly Known[] {
  const values = curves[measure];
  if (values === undefined) return [];
  const points: Known[] = [];
  for (let i = 0; i < epochs.length; i++) {
    const value = values[i] ?? Number.NaN;
    if (isDrawn(value, log)) points.push([epochs[i] ?? 0, value]);
  }
  return points;
}

/** The path of a line through points; what the x axis has no place for is left out. A single point is a dash. */
export function linePath(points: readonly Known[], x: Scale, y: Scale): string {
  const places = points.flatMap(([epoch, value]) => {
    const place = x(epoch);
    return Number.isFinite(place) ? [`${place.toFixed(1)},${y(value).toFixed(1)}`] : [];
  });
  if (places.length === 1) return `M${places[0]}h3`;
  return places.length === 0 ? "" : `M${places.join("L")}`;
}

/** The path around the area between two lines over the same epochs. */
export function areaPath(upper: readonly Known[], lower: readonly Known[], x: Scale, y: Scale): string {
  const outline = linePath([...upper, ...lower.toReversed()], x, y);
  return outline === "" ? "" : `${outline}Z`;
}
