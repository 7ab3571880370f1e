import { checkArguments } from "../arguments.ts";
import { UsageError } from "../errors.ts";
import type { Figure } from "../figures/_figure.ts";
import { isSeed, wordOf } from "./cells.ts";
import { delayBySetting, lossBySetting, shareBySetting } from "./figures/by-setting.ts";
import { generalisedMap } from "./figures/generalised-map.ts";
import { phaseDiagram } from "./figures/phase-diagram.ts";
import { groupsOf, numericSettings } from "./results-table.ts";
import type { RunResult } from "./run-results.ts";

/** The settings that are the size of a network. */
const WIDTHS = ["d_model", "neurons"];
/** More combinations of the other settings than these make no readable picture. */
const MAX_PLOTS = 48;

export interface SweepFigures {
  readonly figures: readonly Figure[];
  readonly leftOut: readonly { readonly name: string; readonly reason: string }[];
}

/**
 * What a sweep's runs show: of named changes who generalises after each, from which epoch; delay and share of runs that generalise by each numeric setting, phases over two settings, the
 * last losses by a width. `axes` are the two of the phase diagram; else the two with the most values.
 */
export function sweepFigures(results: readonly RunResult[], axes?: readonly [string, string]): SweepFigures {
  checkArguments("sweepFigures", { results });
  const leftOut: { name: string; reason: string }[] = [];
  const limited = (name: string, apart: readonly string[], figure: () => Figure): readonly Figure[] => {
    const plots = groupsOf(results, apart).length;
    if (plots <= MAX_PLOTS) return [figure()];
    leftOut.push({ name, reason: `the other settings have ${plots} combinations, more than ${MAX_PLOTS} plots` });
    return [];
  };
  const settings = numericSettings(results);
  const varied = widest(results);
  const stray = axes?.find((name) => !varied.includes(name));
  if (stray !== undefined)
    throw new UsageError(
      "--axes",
      `the runs do not differ in "${stray}"`,
      varied.length > 0 ? `choose among ${varied.join(", ")}` : "they differ in their seeds alone",
    );
  const [x, y] = axes ?? varied;
  if (y === undefined)
    leftOut.push({ name: "phases", reason: "the runs differ in fewer than two settings, seeds apart" });
  const figures = [
    ...(varied.includes("change")
      ? limited("generalised", ["change", "from_epoch"], () => generalisedMap(results))
      : []),
    ...(x !== undefined && y !== undefined ? limited("phases", [x, y], () => phaseDiagram(results, x, y)) : []),
    ...settings.flatMap((setting) => [
      ...limited(`delay by ${setting}`, [setting], () => delayBySetting(results, setting)),
      ...limited(`share by ${setting}`, [setting], () => shareBySetting(results, setting)),
      ...(WIDTHS.includes(setting)
        ? limited(`loss by ${setting}`, [setting], () => lossBySetting(results, setting))
        : []),
    ]),
  ];
  return { figures, leftOut };
}

/** The settings in which runs differ, seeds left out, those with the most values first. */
function widest(results: readonly RunResult[]): readonly string[] {
  const names = Object.keys(results[0]?.cell.varied ?? {}).filter((name) => !isSeed(name));
  const count = (name: string) => new Set(results.map(({ cell }) => wordOf(cell.varied[name]))).size;
  return names.toSorted((a, b) => count(b) - count(a));
}
