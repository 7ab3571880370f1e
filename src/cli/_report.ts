import { join } from "node:path";
import type { Command } from "commander";
import { RunError, UsageError } from "../errors.ts";
import { compactOfSeveral } from "../report/report-html.ts";
import { writeReport } from "../report/write-report.ts";
import type { Analysis } from "../results/analysis.ts";
import { cutInWords } from "../runs/_file-name.ts";
import { type AnalysisArguments, analysesFor } from "./_analysis-for.ts";
import { FAILED, withAnalysisOptions } from "./_arguments.ts";
import { say, warn } from "./_out.ts";

interface ReportArguments extends AnalysisArguments {
  readonly out?: string;
  readonly each?: true;
  readonly compact?: boolean;
}

/** Adds `report`. */
export function addReport(root: Command): void {
  const command = root
    .command("report")
    .description(
      "One page that opens offline: the verdict, the phases, and a slider through the epochs; or runs compared.",
    );
  withAnalysisOptions(command, "<runs...>")
    .option("-o, --out <file>", "the page; else <run>-report.html, or comparison.html")
    .option("--each", "of several runs the report of each too, which the page leads to")
    .option("--compact", "for paper: four to six A4 pages, without the analyses' own figures")
    .addHelpText(
      "after",
      [
        "\nFrom a folder of results no checkpoint is read; a run is analysed first where it has no results yet. Of several",
        "runs, those that differ in their seed alone are one family: mean, spread and n.",
        "\nExamples:",
        "  grok-analyze report ckpt/ -o report.html",
        "  grok-analyze report seed0/ seed1/ seed2/ -o seeds.html",
        "  grok-analyze report runs/ -o runs.html         every run that the folder holds",
      ].join("\n"),
    );
  command.action(report);
}

async function report(paths: readonly string[], given: ReportArguments): Promise<void> {
  if (paths.length > 1 && given.results !== undefined)
    throw new UsageError("--results", "is of one run", "give folders of results in place of the runs");
  const several = () => {
    if (given.compact) throw compactOfSeveral();
  };
  if (paths.length > 1) several();
  const analyses: Analysis[] = [];
  const unread: { readonly run: string; readonly reason: string }[] = [];
  for (const path of paths) {
    for (const found of await analysesFor(path, given, several)) {
      const whose = found.name === undefined ? (paths.length > 1 ? `${path}: ` : "") : `${join(path, found.name)}: `;
      if ("reason" in found) {
        warn(`error: ${whose}${found.reason}`);
        process.exitCode = FAILED;
        unread.push({ run: found.name ?? path, reason: found.reason });
        continue;
      }
      analyses.push(found.analysis);
      for (const note of found.notes) say(`${whose}${note}`);
    }
  }
  if (analyses.length === 0) throw new RunError(paths.join(", "), "holds no run that can be read", "see info");
  const { file, bytes } = await writeReport(analyses, given.out, {
    each: given.each === true,
    compact: given.compact === true,
    unread,
  });
  say(`wrote ${file}, ${(bytes / 2 ** 20).toFixed(1)} MiB`);
  const alone = given.out === undefined && analyses.length === 1;
  const cut = alone ? cutInWords(analyses[0].run, "-report.html") : undefined;
  if (cut !== undefined) say(cut);
}
