import { join } from "node:path";
import { checkArguments } from "../arguments.ts";
import { attributes } from "../figures/_cells.ts";
import { captionOf, type Figure } from "../figures/_figure.ts";
import { hasValues } from "../figures/_ranges.ts";
import { drawn } from "../figures/theme.ts";
import { plainly } from "../plain.ts";
import { attempt } from "../results/_attempt.ts";
import { makeFolder, removeAbandoned, written } from "../runs/_write.ts";
import type { SweepPlan } from "../sweeps/plan.ts";
import { type Critical, criticalSettings, criticalTable, resultsTable } from "../sweeps/results-table.ts";
import { type RunResult, runResults } from "../sweeps/run-results.ts";
import { sweepFigures } from "../sweeps/sweep-figures.ts";
import { csv } from "../tables/csv.ts";
import { jsonTable } from "../tables/json.ts";
import { jsonText } from "../tables/json-text.ts";
import { version } from "../version.ts";
import { comparisonPage } from "./_comparison-page.ts";
import { addressFrom } from "./_own-report.ts";
import { renderings } from "./_renderings.ts";
import { sweepComparison } from "./_sweep-comparison.ts";
import { MAX_CURVES, sweepCurves } from "./_sweep-curves.ts";
import type { FiguresSettings } from "./write-figures.ts";

export interface SweepResultsSettings extends Pick<FiguresSettings, "formats" | "theme" | "renderer" | "width"> {
  /** The folder; else results/ in the sweep's. */
  readonly out?: string;
  /** The settings of the phase diagram, across and up. */
  readonly axes?: readonly [string, string];
}

export interface WrittenSweepResults {
  readonly folder: string;
  readonly files: readonly string[];
  readonly leftOut: readonly { readonly name: string; readonly reason: string }[];
  readonly results: readonly RunResult[];
  readonly critical: readonly Critical[];
}

/**
 * Writes what a sweep came to so far: comparison.html, the page of its runs; table.csv and table.json, a run a row;
 * critical.csv; each figure in each format, and captions.md. The same runs give the same bytes, the seconds that they took apart.
 */
export async function writeSweepResults(plan: SweepPlan, settings: SweepResultsSettings): Promise<WrittenSweepResults> {
  checkArguments("writeSweepResults", { plan, settings });
  const { formats, theme, renderer, width, axes, out: folder = join(plan.folder, "results") } = settings;
  const results = runResults(plan);
  const critical = criticalSettings(results);
  const [table, criticals] = [resultsTable(results), criticalTable(critical)];
  const made = sweepFigures(results, axes);
  const curves = sweepCurves(results);
  const figures = plainly([...made.figures, ...(curves ? [curves] : [])].filter(hasValues));
  const files: string[] = [];
  attempt(folder, () => removeAbandoned(folder));
  const put = (name: string, content: string | Uint8Array) =>
    attempt(folder, () => {
      makeFolder(folder);
      files.push(written(join(folder, name), content));
    });
  put("table.csv", csv(table));
  put("table.json", `${jsonText({ grokAnalyze: version, ...jsonTable(table), critical: jsonTable(criticals) })}\n`);
  put("critical.csv", csv(criticals));
  const drawings = figures.map((figure) => ({
    name: figure.name,
    drawing: drawn(figure, { theme, ...sized(figure, width) }),
  }));
  for await (const { files: own } of renderings(drawings, formats, renderer)) {
    for (const { file, content } of own) put(file, content);
  }
  put("captions.md", captions(plan, figures));
  const page = join(folder, "comparison.html");
  const compared = sweepComparison(results, (run) => addressFrom(page, run));
  if (compared) put("comparison.html", await comparisonPage(plainly(compared)));
  const tooMany = curves
    ? []
    : [{ name: "curves", reason: `nothing is logged, or more than ${MAX_CURVES} combinations` }];
  return { folder, files, leftOut: [...made.leftOut, ...tooMany], results, critical };
}

/** Inches of a plot among others beside it, and of what stands left and right of them. */
const [PLOT, BESIDE] = [1.6, 0.7];
/** So many stand in the width of one. */
const FEW = 2;

/** The width that is asked for; else of many plots what each needs. */
function sized({ layout }: Figure, width: number | undefined): { readonly width?: number } {
  if (width !== undefined) return { width };
  const columns = Number(attributes(layout.grid).columns ?? 1);
  return columns > FEW ? { width: BESIDE + PLOT * columns } : {};
}

function captions({ cells }: SweepPlan, figures: readonly Figure[]): string {
  const each = figures.map((figure) => `## ${figure.name}\n\n${figure.title}. ${captionOf(figure)}`);
  return `${["# Figures of a sweep", `${cells.length} runs. grok-analyze ${version}.`, ...each].join("\n\n")}\n`;
}
