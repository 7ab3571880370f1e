import { type Command, InvalidArgumentError, Option } from "commander";
import type { Analyzer } from "../analyzers/_analyzer.ts";
import { type Option as AnalyzerOption, flagOf } from "../analyzers/_options.ts";
import { BACKENDS } from "../engine/backend.ts";
import { layoutNames } from "../layouts/_read.ts";
import { taskNames } from "../tasks/_make.ts";

/** The exit code of a command that was asked rightly, and failed. */
export const FAILED = 1;

/** What every command that reads a run takes. */
export interface ReadingArguments {
  readonly task?: string;
  readonly p?: number;
  readonly layout?: string;
  readonly map?: string;
  readonly backend?: (typeof BACKENDS)[number];
  readonly strict?: true;
  readonly run?: string;
  readonly columns?: string;
  readonly pattern?: string;
}

/** … with one result … */
export interface RunArguments extends ReadingArguments {
  readonly json?: true;
  readonly csv?: true;
  readonly out?: string;
}

/** … of some checkpoints. */
export interface SelectionArguments {
  readonly every?: number;
  readonly epochs?: { readonly from: number; readonly to: number };
  readonly last?: true;
  readonly threads?: number;
  readonly thorough?: true;
}

/** Adds the options that say what the run is. */
export function withReadingOptions(command: Command): Command {
  return readingOptions(
    command.argument("<run>", "a checkpoint, a log, a folder of them, or one file with a whole run"),
  );
}

/** Adds the options that say what several runs are. */
export function withRunsToRead(command: Command): Command {
  return readingOptions(
    command.argument("<runs...>", "checkpoints, logs, or folders of them, there already or yet to come"),
  );
}

/** Adds the options that say what the runs of a folder are. */
export function withFolderToRead(command: Command): Command {
  return readingOptions(command.argument("[folder]", "a folder of runs, there already or yet to come", "."));
}

/** Adds the options that say where results about a run, or about several, are. */
export function withAnalysisOptions(command: Command, argument = "<run>"): Command {
  return readingOptions(command.argument(argument, "what analyze reads, or a folder of its results")).option(
    "--results <folder>",
    "the run's results; else <run>-analysis",
  );
}

function readingOptions(command: Command): Command {
  return command
    .option("--task <name|file>", `${taskNames.join(", ")}, or a JSON composition table; else inferred`)
    .option("--p <p>", "how many residues or group elements there are; else inferred", wholeNumber)
    .addOption(new Option("--layout <name>", "how the tensors are named; else recognised").choices(layoutNames))
    .option(
      "--strict",
      "end with an error where something speaks against the reading, such as a stored loss that is missed",
    )
    .option("--map <file>", "a JSON file that gives tensors their roles")
    .option("--run <name>", "of a folder of several runs this one, as info lists them")
    .option(
      "--columns <names>",
      "what the columns of a log are, as test_accuracy=val/top1,epoch=1; else by their names",
    )
    .option("--pattern <regexp>", "of printed lines, with named groups: (?<step>\\d+): (?<test_loss>\\S+)")
    .addOption(
      new Option("--backend <name>", "what does the float32 arithmetic; else the best installed").choices(BACKENDS),
    );
}

/** Adds the options that say what the run is, and where the result goes. */
export function withRunOptions(command: Command): Command {
  return withReadingOptions(command)
    .addOption(new Option("--json", "print the result as one JSON object").conflicts("csv"))
    .option("--csv", "print the table as CSV")
    .option("--out <folder>", "write the result there as JSON and CSV");
}

/** Adds the options that choose checkpoints. */
export function withSelectionOptions(command: Command): Command {
  return command
    .option("--every <n>", "only every n-th checkpoint, counted back from the last", wholeNumber)
    .option("--epochs <a..b>", "only checkpoints of these epochs, both ends included", epochRange)
    .option("--last", "only the last checkpoint")
    .option("--threads <n>", "how many checkpoints to work on at once; else one a core", wholeNumber)
    .option("--thorough", "ask costly analyzers of every checkpoint, not of some, evenly");
}

/** Adds an analyzer's own options. */
export function withOwnOptions(command: Command, { options }: Analyzer): Command {
  for (const [name, option] of Object.entries<AnalyzerOption>(options)) {
    const added = flag(name, option, option.description);
    command.addOption(option.default === undefined ? added : added.default(option.default));
  }
  return command;
}

/** Adds each option that any of the analyzers has, once; without one each analyzer takes its own default. */
export function withSharedOptions(command: Command, analyzers: readonly Analyzer[]): Command {
  const takers = new Map<string, readonly Analyzer[]>();
  for (const analyzer of analyzers) {
    for (const name of Object.keys(analyzer.options)) takers.set(name, [...(takers.get(name) ?? []), analyzer]);
  }
  for (const [name, those] of takers) {
    const options = those.map((analyzer): AnalyzerOption => analyzer.options[name]);
    const [{ description, default: fallback }] = options;
    const common = fallback !== undefined && options.every((option) => option.default === fallback);
    const text = `${those.map((one) => one.name).join(", ")}: ${description}${common ? `; else ${fallback}` : ""}`;
    command.addOption(flag(name, options[0], text));
  }
  return command;
}

/** The values of an analyzer's options among those of a command; those not given are left out. */
export function ownOptions(given: object, { options }: Analyzer): Readonly<Record<string, unknown>> {
  const own = Object.entries(given).filter(([name, value]) => name in options && value !== undefined);
  return Object.fromEntries(own);
}

function flag(name: string, { kind, choices = [] }: AnalyzerOption, description: string): Option {
  const value = kind === "choice" ? "which" : [kind, ...choices].join("|");
  const option = new Option(`${flagOf(name)} <${value}>`, description);
  if (kind === "choice") return option.choices(choices);
  if (kind === "integers") return option.argParser((word) => word.split(",").map(indexNumber));
  if (kind === "number") return option.argParser(realNumber);
  return option.argParser((word) => (choices.length === 0 ? wholeNumber(word) : wordOrIndex(word, choices)));
}

/** A list of names, e.g. `losses,fourier`. */
export function nameList(word: string): readonly string[] {
  return word.split(",").map((name) => name.trim());
}

function wordOrIndex(word: string, choices: readonly string[]): string | number {
  if (choices.includes(word)) return word;
  if (!/^\d+$/.test(word)) throw new InvalidArgumentError(`It must be ${choices.join(", ")} or a whole number from 0.`);
  return Number(word);
}

function indexNumber(word: string): number {
  if (!/^\d+$/.test(word)) throw new InvalidArgumentError("It must be whole numbers from 0, e.g. 3,5,14.");
  return Number(word);
}

/** A number of things, of which there is one at least. */
export function wholeNumber(word: string): number {
  const value = Number(word);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError("It must be a whole number from 1.");
  return value;
}

/** A length of time. */
export function seconds(word: string): number {
  const value = Number(word);
  if (!(value > 0) || !Number.isFinite(value))
    throw new InvalidArgumentError("It must be a number of seconds above 0.");
  return value;
}

function realNumber(word: string): number {
  const value = Number(word);
  if (word.trim() === "" || !Number.isFinite(value)) throw new InvalidArgumentError("It must be a number.");
  return value;
}

function epochRange(word: string): { readonly from: number; readonly to: number } {
  const [, from, to] = /^(\d*)\.\.(\d*)$/.exec(word) ?? [];
  if (from === undefined || (from === "" && to === ""))
    throw new InvalidArgumentError("It must be a range such as 1000..5000, 1000.. or ..5000.");
  const range = { from: from === "" ? 0 : Number(from), to: to === "" ? Number.POSITIVE_INFINITY : Number(to) };
  if (range.from > range.to) throw new InvalidArgumentError("It must go from the smaller epoch to the larger.");
  return range;
}
