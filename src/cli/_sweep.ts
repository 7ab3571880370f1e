import { spawnSync } from "node:child_process";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { type Command, InvalidArgumentError, Option } from "commander";
import { BACKENDS, type BackendName } from "../engine/backend.ts";
import { GrokError, UsageError } from "../errors.ts";
import { THEMES } from "../figures/_drawing.ts";
import { FORMATS, RENDERERS } from "../report/write-figures.ts";
import { attempt } from "../results/_attempt.ts";
import { written } from "../runs/_write.ts";
import { arrayIndex } from "../sweeps/array-index.ts";
import { ranges } from "../sweeps/array-ranges.ts";
import { beginningsOf, namedFrom } from "../sweeps/beginning.ts";
import { mergeSweeps } from "../sweeps/merge.ts";
import { readPlan, type SweepPlan, sweepPlan, writePlan } from "../sweeps/plan.ts";
import { runCell } from "../sweeps/run-cell.ts";
import { manifest, slurmScript } from "../sweeps/scripts.ts";
import type { SweepSpec } from "../sweeps/spec.ts";
import { missingCells, sweepStatus } from "../sweeps/status.ts";
import { jsonText } from "../tables/json-text.ts";
import { FAILED, nameList, wholeNumber } from "./_arguments.ts";
import { styleWord } from "./_figure-options.ts";
import { formats } from "./_figures.ts";
import { hand, say, show, warn } from "./_out.ts";
import { endInWords, printCost, runAll } from "./_sweep-run.ts";
import { type ShowArguments, showSweep } from "./_sweep-show.ts";
import { type SpecArguments, specFrom, withSpecOptions } from "./_sweep-spec.ts";

interface RunningArguments {
  readonly jobs?: number;
  readonly backend?: BackendName;
}
interface SlurmArguments {
  readonly command: string;
  readonly sbatch?: readonly string[];
  readonly atOnce?: number;
  readonly dryRun?: true;
}

/** Adds `sweep` and its verbs. */
export function addSweep(root: Command): void {
  const sweep = root
    .command("sweep")
    .description("Trains many runs: every combination of some settings, here or as a cluster's job array.")
    // What stands after a verb is the verb's, though sweep itself has options of the same name.
    .enablePositionalOptions();
  withSlurmOptions(withRunningOptions(withSpecOptions(sweep)))
    .option("-o, --out <folder>", "the sweep's folder: new, or the one to go on with")
    .addOption(new Option("--executor <which>", "what runs them").choices(["local", "slurm"]).default("local"))
    .option("--dry-run", "print what would be run and what it would take")
    .addHelpText(
      "after",
      [
        "\nKilled or stopped at any moment: the same command goes on, to the same bytes.",
        "\nExamples:",
        "  grok-analyze sweep spec.json -o sweeps/decay",
        "  grok-analyze sweep --grid weight_decay=0,0.3,1 --grid seed=0,1,2 --until test_accuracy=0.99 -o sweeps/decay",
        "  grok-analyze sweep plan spec.json -o sweeps/decay && parallel -j 8 < sweeps/decay/manifest.txt",
        "  grok-analyze sweep submit sweeps/decay --sbatch time=1:00:00",
      ].join("\n"),
    )
    .action(start);
  withSpecOptions(sweep.command("plan"))
    .description("Writes sweep.json and manifest.txt: one command a line, each a run that can be given again.")
    .requiredOption("-o, --out <folder>", "the sweep's folder")
    .option("--command <words>", "how the program is called", "grok-analyze")
    .action((spec: string | undefined, given: SpecArguments & { readonly out: string; readonly command: string }) => {
      const plan = planned(spec, given.out, given, true);
      const file = attempt(plan.folder, () =>
        written(join(plan.folder, "manifest.txt"), manifest(plan, given.command)),
      );
      say(`wrote ${file}, ${plan.cells.length} runs`);
    });
  withRunningOptions(sweep.command("run").argument("<folder>", "a planned sweep"))
    .description("Runs what is left of a plan, or one run of it: that of --index, else of this task of a job array.")
    .option("--index <i>", "the run's place in the plan, from 0", natural)
    .action(run);
  sweep
    .command("status")
    .argument("<folder>", "a planned sweep")
    .description("How far each run is.")
    .option("--json", "print one JSON object a run")
    .action((folder: string, { json }: { readonly json?: true }) => printStatus(readPlan(folder), json === true));
  sweep
    .command("missing")
    .argument("<folder>", "a planned sweep")
    .description("The places of the runs that have not ended, as --array takes them; nothing where all have.")
    .option("--from-one", "counted from 1, for LSF and Grid Engine, whose arrays begin there")
    .action((folder: string, { fromOne }: { readonly fromOne?: true }) => {
      const missing = missingCells(readPlan(folder)).map(({ index }) => index + (fromOne ? 1 : 0));
      if (missing.length > 0) say(ranges(missing));
    });
  sweep
    .command("show")
    .argument("<folder>", "a planned sweep")
    .description("Writes table, critical values and figures of the runs so far, and says what they came to.")
    .option("-o, --out <folder>", "where the files go; else results/ in the sweep's folder")
    .option("--axes <across,up>", "the two settings of the phase diagram", twoNames)
    .addOption(new Option("--format <list>", `of ${FORMATS.join(", ")}`).argParser(formats).default(["svg"], "svg"))
    .option("--width <length>", "e.g. 3.25in, 8cm; else 3.25in in print, 7.5in on a screen", styleWord("width"))
    .addOption(new Option("--theme <name>", "how they look").choices(THEMES).default("paper"))
    .addOption(new Option("--renderer <name>", "node or an installed chromium").choices(RENDERERS).default("node"))
    .action((folder: string, given: ShowArguments) => showSweep(readPlan(folder), given));
  sweep
    .command("merge")
    .argument("<folders...>", "folders of one plan, such as shards")
    .description("Puts the runs that ended in several folders into one.")
    .requiredOption("-o, --out <folder>", "the folder that gets them")
    .action((folders: readonly string[], { out }: { readonly out: string }) => {
      const { copied, had, missing } = mergeSweeps(out, folders);
      say(`${out}: ${copied} runs copied, ${had} were there, ${missing} are missing`);
    });
  withSlurmOptions(sweep.command("submit").argument("<folder>", "a planned sweep"))
    .description("Writes a Slurm array of what is missing, shows it, and hands it to sbatch.")
    .option("--dry-run", "write and show it only")
    .action((folder: string, given: SlurmArguments) => submit(readPlan(folder), given));
}

function withRunningOptions(command: Command): Command {
  return command
    .option("--jobs <n>", "runs at once, each of one thread; else one a core", wholeNumber)
    .addOption(new Option("--backend <name>", "what does the float32 arithmetic").choices(BACKENDS));
}

function withSlurmOptions(command: Command): Command {
  return command
    .option("--command <words>", "how a node calls the program", "grok-analyze")
    .option(
      "--sbatch <option>",
      "an option of sbatch, as time=1:00:00; may be given again",
      (word, all: string[] = []) => [...all, word],
    )
    .option("--at-once <n>", "tasks of the array at once", wholeNumber);
}

type StartArguments = SpecArguments &
  RunningArguments &
  SlurmArguments & { readonly out?: string; readonly executor: "local" | "slurm" };

async function start(spec: string | undefined, given: StartArguments): Promise<void> {
  const { out, jobs = availableParallelism(), backend, executor, dryRun = false } = given;
  if (out === undefined) throw new UsageError("-o", "is missing", "name the sweep's folder");
  const plan = planned(spec, out, given, !dryRun);
  if (executor === "slurm") {
    if (dryRun) show(slurmScript(plan, places(plan), { sbatch: [], ...given }));
    else submit(plan, given);
    return;
  }
  if (dryRun) for (const { name, index } of plan.cells) say(`${index} ${name}`);
  await printCost(plan, jobs, backend);
  if (dryRun) return;
  const { stopped } = await runAll(plan, jobs, backend);
  if (!stopped) await showSweep(plan);
}

/** So many runs are named in a line. */
const MAX_NAMED = 5;

/** The plan that is asked for, or the one that the folder holds. */
function planned(file: string | undefined, out: string, given: SpecArguments, write: boolean): SweepPlan {
  const spec = specFrom(file, given);
  const here = ({ from, ...others }: SweepSpec): SweepSpec =>
    from === undefined ? others : { ...others, from: namedFrom(out, beginningsOf(file ?? "sweep", from)) };
  if (!spec) return readPlan(out);
  const plan = sweepPlan(out, here(spec), file);
  const dropped = write ? writePlan(plan) : [];
  if (dropped.length > 0)
    warn(
      `no longer planned, and left in runs/: ${dropped.slice(0, MAX_NAMED).join(", ")}${dropped.length > MAX_NAMED ? ` and ${dropped.length - MAX_NAMED} more` : ""}`,
    );
  return plan;
}

async function run(folder: string, given: RunningArguments & { readonly index?: number }): Promise<void> {
  const plan = readPlan(folder);
  const { jobs = availableParallelism(), backend } = given;
  const index = given.index ?? arrayIndex(process.env)?.index;
  if (index === undefined) {
    await runAll(plan, jobs, backend);
    return;
  }
  const cell = plan.cells[index];
  if (!cell) throw new UsageError("--index", `${index} is no run of ${plan.cells.length}`, "count from 0");
  const outcome = await runCell(plan, cell, backend);
  say(endInWords(cell, outcome));
  if (outcome !== "held" && outcome.end === "failed") process.exitCode = FAILED;
}

function places(plan: SweepPlan): readonly number[] {
  return missingCells(plan).map(({ index }) => index);
}

function printStatus(plan: SweepPlan, json: boolean): void {
  const all = sweepStatus(plan);
  if (json) {
    for (const one of all) hand(`${jsonText(one)}\n`);
    return;
  }
  for (const { index, name, state, epoch, note } of all)
    say(
      [String(index).padStart(4), state.padEnd(8), name, ...(epoch === null ? [] : [`epoch ${epoch}`]), note]
        .join("  ")
        .trimEnd(),
    );
  const states = [...new Set(all.map(({ state }) => state))];
  const counts = states.map((state) => `${all.filter((one) => one.state === state).length} ${state}`);
  say(`${all.length} runs: ${counts.join(", ")}`);
}

function submit(plan: SweepPlan, { command, sbatch = [], atOnce, dryRun }: SlurmArguments): void {
  const missing = places(plan);
  if (missing.length === 0) {
    say("no run is missing: nothing to submit");
    return;
  }
  const script = slurmScript(plan, missing, { command, sbatch, ...(atOnce === undefined ? {} : { atOnce }) });
  const file = attempt(plan.folder, () => written(join(plan.folder, "submit.sh"), script));
  show(script);
  say(`wrote ${file}`);
  if (dryRun) return;
  const { error, status, stdout, stderr } = spawnSync("sbatch", [file], { encoding: "utf8" });
  if (error) throw new GrokError("sbatch", `cannot be started: ${error.message}`, `hand ${file} to it where it is`);
  if (status !== 0) throw new GrokError("sbatch", stderr.trim().split("\n")[0] || `ended with ${status}`);
  show(stdout);
}

function twoNames(word: string): readonly [string, string] {
  const [across, up, ...more] = nameList(word.replaceAll("-", "_"));
  if (across === "" || !up || more.length > 0)
    throw new InvalidArgumentError("It must be two settings, e.g. weight_decay,fraction.");
  return [across, up];
}

function natural(word: string): number {
  if (!/^\d+$/.test(word)) throw new InvalidArgumentError("It must be a whole number from 0.");
  return Number(word);
}
