import { wordOf } from "../cells.ts";
import type { Setting } from "../spec.ts";

/** Where the values of a setting lie along an axis, and what the axis looks like. */
export interface SettingAxis {
  readonly values: readonly Setting[];
  readonly at: (value: Setting) => number;
  /** The least distance of two values. */
  readonly pitch: number;
  readonly axis: Readonly<Record<string, unknown>>;
  /** What a caption says of it; empty where it needs no words. */
  readonly note: string;
}

/** Numbers whose largest is so many times the least above 0 are spaced by their logarithms. */
const DECADE = 8;
/** More labels than these stand too close. */
const MAX_LABELS = 12;

/**
 * An axis with a tick at each value. Numbers that span a decade or so are spaced by their logarithms; a 0 among them stands
 * a step before the least. Other numbers are where they are; words are in the order of the plan, one step apart.
 */
export function settingAxis(name: string, given: readonly Setting[]): SettingAxis {
  const numbers = given.filter((value) => typeof value === "number");
  const distinct = [...new Map(given.map((value) => [wordOf(value), value])).values()];
  const values = numbers.length === given.length ? (distinct as number[]).toSorted((a, b) => a - b) : distinct;
  const { place, note } = placing(name, values);
  const places = values.map(place);
  const gaps = places.slice(1).map((one, i) => one - places[i]);
  const step = Math.ceil(values.length / MAX_LABELS);
  const labelled = values.map((value, i) => ({ value, i })).filter(({ i }) => i % step === 0);
  return {
    values,
    at: place,
    pitch: Math.min(...gaps, Number.POSITIVE_INFINITY) === Number.POSITIVE_INFINITY ? 1 : Math.min(...gaps),
    axis: {
      title: { text: name.replaceAll("_", " ") },
      type: "linear",
      tickmode: "array",
      tickvals: labelled.map(({ i }) => places[i]),
      ticktext: labelled.map(({ value }) => wordOf(value)),
    },
    note,
  };
}

function placing(name: string, values: readonly Setting[]) {
  const words = new Map(values.map((value, i) => [wordOf(value), i]));
  const byOrder = { place: (value: Setting) => words.get(wordOf(value)) ?? 0, note: "" };
  if (!values.every((value) => typeof value === "number")) return byOrder;
  const above = values.filter((value) => value > 0);
  const [least, most] = [Math.min(...above), Math.max(...above)];
  if (values.some((value) => value < 0) || !(most >= DECADE * least))
    return { place: (value: Setting) => Number(value), note: "" };
  const nought = Math.log10(least) - (Math.log10(most) - Math.log10(least)) / Math.max(1, above.length - 1);
  return {
    place: (value: Setting) => (Number(value) > 0 ? Math.log10(Number(value)) : nought),
    note:
      above.length < values.length ? ` The axis of ${name} is logarithmic; its 0 stands a step before the rest.` : "",
  };
}
