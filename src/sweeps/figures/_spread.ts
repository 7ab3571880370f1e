import type { Trace } from "../../figures/_figure.ts";
import { mean } from "../../numerics/statistics.ts";
import type { Group } from "../results-table.ts";

/** Values of the repetitions at one place. */
export interface Repeated {
  readonly x: number;
  readonly values: readonly number[];
}

/** A line through the means (geometric where `log`) with a whisker from the least repetition to the largest. */
export function spreadLine(name: string, points: readonly Repeated[], log: boolean): Trace {
  const known = points.filter(({ values }) => values.length > 0).toSorted((a, b) => a.x - b.x);
  const middle = known.map(({ values }) => (log ? Math.exp(mean(values.map(Math.log))) : mean(values)));
  const whiskers = known.some(({ values }) => values.length > 1);
  // Of no value too the legend says whose marks are whose.
  if (known.length === 0) return { type: "scatter", mode: "lines+markers", name, x: [null], y: [null] };
  return {
    type: "scatter",
    mode: "lines+markers",
    name,
    x: known.map(({ x }) => x),
    y: middle,
    ...(whiskers
      ? {
          error_y: {
            type: "data",
            symmetric: false,
            array: known.map(({ values }, i) => Math.max(...values) - middle[i]),
            arrayminus: known.map(({ values }, i) => middle[i] - Math.min(...values)),
            thickness: 1,
            width: 3,
          },
        }
      : {}),
  };
}

/** Where a group has its place in an order of one number, that from 0 to 1; else its place in the plan. */
export function lookOf(groups: readonly Group[], i: number): NonNullable<Trace["meta"]> {
  const names = Object.keys(groups[i].settings);
  const numbers = groups.map(({ settings }) => settings[names[0]]);
  if (names.length !== 1 || groups.length < 3 || !numbers.every((one) => typeof one === "number")) return { place: i };
  return { level: numbers.toSorted((a, b) => a - b).indexOf(numbers[i]) / (groups.length - 1) };
}

/** A little to the side, so that whiskers of several lines at one value do not cover one another. */
export function dodged(pitch: number, groups: number, i: number): number {
  return groups < 2 ? 0 : (0.5 * pitch * (i - (groups - 1) / 2)) / Math.max(3, groups - 1);
}
