import { statSync } from "node:fs";
import { join } from "node:path";
import { type Command, InvalidArgumentError, Option } from "commander";
import { RunError } from "../errors.ts";
import { serve } from "../explorer/serve.ts";
import { analysisFolderOf } from "../results/analysis.ts";
import { type ReadingArguments, seconds, withFolderToRead } from "./_arguments.ts";
import { interruptible } from "./_interruptible.ts";
import { openBrowser } from "./_open-browser.ts";
import { say } from "./_out.ts";

interface ExploreArguments extends ReadingArguments {
  readonly port: number;
  readonly open: boolean;
  readonly out?: string;
  readonly every: number;
}

/** Adds `explore`. */
export function addExplore(root: Command): void {
  const command = root
    .command("explore")
    .description(
      "A page of all runs of a folder, live: verdicts, curves, states; compare them, open each one's report.",
    );
  withFolderToRead(command)
    .addOption(
      new Option("--port <n>", "where the page is served; else any that is free").default(0).argParser(portNumber),
    )
    .option("--no-open", "do not open a browser")
    .option("--every <seconds>", "how often to look; else 1", seconds, 1)
    .option("--out <folder>", "where results are, and go; else <folder>-analysis")
    .addHelpText(
      "after",
      [
        "\nThe address has a token, and only this machine can open it. Nothing is analysed until the page is asked to; what",
        "watch and analyze have found is shown. Ctrl-C ends it.",
        "\nExamples:",
        "  grok-analyze explore runs/",
        "  grok-analyze explore runs/ --port 8113 --no-open       on a machine far away: ssh -L 8113:127.0.0.1:8113 there",
      ].join("\n"),
    )
    .action(explore);
}

function portNumber(word: string): number {
  const port = Number(word);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new InvalidArgumentError("It must be a port, 0 to 65535.");
  return port;
}

async function explore(given: string, { port, open, out, every, run, ...reading }: ExploreArguments): Promise<void> {
  const folder = run === undefined ? given : join(given, run);
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory())
    throw new RunError(folder, "is no folder", "give a folder of runs");
  const served = await serve({ folder, results: out ?? analysisFolderOf(folder), reading, every, port });
  say(served.address);
  const opened = open ? openBrowser(served.address) : undefined;
  try {
    await interruptible((signal) => {
      const ended = new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve()));
      return Promise.race([ended, served.failed]);
    });
  } finally {
    opened?.remove();
    await served.close();
  }
}
