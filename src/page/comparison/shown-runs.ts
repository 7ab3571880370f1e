import type { ComparisonData, RunData } from "./data.ts";
import { statedValue } from "./families.ts";
import type { ComparisonView } from "./view.ts";

/** A run with its place in the data, by which everything on the page that shows it is found. */
export type Placed = RunData & { readonly place: number };

/** The runs that pass the filter, in the order of the table; `rowText` is what the row of a run says, in small letters. */
export function shownRuns(
  data: ComparisonData,
  view: ComparisonView,
  rowText: (place: number) => string,
): readonly Placed[] {
  const words = view.text.toLowerCase().split(/\s+/).filter(Boolean);
  const passed = data.runs
    .map((run, place): Placed => ({ ...run, place }))
    .filter(({ verdict }) => view.verdicts.length === 0 || view.verdicts.includes(verdict))
    .filter((run) => Object.entries(view.where).every(([name, value]) => String(statedValue(run, name)) === value))
    .filter(({ place }) => words.every((word) => rowText(place).includes(word)));
  const column = data.columns.find(({ name }) => name === view.sort);
  if (column === undefined) return passed;
  const sign = view.descending ? -1 : 1;
  return passed.toSorted((a, b) => {
    const [x, y] = [known(column.values[a.place]), known(column.values[b.place])];
    // What is not known stands last, whichever way round.
    if (x === null || y === null) return Number(x === null) - Number(y === null);
    return sign * (typeof x === "number" && typeof y === "number" ? x - y : collator.compare(String(x), String(y)));
  });
}

/** A column of numbers has NaN where nothing is known. */
function known(value: string | number | null | undefined): string | number | null {
  return value === undefined || Number.isNaN(value) ? null : value;
}

/** w2 before w10. */
const collator = new Intl.Collator("en", { numeric: true });
