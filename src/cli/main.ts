#!/usr/bin/env node
import "../node/start.ts";
import { CommanderError } from "commander";
import { GrokError, InterruptedError, LayoutError, UsageError } from "../errors.ts";
import { FAILED } from "./_arguments.ts";
import { endBetweenActions, interruptedCode } from "./_interruptible.ts";
import { show, warn } from "./_out.ts";
import { program } from "./program.ts";

/** The command was asked wrongly. */
const USAGE = 2;

process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  // A reader that closes the pipe early, such as `head`, has what it wanted.
  if (error.code === "EPIPE") process.exit(0);
  warn(`error: standard output: cannot be written: ${error.message}; free space, or send it elsewhere`);
  process.exit(FAILED);
});
// Whoever does not hear what went wrong has the exit code.
process.stderr.on("error", () => {});
endBetweenActions();

const root = program();
for (const command of [root, ...root.commands, ...root.commands.flatMap(({ commands }) => commands)])
  command.exitOverride();
try {
  await root.parseAsync();
} catch (error) {
  process.exitCode = exitCode(error);
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
