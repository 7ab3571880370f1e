import { basename, dirname, resolve } from "node:path";
import type { Command } from "commander";
import { type GrokError, UsageError } from "../errors.ts";
import { plain, plainly } from "../plain.ts";
import { type Analysis, analysisFolderOf } from "../results/analysis.ts";
import { shardsOf } from "../results/shard.ts";
import { cutInWords } from "../runs/_file-name.ts";
import { selected } from "../runs/select.ts";
import { ranges } from "../sweeps/array-ranges.ts";
import { quoted } from "../sweeps/scripts.ts";
import { addShards, missingAt, shardAt } from "./_analyze-shard.ts";
import { analyzedInto } from "./_analyzed-into.ts";
import { FAILED, nameList, withReadingOptions, withSelectionOptions, withSharedOptions } from "./_arguments.ts";
import { ALL, type AnalyzeArguments, chosen, optionsOf } from "./_asked.ts";
import { type GivenShard, shardOf } from "./_given-shard.ts";
import { interruptedCode } from "./_interruptible.ts";
import { opened } from "./_opened.ts";
import { hand, isColoured, say, show, warn } from "./_out.ts";
import { exampleOf, overview, overviewJson } from "./_overview.ts";
import { atEach, type Place, placeOf } from "./_place.ts";
import { wrapped } from "./_wrap.ts";

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
  addShards(command);
  withSharedOptions(command, ALL).addHelpText(
    "after",
    [
      `\nAnalyzers: ${ALL.map(({ name }) => name).join(", ")}.`,
      "\nThe folder holds <analyzer>.json and <analyzer>.csv, and in cache/ the rows of each checkpoint: run again, only what",
      "is new is computed. Ctrl-C writes what there is.",
      "\nExamples:",
      "  grok-analyze analyze ckpt/",
      "  grok-analyze analyze ckpt/ --only losses,weight-norms --every 10",
      "  grok-analyze analyze ckpt/ --shard 2/8                  an eighth, for one of eight processes",
      "  grok-analyze analyze run.pth --skip fourier --out results/ --json > all.json",
    ].join("\n"),
  );
  command.action((path: string, given: AnalyzeArguments) => {
    if (given.missing) return printMissing(path, given);
    if (given.fromOne) throw new UsageError("--from-one", "counts what --missing prints", "give --shard /n --missing");
    return given.shard ? shard(path, given) : analyze(path, given);
  });
}

async function analyze(path: string, given: AnalyzeArguments): Promise<void> {
  const place = placeOf(path, given, given.out ?? analysisFolderOf(path));
  let over = false;
  let example: string | undefined;
  const one = async (at: Place) => {
    if (over) return;
    if (example !== undefined && !given.json) say("");
    const done = await analyzeAt(at, given);
    over = done.stopped;
    example ??= done.example;
  };
  await atEach(place, one, failed);
  if (given.json) return;
  const cut = given.out === undefined ? cutInWords(basename(resolve(path)), "-analysis") : undefined;
  if (cut !== undefined) say(cut);
  if (over) say("stopped: run the same command again to go on");
  else if (example !== undefined) show(wrapped(whatNext(plain(place.results), example, given), process.stdout.columns));
}

function failed({ path }: Place, error: GrokError): void {
  warn(`error: ${path}: ${error.messageAt(path)}`);
  process.exitCode = FAILED;
}

/** Does this process's shard of the run at a path, or of every run there. */
async function shard(path: string, given: AnalyzeArguments): Promise<void> {
  const one = shardOf(given.shard as GivenShard, process.env);
  let over = false;
  const each = async (at: Place) => {
    over ||= await shardAt(at, given, one);
  };
  await atEach(placeOf(path, given, given.out ?? analysisFolderOf(path)), each, failed);
  if (over) say("stopped: run the same command again to go on");
  else say("the same command without --shard makes the results");
}

/** Prints which checkpoints, or shards of them, have to be computed; nothing where none has. */
async function printMissing(path: string, given: AnalyzeArguments): Promise<void> {
  const { shard, fromOne = false } = given;
  if (shard?.index !== undefined) throw new UsageError("--missing", "asks all shards", `give --shard /${shard.count}`);
  const shards = new Set<number>();
  const each = async (at: Place) => {
    const { missing, epochs } = await missingAt(at, given);
    if (shard) for (const i of shardsOf(missing, shard.count)) shards.add(fromOne ? i + 1 : i);
    else if (epochs.length > 0) say(`${at.name === undefined ? "" : `${at.name}: `}${epochs.join(",")}`);
  };
  await atEach(placeOf(path, given, given.out ?? analysisFolderOf(path)), each, failed);
  if (shards.size > 0) say(ranges([...shards]));
}

/** Where to go from here: the page, the terms, and what was not printed. */
function whatNext(results: string, example: string, { verbose, only }: AnalyzeArguments): string {
  const more = verbose || only ? [] : ["all that was found: the same command with --verbose"];
  return [
    `all on one page: grok-analyze report ${quoted(results)}`,
    `what a term means: grok-analyze explain ${example}`,
    ...more,
    "",
  ].join("\n");
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
    everything: given.only === undefined,
    thorough: given.thorough === true,
    ...(given.threads === undefined ? {} : { threads: given.threads }),
  });
  const { results, skipped, stopped } = analyses;
  if (stopped) process.exitCode = interruptedCode();
  if (given.json) {
    if (!stopped) hand(overviewJson(analyses, name));
    return { stopped };
  }
  const [{ provenance }] = results;
  const { history, settings } = run;
  const analysis: Analysis = plainly({
    run: name ?? run.name,
    provenance,
    results,
    skipped,
    history,
    settings,
    missing: [],
  });
  const { columns } = process.stdout;
  const layout = { columns, color: isColoured(), verbose: given.verbose === true, each: given.only !== undefined };
  const nothing = stopped && provenance.checkpoints.length === 0;
  if (!nothing) show(wrapped(overview(analysis, plainly(analyses), asked, layout), columns));
  if (files.length > 0) show(wrapped(`wrote ${files.length} files to ${plain(dirname(files[0]))}\n`, columns));
  return { stopped, example: exampleOf(analysis, layout) };
}
