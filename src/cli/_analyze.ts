import { dirname } from "node:path";
import type { Command } from "commander";
import type { Analyzer } from "../analyzers/_analyzer.ts";
import { flagOf } from "../analyzers/_options.ts";
import * as analyzers from "../analyzers/index.ts";
import { UsageError } from "../errors.ts";
import { type Analysis, analysisFolderOf } from "../results/analysis.ts";
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
import { exampleOf, overview, overviewJson } from "./_overview.ts";
import { atEach, type Place, placeOf } from "./_place.ts";
import { isColoured } from "./_shown.ts";
import { wrapped } from "./_wrap.ts";

interface AnalyzeArguments extends ReadingArguments, SelectionArguments {
  readonly only?: readonly string[];
  readonly skip?: readonly string[];
  readonly out?: string;
  readonly json?: true;
  readonly verbose?: true;
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
    .option("--verbose", "print all that each analyzer finds, not the most telling numbers alone")
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
  let example: string | undefined;
  const one = async (at: Place) => {
    if (over) return;
    if (example !== undefined && !given.json) process.stdout.write("\n");
    const done = await analyzeAt(at, given);
    over = done.stopped;
    example ??= done.example;
  };
  await atEach(place, one, ({ path: at }, error) => {
    process.stderr.write(`error: ${at}: ${error.messageAt(at)}\n`);
    process.exitCode = FAILED;
  });
  if (given.json) return;
  if (over) process.stdout.write("stopped: run the same command again to go on\n");
  else if (example !== undefined)
    process.stdout.write(wrapped(whatNext(place.results, example, given), process.stdout.columns));
}

/** Where to go from here: the page, the terms, and what was not printed. */
function whatNext(results: string, example: string, { verbose, only }: AnalyzeArguments): string {
  const more = verbose || only ? [] : ["all that was found: the same command with --verbose"];
  return [
    `all on one page: grok-analyze report ${inShell(results)}`,
    `what a term means: grok-analyze explain ${example}`,
    ...more,
    "",
  ].join("\n");
}

/** A path as a shell takes it. */
function inShell(path: string): string {
  return /^[\w@%+=:,./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}

/** Analyses the run at a place, and prints what that says; returns whether it was stopped, and a term of what it printed. */
async function analyzeAt(
  { path, name, results: out }: Place,
  given: AnalyzeArguments,
): Promise<{ readonly stopped: boolean; readonly example?: string }> {
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
  const { results, skipped, stopped } = analyses;
  if (stopped) process.exitCode = INTERRUPTED;
  if (given.json) {
    if (!stopped) process.stdout.write(overviewJson(analyses, name));
    return { stopped };
  }
  const [{ provenance }] = results;
  const { history, settings } = run;
  const analysis: Analysis = { run: name ?? run.name, provenance, results, skipped, history, settings, missing: [] };
  const { columns } = process.stdout;
  const layout = { columns, color: isColoured(), verbose: given.verbose === true, each: given.only !== undefined };
  const nothing = stopped && provenance.checkpoints.length === 0;
  if (!nothing) process.stdout.write(wrapped(overview(analysis, analyses, asked, layout), columns));
  if (files.length > 0) process.stdout.write(wrapped(`wrote ${files.length} files to ${dirname(files[0])}\n`, columns));
  return { stopped, example: exampleOf(analysis, layout) };
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
