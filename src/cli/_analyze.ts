import { dirname } from "node:path";
import type { Command } from "commander";
import type { Analyzer } from "../analyzers/_analyzer.ts";
import { flagOf } from "../analyzers/_options.ts";
import * as analyzers from "../analyzers/index.ts";
import { UsageError } from "../errors.ts";
import { analysisFolderOf } from "../results/analysis.ts";
import { selected } from "../runs/select.ts";
import { analyzedInto } from "./_analyzed-into.ts";
import {
  FAILED,
  INTERRUPTED,
  nameList,
  ownOptions,
  type ReadingArguments,
  type SelectionArguments,
  withReadingOptions,
  withSelectionOptions,
  withSharedOptions,
} from "./_arguments.ts";
import { opened } from "./_opened.ts";
import { overview, overviewJson } from "./_overview.ts";
import { atEach, type Place, placeOf } from "./_place.ts";
import { isColoured } from "./_shown.ts";
import { wrapped } from "./_wrap.ts";

interface AnalyzeArguments extends ReadingArguments, SelectionArguments {
  readonly only?: readonly string[];
  readonly skip?: readonly string[];
  readonly out?: string;
  readonly json?: true;
}

const ALL = Object.values<Analyzer>(analyzers);

/** Adds `analyze`. */
export function addAnalyze(root: Command): void {
  const command = root
    .command("analyze")
    .description(
      "Everything: asks every analyzer that applies, in one pass over the checkpoints, and keeps the results.",
    );
  withSelectionOptions(withReadingOptions(command))
    .option("--only <names>", "only these analyzers, e.g. losses,fourier", nameList)
    .option("--skip <names>", "all but these analyzers", nameList)
    .option("--out <folder>", "where results and cache go; else <run>-analysis")
    .option("--json", "print one JSON object { results, skipped }, each result as its own command prints it");
  withSharedOptions(command, ALL).addHelpText(
    "after",
    [
      `\nAnalyzers: ${ALL.map(({ name }) => name).join(", ")}.`,
      "\nThe folder holds <analyzer>.json and <analyzer>.csv, and in cache/ the rows of each checkpoint: run again, only what",
      "is new is computed. Ctrl-C writes what there is.",
      "\nExamples:",
      "  grok-analyze analyze ckpt/",
      "  grok-analyze analyze ckpt/ --only losses,weight-norms --every 10",
      "  grok-analyze analyze run.pth --skip fourier --out results/ --json > all.json",
    ].join("\n"),
  );
  command.action(analyze);
}

async function analyze(path: string, given: AnalyzeArguments): Promise<void> {
  const place = placeOf(path, given, given.out ?? analysisFolderOf(path));
  let over = false;
  const one = async (at: Place) => {
    if (over) return;
    over = await analyzeAt(at, given);
  };
  await atEach(place, one, ({ path: at }, error) => {
    process.stderr.write(`error: ${at}: ${error.messageAt(at)}\n`);
    process.exitCode = FAILED;
  });
}

/** Analyses the run at a place, and prints what that says; returns whether it was stopped. */
async function analyzeAt({ path, name, results: out }: Place, given: AnalyzeArguments): Promise<boolean> {
  const asked = chosen(given);
  const options = optionsOf(asked, given);
  const { run: _, ...reading } = given;
  const curvesSuffice = asked.every(({ curves }) => curves);
  const run = await opened(path, { ...reading, ...(curvesSuffice ? {} : { weights: "required" }) });
  const { analyses, files } = await analyzedInto(out, run, selected(run, given), asked, {
    options,
    thorough: given.thorough === true,
    ...(given.threads === undefined ? {} : { threads: given.threads }),
  });
  const { results, stopped } = analyses;
  if (stopped) process.exitCode = INTERRUPTED;
  if (given.json) {
    if (!stopped) process.stdout.write(overviewJson(analyses, name));
    return stopped;
  }
  const nothing = stopped && results[0].provenance.checkpoints.length === 0;
  if (!nothing) process.stdout.write(wrapped(overview(analyses, asked, isColoured(), name), process.stdout.columns));
  if (files.length > 0) process.stdout.write(`wrote ${files.length} files to ${dirname(files[0])}\n`);
  if (stopped) process.stdout.write("stopped: the same command goes on\n");
  return stopped;
}

/** The analyzers that `--only` and `--skip` leave. */
function chosen({ only, skip = [] }: AnalyzeArguments): readonly Analyzer[] {
  const known = ALL.map(({ name }) => name);
  for (const [flag, names] of Object.entries({ only: only ?? [], skip })) {
    const stray = names.find((name) => !known.includes(name));
    if (stray !== undefined)
      throw new UsageError(`--${flag}`, `there is no analyzer "${stray}"`, `choose among ${known.join(", ")}`);
  }
  const left = ALL.filter(({ name }) => (only ?? known).includes(name) && !skip.includes(name));
  if (left.length === 0) throw new UsageError("--skip", "leaves no analyzer", `the analyzers are ${known.join(", ")}`);
  return left;
}

/** The options given, for each analyzer that has them. */
function optionsOf(
  asked: readonly Analyzer[],
  given: object,
): Readonly<Record<string, Readonly<Record<string, unknown>>>> {
  const options = asked.map((analyzer) => [analyzer.name, ownOptions(given, analyzer)] as const);
  for (const analyzer of ALL) {
    const stray = Object.keys(ownOptions(given, analyzer)).find((name) => !options.some(([, own]) => name in own));
    if (stray !== undefined)
      throw new UsageError(flagOf(stray), "no analyzer asked has this option", `${analyzer.name} has it`);
  }
  return Object.fromEntries(options);
}
