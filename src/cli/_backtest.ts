import Table from "cli-table3";
import { type Command, Option } from "commander";
import { percent, shown } from "../analyzers/_curve-words.ts";
import { RunError } from "../errors.ts";
import { type AtShare, type Backtest, backtest } from "../monitoring/backtest.ts";
import type { KnownRun } from "../monitoring/backtest-runs.ts";
import { HALVES, type Half, inHalf } from "../monitoring/halves.ts";
import { jsonText } from "../tables/json-text.ts";
import { knownRunsAt } from "./_known-runs.ts";
import { hand, show } from "./_out.ts";
import { BORDERLESS } from "./_series-table.ts";

interface BacktestArguments {
  readonly half: Half;
  readonly json?: true;
}

/** Adds `backtest`. */
export function addBacktest(root: Command): void {
  root
    .command("backtest")
    .description(
      "How good the forecasts, states and alerts are that a running run is given, on runs whose end is known.",
    )
    .argument("<curves...>", "a file of JSON lines, a run a line; or logs, or folders of them")
    .addOption(
      new Option(
        "--half <which>",
        "the runs that the constants were fitted on, the others, or all, by a hash of their names",
      )
        .choices(HALVES)
        .default("all"),
    )
    .option("--json", "print it as JSON")
    .addHelpText(
      "after",
      [
        "\nA file of curves is called .jsonl. A line's fields: run and family (texts), epoch and test_accuracy (lists), and where",
        "they are known train_loss, test_loss, train_accuracy, null where there is no value; memorised_at (train accuracy 99 %)",
        "and test_90_at, else they are taken from the curves.",
        "\nExamples:",
        "  grok-analyze backtest curves.jsonl",
        "  grok-analyze backtest curves.jsonl --half other --json",
        "  grok-analyze backtest runs/                   by the logs of the runs in a folder",
      ].join("\n"),
    )
    .action(run);
}

async function run(paths: readonly string[], { half, json }: BacktestArguments): Promise<void> {
  const runs: KnownRun[] = [];
  for (const path of paths) runs.push(...(await knownRunsAt(path)));
  if (inHalf(runs, half).length === 0)
    throw new RunError(paths.join(", "), `holds no run of the half "${half}"`, "--half all takes every run");
  const found = backtest(runs, half);
  if (json) hand(`${jsonText(found, 2)}\n`);
  else show(`${inWords(found)}\n`);
}

function inWords(found: Backtest): string {
  const { half, runs, generalising, at, coverage, never, rising } = found;
  const of = half === "all" ? "" : ` of the half "${half}"`;
  const per = (count: number) => `${count} of ${never.runs}`;
  return [
    `${runs} runs${of}: ${generalising} come to 90 % test accuracy, ${never.runs} do not within what is known`,
    "",
    tableOf(at),
    "",
    "error: the median of |forecast / truth - 1|, with a forecast; memorisation × 20 and the epoch itself: of the same runs",
    ...(coverage === null
      ? []
      : [`over all rows with a forecast ${percent(coverage)} of the intervals hold, where 80 % should`]),
    "",
    "runs that never come to it",
    `  with a forecast at any time   ${per(never.forecast)}, for ${never.time === null ? "-" : percent(never.time)} of the time; refuted within the run ${never.refuted}`,
    `  with an alert                 ${Object.entries(never.alerts)
      .map(([alert, count]) => `${alert} ${count}`)
      .join(", ")}`,
    "",
    "the state rising",
    `  told before the truth         ${rising.told} of ${generalising}${rising.lead === null || rising.share === null ? "" : `, ${shown(rising.lead)} epochs ahead, at ${percent(rising.share)} of the time (medians)`}`,
    `  AUC over thirds of the time   ${rising.auc.map((area) => (area === null ? "-" : area.toFixed(2))).join(", ")}`,
  ].join("\n");
}

function tableOf(at: readonly AtShare[]): string {
  const table = new Table({
    head: ["of the time", "runs", "forecast", "error", "memorisation × 20", "the epoch itself", "interval holds"],
    style: { head: [], border: [], compact: true },
    chars: BORDERLESS,
    colAligns: ["left", "right", "right", "right", "right", "right", "right"],
  });
  const error = (value: number | null) => (value === null ? "-" : value.toFixed(3));
  for (const one of at)
    table.push([
      percent(one.share),
      one.runs,
      one.forecasts,
      error(one.error),
      error(one.error_of_20),
      error(one.error_of_now),
      one.coverage === null ? "-" : percent(one.coverage),
    ]);
  return table
    .toString()
    .split("\n")
    .map((line) => line.trimEnd())
    .join("\n");
}
