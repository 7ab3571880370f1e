import { frame, MARGINS } from "./chart.ts";
import type { ComparisonData } from "./data.ts";
import { svg } from "./dom.ts";
import { type Family, families, familiesBy, type Setting, statedValue, valuesOf } from "./families.ts";
import { type Group, groupLooks, MAX_COLOURS } from "./groups.ts";
import { extent, inWords, type Scale, scale } from "./scales.ts";
import { settingPlaces } from "./setting-places.ts";
import type { Placed } from "./shown-runs.ts";
import type { ComparisonView } from "./view.ts";

const HEIGHT = 340;
/** Pixels of a strip at the foot, for runs that have no place on the axis. */
const STRIP = 24;
/** From the plot's edge to the outermost value. */
const INSET = 48;
/** Between the points of two families at one value. */
const DODGE = 7;
/** From the middle of a point to that of one beside it, and to how many places aside. */
const APART = 9;
const MAX_ASIDE = 9;
/** About so many pixels a letter of a tick. */
const LETTER = 7;

/** The delay of each run against a setting, the mean of those that generalised joined for each combination of the other settings. */
export function delayChart(
  data: ComparisonData,
  runs: readonly Placed[],
  view: ComparisonView,
  axis: string,
  width: number,
): { readonly chart: Element; readonly lines: readonly Group[]; readonly note: string } {
  const { x: setting } = view;
  const values = valuesOf(runs, setting);
  const places = settingPlaces(setting, values);
  const lines = linesOf(data, runs, view);
  const strips = [
    { words: "≤ 0", has: ({ delay }: Placed) => delay !== null && delay <= 0 },
    { words: "none", has: ({ delay, delayAbove }: Placed) => delay === null && delayAbove === null },
  ].filter(({ has }) => runs.some(has));
  const foot = HEIGHT - MARGINS.bottom;
  const y = delayScale(runs, foot - STRIP * strips.length - (strips.length > 0 ? 6 : 0));
  const inner = width - MARGINS.left - MARGINS.right - 2 * INSET;
  const at = (value: Setting) => MARGINS.left + INSET + inner * places.at(value);
  const x = Object.assign((value: number) => at(values[value] ?? 0), { at: Number, ticks: ticksOf(values, at) });
  const titles = { x: setting, y: `delay (${axis}s)`, name: `Delay of each run by ${setting}` };
  const { root, plot } = frame(width, HEIGHT, x, y, titles);
  // It has links in it.
  root.setAttribute("role", "group");
  const stripAt = (i: number) => foot - STRIP * (strips.length - i - 0.5);
  for (const [i, { words }] of strips.entries())
    root.append(
      svg("path", { class: "grid", d: `M${MARGINS.left},${stripAt(i) - STRIP / 2}H${width - MARGINS.right}` }),
      svg("text", { x: MARGINS.left - 6, y: stripAt(i) + 4, "text-anchor": "end" }, [words]),
    );
  const placeOf = (run: Placed) => {
    const strip = strips.findIndex(({ has }) => has(run));
    return strip >= 0 ? stripAt(strip) : y(run.delay ?? run.delayAbove ?? 1);
  };
  for (const [i, { members, colour, dash }] of lines.entries()) {
    const aside = DODGE * (i - (lines.length - 1) / 2);
    const means = values.flatMap((value) => {
      const delays = members.flatMap((run) =>
        statedValue(run, setting) === value && (run.delay ?? 0) > 0 ? (run.delay ?? []) : [],
      );
      if (delays.length === 0) return [];
      const mean = Math.exp(delays.reduce((sum, delay) => sum + Math.log(delay), 0) / delays.length);
      return [`${at(value) + aside},${y(mean)}`];
    });
    if (means.length > 1)
      plot.append(svg("path", { class: "mean", d: `M${means.join("L")}`, stroke: colour, "stroke-dasharray": dash }));
    for (const value of values) {
      const own = members.filter((run) => statedValue(run, setting) === value);
      const asides = swarm(own.map(placeOf));
      for (const [j, run] of own.entries()) {
        const fill = lines.length > 1 ? colour : `var(--verdict-${run.verdict}-line)`;
        plot.append(point(data, run, at(value) + aside + (asides[j] ?? 0), placeOf(run), fill, axis));
      }
    }
  }
  return { chart: root, lines, note: places.note };
}

/** The runs that a line joins: of one value of the reader's setting, or of one combination of all settings but that along x. */
function linesOf(data: ComparisonData, runs: readonly Placed[], { by, x }: ComparisonView): readonly Group[] {
  if (data.settings.includes(by) && by !== x) return fewLooks(familiesBy(runs, by), runs);
  const without = runs.map((run): Placed => {
    const { [x]: _, ...settings } = run.settings;
    // A run whose configuration is not known is a family by itself: here it is one of all.
    return { ...run, settings: { ...settings, "": 0 } };
  });
  const whole = new Map(runs.map((run) => [run.place, run]));
  const found = families(without).map((family) => ({
    ...family,
    members: family.members.flatMap(({ place }) => whole.get(place) ?? []),
  }));
  return fewLooks(found, runs);
}

/** As they are drawn; too many to be told apart are one. */
function fewLooks(found: readonly Family<Placed>[], runs: readonly Placed[]): readonly Group[] {
  return groupLooks(found.length <= MAX_COLOURS ? found : [{ label: "", members: runs }]);
}

/** How far aside each point stands so that none covers another at nearly the same height: as little as can be. */
function swarm(heights: readonly number[]): readonly number[] {
  const taken: (readonly [aside: number, height: number])[] = [];
  for (const height of heights) {
    let step = 0;
    const aside = () => APART * Math.ceil(step / 2) * (step % 2 === 0 ? -1 : 1);
    while (step < MAX_ASIDE && taken.some(([x, y]) => Math.hypot(x - aside(), y - height) < APART)) step++;
    taken.push([aside(), height]);
  }
  return taken.map(([aside]) => aside);
}

function delayScale(runs: readonly Placed[], foot: number): Scale {
  const known = runs.flatMap(({ delay, delayAbove }) => delay ?? delayAbove ?? []);
  const [least, most] = extent(known, true) ?? [1, 10];
  return scale([least / 1.3, most * 1.3], [foot, MARGINS.top + 4], true, 44);
}

/** As many ticks as there is room for. */
function ticksOf(values: readonly Setting[], at: (value: Setting) => number): Scale["ticks"] {
  let last = Number.NEGATIVE_INFINITY;
  return values.flatMap((value, i) => {
    const words = typeof value === "number" ? inWords(value) : String(value);
    const half = (LETTER * words.length) / 2;
    if (at(value) - half < last) return [];
    last = at(value) + half + LETTER;
    return [{ value: i, words }];
  });
}

function point(data: ComparisonData, run: Placed, x: number, y: number, colour: string, axis: string): SVGAElement {
  const { delay, delayAbove, name, place, address, verdict } = run;
  const said =
    delay !== null
      ? `delay ${delay} ${axis}s`
      : delayAbove !== null
        ? `delay above ${delayAbove} ${axis}s`
        : "no delay";
  const shape =
    delay !== null
      ? svg("circle", { cx: x, cy: y, r: 5, fill: colour })
      : delayAbove !== null
        ? svg("path", { d: `M${x - 5},${y + 4}h10l-5,-9z`, class: "open", stroke: colour })
        : svg("path", { d: `M${x - 4},${y - 4}l8,8m0,-8l-8,8`, class: "open", stroke: colour });
  const words = `${name}: ${said}, ${data.verdicts[verdict]?.name}`;
  // The table and the grid have the same links for the keyboard.
  return svg("a", { href: address, class: "point", "data-runs": place, tabindex: -1, "aria-label": words }, [
    svg("title", {}, [words]),
    shape,
  ]);
}
