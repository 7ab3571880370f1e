import { join } from "node:path";
import type { Command } from "commander";
import { SeveralRunsError } from "../errors.ts";
import { description } from "../results/describe.ts";
import { runList } from "../results/run-list.ts";
import { type RunArguments, withRunOptions } from "./_arguments.ts";
import { opened } from "./_opened.ts";
import { shown } from "./_shown.ts";

interface InfoArguments extends RunArguments {
  readonly verbose?: true;
}

const PARAMETERS = { series: ["parameter", "shape"], values: ["values"] };
const RUNS = { series: ["run", "task", "layout", "error"], values: ["checkpoints", "first_epoch", "last_epoch"] };

/** Adds `info`. */
export function addInfo(root: Command): void {
  const command = root
    .command("info")
    .description("What a path holds: format, layout, task, architecture, split, epochs, history, doubts.");
  withRunOptions(command)
    .option("--verbose", "every tensor with its shape, all evidence, and what can do the arithmetic")
    .action(info);
}

async function info(given: string, { run: chosen, ...options }: InfoArguments): Promise<void> {
  const path = chosen === undefined ? given : join(given, chosen);
  try {
    const run = await opened(path, options);
    const forPeople = !options.json && !options.csv && options.out === undefined;
    shown(await description(run, { brief: forPeople && !options.verbose }), PARAMETERS, options);
  } catch (error) {
    if (!(error instanceof SeveralRunsError)) throw error;
    shown(await runList(path, error.runs, options), RUNS, options);
  }
}
