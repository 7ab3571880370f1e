import type { Setting } from "./families.ts";

/** Where the values of a setting lie, from 0 to 1. */
export interface SettingPlaces {
  readonly at: (value: Setting) => number;
  /** What has to be said of the axis; else empty. */
  readonly note: string;
}

/** Numbers whose largest is so many times the least above 0 are spaced by their logarithms. */
const DECADE = 8;

/**
 * Numbers lie where they are, by their logarithms where they span a decade or so, with a 0 a step before the least; words
 * in their order, one step apart. A value alone lies in the middle.
 */
export function settingPlaces(setting: string, values: readonly Setting[]): SettingPlaces {
  const { raw, note } = rawPlaces(setting, values);
  const places = values.map(raw);
  const [least, most] = [Math.min(...places), Math.max(...places)];
  return { at: (value) => (most > least ? (raw(value) - least) / (most - least) : 0.5), note };
}

function rawPlaces(setting: string, values: readonly Setting[]) {
  const numbers = values.filter((value) => typeof value === "number");
  const byOrder = { raw: (value: Setting) => values.indexOf(value), note: "" };
  if (numbers.length < values.length) return byOrder;
  const above = numbers.filter((value) => value > 0).sort((a, b) => a - b);
  const [least, most] = [above[0] ?? 1, above.at(-1) ?? 1];
  if (numbers.some((value) => value < 0) || most < DECADE * least)
    return { raw: (value: Setting) => Number(value), note: "" };
  const nought = Math.log10(least) - (Math.log10(most) - Math.log10(least)) / Math.max(1, above.length - 1);
  return {
    raw: (value: Setting) => (Number(value) > 0 ? Math.log10(Number(value)) : nought),
    note:
      above.length < numbers.length
        ? `The axis of ${setting} is logarithmic; its 0 stands a step before the rest.`
        : `The axis of ${setting} is logarithmic.`,
  };
}
