import type { ComparisonData } from "./data.ts";
import { isSeed, valuesOf } from "./families.ts";
import { BY_CONFIGURATION, BY_RUN, BY_VERDICT, type ComparisonView, QUANTITIES } from "./view.ts";

/** Runs whose lengths differ by more are seen together on a logarithmic axis alone. */
const MANY_TIMES = 8;

/** What the page shows before its reader has changed anything. */
export function firstView(data: ComparisonData): ComparisonView {
  const { runs } = data;
  const [x = "", up = ""] = telling(data);
  const ends = runs.map(({ end }) => end).filter((end) => end > 0);
  const withAccuracy = runs.filter(({ curves }) => curves.test_accuracy !== undefined).length;
  return {
    by: BY_CONFIGURATION,
    quantity: 2 * withAccuracy >= runs.length ? "accuracy" : "loss",
    axis: Math.max(...ends) > MANY_TIMES * Math.min(...ends) ? "log" : "linear",
    zoom: [],
    sort: "",
    descending: false,
    text: "",
    verdicts: [],
    where: {},
    x,
    across: x,
    up,
    cells: "verdict",
    picked: [],
  };
}

/** The settings, first those that most runs state, of these numbers of many values; seeds last. */
function telling({ settings, runs }: ComparisonData): readonly string[] {
  const rank = (name: string) => {
    const stated = runs.filter((run) => run.settings[name] !== undefined).length / runs.length;
    const values = valuesOf(runs, name);
    const numbers = values.filter((value) => typeof value === "number").length;
    return (
      (isSeed(name) ? 0 : 1e4) + Math.round(10 * stated) * 100 + (numbers > 1 ? 50 : 0) + Math.min(values.length, 49)
    );
  };
  return settings.toSorted((a, b) => rank(b) - rank(a));
}

/** The view with what the data does not have as it is at first: an address may be older than the page. */
export function sensible(view: ComparisonView, first: ComparisonView, data: ComparisonData): ComparisonView {
  const { settings, verdicts, columns, runs } = data;
  const setting = (name: string, usual: string) => (settings.includes(name) ? name : usual);
  const names = new Set(runs.map(({ name }) => name));
  const grouping = [BY_CONFIGURATION, BY_VERDICT, BY_RUN, ...settings];
  return {
    ...view,
    by: grouping.includes(view.by) ? view.by : first.by,
    quantity: QUANTITIES.includes(view.quantity) ? view.quantity : first.quantity,
    axis: view.axis === "log" || view.axis === "linear" ? view.axis : first.axis,
    zoom: view.zoom.length === 2 && view.zoom.every(Number.isFinite) ? view.zoom : [],
    sort: columns.some(({ name }) => name === view.sort) ? view.sort : "",
    verdicts: view.verdicts.filter((verdict) => verdicts[verdict] !== undefined),
    where: Object.fromEntries(Object.entries(view.where).filter(([name]) => settings.includes(name))),
    x: setting(view.x, first.x),
    across: setting(view.across, first.across),
    up: view.up === "" ? "" : setting(view.up, first.up),
    cells: view.cells === "delay" ? "delay" : "verdict",
    picked: view.picked.filter((name) => names.has(name)),
  };
}
