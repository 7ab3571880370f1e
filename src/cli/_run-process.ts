import { FAILED } from "./_arguments.ts";
import { endBetweenActions } from "./_interruptible.ts";
import { warn } from "./_out.ts";
import { run } from "./run.ts";

/** Runs the command line that this process was started with, to its exit code. */
export async function runProcess(): Promise<void> {
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    // A reader that closes the pipe early, such as `head`, has what it wanted.
    if (error.code === "EPIPE") process.exit(0);
    warn(`error: standard output: cannot be written: ${error.message}; free space, or send it elsewhere`);
    process.exit(FAILED);
  });
  // Whoever does not hear what went wrong has the exit code.
  process.stderr.on("error", () => {});
  endBetweenActions();
  process.exitCode = await run(process.argv.slice(2));
}
