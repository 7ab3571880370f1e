import { spawn } from "node:child_process";
import { statSync } from "node:fs";
import { type Command, InvalidArgumentError, Option } from "commander";
import { RunError } from "../errors.ts";
import { serve } from "../explorer/serve.ts";
import { commandOnPath } from "../render/_assets.ts";
import { analysisFolderOf } from "../results/analysis.ts";

interface ExploreArguments {
  readonly port: number;
  readonly open: boolean;
  readonly out?: string;
  readonly every: number;
}

/** Adds `explore`. */
export function addExplore(root: Command): void {
  root
    .command("explore")
    .description(
      "A page of all runs of a folder, live: verdicts, curves, states; compare them, open each one's report.",
    )
    .argument("[folder]", "a folder of runs, there already or yet to come", ".")
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

function seconds(word: string): number {
  const value = Number(word);
  if (!(value > 0) || !Number.isFinite(value))
    throw new InvalidArgumentError("It must be a number of seconds above 0.");
  return value;
}

async function explore(folder: string, { port, open, out, every }: ExploreArguments): Promise<void> {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory())
    throw new RunError(folder, "is no folder", "give a folder of runs");
  const served = await serve({ folder, results: out ?? analysisFolderOf(folder), reading: {}, every, port });
  process.stdout.write(`${served.address}\n`);
  if (open) openBrowser(served.address);
  const interrupted = new Promise<void>((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
  });
  try {
    await Promise.race([interrupted, served.failed]);
  } finally {
    await served.close();
  }
}

/** Opens the page where there is a browser; where there is none, the address is printed none the less. */
function openBrowser(address: string): void {
  const [command, args] =
    process.platform === "darwin"
      ? ["open", []]
      : process.platform === "win32"
        ? ["cmd", ["/c", "start", ""]]
        : [commandOnPath(["xdg-open"], process.env.PATH ?? ""), []];
  if (command === undefined) return;
  if (process.platform === "linux" && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) return;
  const browser = spawn(command, [...args, address], { stdio: "ignore", detached: true });
  browser.on("error", () => {});
  browser.unref();
}
