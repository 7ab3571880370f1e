import { statSync } from "node:fs";
import { dirname } from "node:path";
import type { Command } from "commander";
import picocolors from "picocolors";
import { GrokError, UsageError } from "../errors.ts";
import type { LoggedAxis } from "../logs/curves/curve.ts";
import { ALERTS, type AlertName } from "../monitoring/alerts.ts";
import type { WatchEvent } from "../monitoring/events.ts";
import { STATES, type State } from "../monitoring/state.ts";
import { watch } from "../monitoring/watch.ts";
import { plain, plainly } from "../plain.ts";
import { FAILED, nameList, type ReadingArguments, seconds, wholeNumber, withRunsToRead } from "./_arguments.ts";
import { interruptedCode, interruptible } from "./_interruptible.ts";
import { hand, isColoured, say, show, warn } from "./_out.ts";
import { redrawn } from "./_redrawn.ts";
import { codeOf, TIME_OVER } from "./_watch-codes.ts";
import { eventJson } from "./_watch-json.ts";
import { watchPage } from "./_watch-page.ts";
import { liveReport } from "./_watch-report.ts";
import { eventInWords, whoseInWords } from "./_watch-words.ts";

interface WatchArguments extends ReadingArguments {
  readonly every?: number;
  readonly once?: true;
  readonly until?: string;
  readonly for?: number;
  readonly on?: readonly string[];
  readonly exec?: string;
  readonly webhook?: string;
  readonly out?: string;
  readonly report?: string;
  readonly json?: true;
  readonly verbose?: true;
  readonly threads?: number;
}

/** Adds `watch`. */
export function addWatch(root: Command): void {
  const command = root
    .command("watch")
    .description(
      "Follows runs while any script trains them: their state, alerts, advice, and results as checkpoints come.",
    );
  withRunsToRead(command)
    .option("--every <seconds>", "how often to look; else 1", seconds)
    .option("--once", "look at what there is, and end with a code that tells the alerts")
    .option("--until <event>", `end with 0 once it is reached: ${[...new Set([...ALERTS, ...STATES])].join(", ")}`)
    .option("--for <seconds>", `end after this long, with ${TIME_OVER}`, seconds)
    .option("--on <alerts>", `only these alerts; else all: ${ALERTS.join(", ")}`, nameList)
    .option(
      "--exec <command>",
      "run by the shell for each alert, which is in GROK_EVENT, GROK_RUN, GROK_EPOCH, GROK_EVIDENCE",
    )
    .option("--webhook <address>", "each alert is sent there, as JSON")
    .option("--out <folder>", "where results and cache go; else <run>-analysis")
    .option("--report <file>", "keep a page current that reloads itself")
    .option("--json", "print one JSON object for each event")
    .option("--verbose", "print each row and checkpoint too, and from time to time that nothing changes")
    .option("--threads <n>", "how many checkpoints to work on at once; else one a core", wholeNumber)
    .addHelpText(
      "after",
      [
        "\nNothing is put into the training script: files are looked at, also those on network disks. Each alert is told once for",
        "a run, also by later watches. Exit codes are in docs/watch.md.",
        "\nExamples:",
        "  grok-analyze watch runs/seed0/",
        "  grok-analyze watch a/metrics.csv b/metrics.csv --on grokked,nan --exec 'notify-send \"$GROK_RUN: $GROK_EVENT\"'",
        "  grok-analyze watch ckpt/ --report live.html --until grokked --for 86400",
        "  grok-analyze watch ckpt/ --once --json          for cron",
      ].join("\n"),
    );
  command.action(watchRuns);
}

/** Names as they are given on a command line: a space in them may be a dash. */
function known<N extends string>(flag: string, names: readonly N[], given: string): N {
  const found = names.find((name) => name === given || name.replaceAll(" ", "-") === given);
  if (found === undefined) throw new UsageError(flag, `there is no "${given}"`, `choose among ${names.join(", ")}`);
  return found;
}

async function watchRuns(paths: readonly string[], given: WatchArguments): Promise<void> {
  const { every, once, until, on, exec, webhook, out, report, json, verbose, threads } = given;
  const { task, p, layout, map, backend, strict, columns, pattern, run } = given;
  if (run !== undefined && paths.length > 1)
    throw new UsageError("--run", "is of one folder", "give the runs by their paths");
  const target =
    until === undefined ? undefined : known<AlertName | State>("--until", [...new Set([...ALERTS, ...STATES])], until);
  const alerts = on?.map((name) => known("--on", ALERTS, name));
  const isState = STATES.some((one) => one === target);
  if (target !== undefined && alerts && !isState && !alerts.some((one) => one === target))
    throw new UsageError("--until", `"${target}" is not among those of --on`, "add it there");
  if (report !== undefined && !statSync(dirname(report), { throwIfNoEntry: false })?.isDirectory())
    throw new UsageError("--report", `${dirname(report)} is no folder`, "make it, or give a file in another");
  const page = report === undefined ? undefined : liveReport(report);
  const view = viewFor({
    json: json === true,
    verbose: verbose === true,
    once: once === true,
    title: plain(`watch  ${paths.join("  ")}`),
  });
  const told = new Set<AlertName>();
  let failed = false;
  let reached = false;
  let timeOver = false;
  const follow = async (signal: AbortSignal) => {
    const events = watch(paths, {
      reading: defined({ task, p, layout, map, backend, strict, columns, pattern, run }),
      signal,
      leaveOut: report === undefined ? [] : [report],
      ...defined({ every, once, seconds: given.for, on: alerts, exec, webhook, out, threads }),
      ...(page ? { onResults: page.update } : {}),
      ...(target === undefined ? {} : { until: (event: WatchEvent) => isReached(event, target) }),
    });
    for await (const event of events) {
      view.take(json ? event : plainly(event));
      if (event.kind === "alert") told.add(event.alert.alert);
      if (event.kind === "problem" && FAILURES.has(event.problem)) failed = true;
      if (event.kind === "end") timeOver = event.by === "time";
      reached ||= isReached(event, target);
    }
    return signal.aborted;
  };
  let ended = false;
  try {
    ended = await interruptible(follow);
  } finally {
    view.stop();
    failed =
      (await page?.end().then(
        () => false,
        (error: unknown) => {
          if (!(error instanceof GrokError)) throw error;
          warn(`error: ${error.message}`);
          return true;
        },
      )) || failed;
  }
  if (reached) return;
  const code = timeOver ? TIME_OVER : once ? codeOf(told) || (failed || target !== undefined ? FAILED : 0) : 0;
  if (ended || code !== 0) process.exitCode = ended ? interruptedCode() : code;
}

/** With --once these are what a command that fails says. */
const FAILURES: ReadonlySet<string> = new Set(["absent", "not a run", "results", "report", "claim"]);

function isReached(event: WatchEvent, target: AlertName | State | undefined): boolean {
  if (target === undefined) return false;
  return (
    (event.kind === "alert" && event.alert.alert === target) || (event.kind === "state" && event.state.state === target)
  );
}

/** Without what is undefined. */
function defined<T extends object>(options: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as never;
}

/** Where events are shown. */
interface View {
  readonly take: (event: WatchEvent) => void;
  readonly stop: () => void;
}

/** Milliseconds between drawings where nothing happens, and between signs of life. */
const REDRAW = 1000;
const HEARTBEAT = 60_000;

function viewFor({
  json,
  verbose,
  once,
  title,
}: {
  json: boolean;
  verbose: boolean;
  once: boolean;
  title: string;
}): View {
  if (json) return { take: (event) => hand(eventJson(event)), stop: () => {} };
  const page = watchPage(title, once ? undefined : Date.now);
  const paint = picocolors.createColors(isColoured());
  const lines = () => page.lines(process.stdout.columns, once ? undefined : process.stdout.rows, paint);
  if (once) return { take: page.take, stop: () => show(`${lines().join("\n")}\n`) };
  if (!process.stdout.isTTY) return lineView(verbose);
  const screen = redrawn(process.stdout);
  // Whatever ends the process leaves the terminal as it was.
  process.once("exit", screen.stop);
  const draw = () => screen.draw(lines());
  draw();
  const timer = setInterval(draw, REDRAW);
  process.stdout.on("resize", draw);
  return {
    take: (event) => {
      page.take(event);
      draw();
    },
    stop: () => {
      clearInterval(timer);
      process.stdout.off("resize", draw);
      screen.stop();
      process.off("exit", screen.stop);
      // What stood there last stays readable.
      show(`${page.lines(process.stdout.columns, undefined, paint).join("\n")}\n`);
    },
  };
}

/** A line for each change; with `verbose` each row and checkpoint, and a sign of life. */
function lineView(verbose: boolean): View {
  const axes = new Map<string, LoggedAxis>();
  const tell = (words: string) => say(`${new Date().toISOString().slice(0, 19)}Z  ${words}`);
  let last = "nothing yet";
  const timer = verbose ? setInterval(() => tell(`still watching; ${last}`), HEARTBEAT) : undefined;
  return {
    take: (event) => {
      if (event.kind === "end") return;
      const whose = whoseInWords(event);
      if (event.kind === "row" || event.kind === "state") axes.set(whose, event.state.axis);
      const words = `${whose}: ${eventInWords(event, axes.get(whose) ?? "epoch")}`;
      last = words;
      if (verbose || (event.kind !== "row" && event.kind !== "checkpoint")) tell(words);
    },
    stop: () => clearInterval(timer),
  };
}
