import "../node/start.ts";
import { CommanderError } from "commander";
import { GrokError, InterruptedError, LayoutError, UsageError } from "../errors.ts";
import { FAILED } from "./_arguments.ts";
import { interruptedCode } from "./_interruptible.ts";
import { show, warn } from "./_out.ts";
import { program } from "./program.ts";

/** The command was asked wrongly. */
const USAGE = 2;

/** Runs one command line, without the program's name, on the streams of this process; the code that a shell is told. */
export async function run(args: readonly string[]): Promise<number> {
  const root = program();
  for (const command of [root, ...root.commands, ...root.commands.flatMap(({ commands }) => commands)])
    command.exitOverride();
  try {
    await root.parseAsync(args, { from: "user" });
    // What has failed in part, or was stopped, has set it.
    return Number(process.exitCode ?? 0);
  } catch (error) {
    return exitCode(error);
  }
}

/** Says what went wrong, unless commander has said it, and with which code to end. */
function exitCode(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : USAGE;
  if (error instanceof GrokError) {
    warn(`error: ${error.message}`);
    if (error instanceof LayoutError && error.details !== undefined) show(`${error.details}\n`, process.stderr);
    if (error instanceof InterruptedError) return interruptedCode();
    return error instanceof UsageError ? USAGE : FAILED;
  }
  const { message, stack } = error instanceof Error ? error : { message: String(error), stack: undefined };
  warn(`error: a fault of grok-analyze's own: ${message}`);
  show(process.env.DEBUG ? `${stack}\n` : "(DEBUG=1 shows where)\n", process.stderr);
  return FAILED;
}
