import { type Command, InvalidArgumentError, Option } from "commander";
import type { Analyzer } from "../analyzers/_analyzer.ts";
import type { Option as AnalyzerOption } from "../analyzers/_options.ts";
import { BACKENDS } from "../engine/backend.ts";
import { layoutNames } from "../layouts/_read.ts";
import { taskNames } from "../tasks/_make.ts";

/** What every command that reads a run takes. */
export interface RunArguments {
  readonly task?: string;
  readonly p?: number;
  readonly layout?: string;
  readonly map?: string;
  readonly backend?: (typeof BACKENDS)[number];
  readonly json?: true;
  readonly csv?: true;
  readonly out?: string;
}

/** … and every analyzer besides. */
export interface AnalyzerArguments extends RunArguments {
  readonly every?: number;
  readonly epochs?: { readonly from: number; readonly to: number };
  readonly last?: true;
  readonly threads?: number;
}

/** Adds the options that say what the run is, and where the result goes. */
export function withRunOptions(command: Command): Command {
  return command
    .argument("<run>", "a checkpoint, a folder of them, or one file with a whole run")
    .option("--task <name|file>", `${taskNames.join(", ")}, or a JSON composition table; else inferred`)
    .option("--p <p>", "how many residues or group elements there are; else inferred", wholeNumber)
    .addOption(new Option("--layout <name>", "how the tensors are named; else recognised").choices(layoutNames))
    .option("--map <file>", "a JSON file that gives tensors their roles")
    .addOption(
      new Option("--backend <name>", "what does the float32 arithmetic; else the best installed").choices(BACKENDS),
    )
    .addOption(new Option("--json", "print the result as one JSON object").conflicts("csv"))
    .option("--csv", "print the table as CSV")
    .option("--out <folder>", "write the result there as JSON and CSV");
}

/** Adds the options that choose checkpoints, and the analyzer's own. */
export function withAnalyzerOptions(command: Command, { options }: Analyzer): Command {
  withRunOptions(command)
    .option("--every <n>", "only every n-th checkpoint, counted back from the last", wholeNumber)
    .option("--epochs <a..b>", "only checkpoints of these epochs, both ends included", epochRange)
    .option("--last", "only the last checkpoint")
    .option("--threads <n>", "how many checkpoints to work on at once; else one a core", wholeNumber);
  for (const [name, option] of Object.entries<AnalyzerOption>(options)) command.addOption(flag(name, option));
  return command;
}

function flag(name: string, { kind, description, default: fallback, choices }: AnalyzerOption): Option {
  const words = `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  const option = new Option(`${words} <${kind === "choice" ? "which" : kind}>`, description);
  if (fallback !== undefined) option.default(fallback);
  if (kind === "choice") return option.choices(choices ?? []);
  if (kind === "integers") return option.argParser((word) => word.split(",").map(wholeNumber));
  return option.argParser(kind === "integer" ? wholeNumber : realNumber);
}

function wholeNumber(word: string): number {
  const value = Number(word);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError("It must be a whole number from 1.");
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
