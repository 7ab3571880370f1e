import { Command } from "commander";
import type { Analyzer } from "../analyzers/_analyzer.ts";
import * as analyzers from "../analyzers/index.ts";
import { analyze } from "../results/analyze.ts";
import { selected } from "../runs/select.ts";
import { version } from "../version.ts";
import { addAnalyze } from "./_analyze.ts";
import {
  ownOptions,
  type RunArguments,
  type SelectionArguments,
  withOwnOptions,
  withRunOptions,
  withSelectionOptions,
} from "./_arguments.ts";
import { addBacktest } from "./_backtest.ts";
import { addCompletion } from "./_completion.ts";
import { entry } from "./_entry.ts";
import { addExample } from "./_example.ts";
import { addExplain } from "./_explain.ts";
import { addExplore } from "./_explore.ts";
import { addFigures } from "./_figures.ts";
import { addInfo } from "./_info.ts";
import { addIntervene } from "./_intervene.ts";
import { opened } from "./_opened.ts";
import { show, warn } from "./_out.ts";
import { progress } from "./_progress.ts";
import { addReport } from "./_report.ts";
import { shown } from "./_shown.ts";
import { addSweep } from "./_sweep.ts";
import { addTrain } from "./_train.ts";
import { addWatch } from "./_watch.ts";

/** The command line: `info`, `analyze`, `figures`, `report`, `train`, `sweep`, `intervene`, `watch`, `explore`, `backtest`, `example`, `explain`, and one command an analyzer. */
export function program(): Command {
  const root = new Command("grok-analyze")
    .description(
      "Reads the checkpoints of a grokking run, as any training code saved them, and says what happened inside.",
    )
    .version(version)
    // Else the options of a verb, as in `sweep plan -o`, would be read as those of the command above it.
    .enablePositionalOptions()
    .configureOutput({
      writeOut: (text) => show(text),
      writeErr: (text) => show(text, process.stderr),
      outputError: (text) => warn(`${oneLine(text)}; --help shows the usage`),
    })
    .addHelpText(
      "after",
      [
        "\nExamples:",
        "  grok-analyze info ckpt/                       what the files hold",
        "  grok-analyze report ckpt/                     everything, on one page with a slider",
        "  grok-analyze figures ckpt/ --paper            the published figures, for this run",
        "  grok-analyze fourier ckpt/ --last             one question, in the terminal",
        "  grok-analyze losses run.pth --json            … or as JSON",
        "  grok-analyze watch ckpt/                      what a run is doing while it trains",
        "  grok-analyze explain excluded-loss            what a term means",
      ].join("\n"),
    );
  addInfo(root);
  addAnalyze(root);
  addFigures(root);
  addReport(root);
  for (const analyzer of Object.values<Analyzer>(analyzers)) {
    const command = root
      .command(analyzer.name)
      .description(analyzer.question)
      .addHelpText("after", `\n${entry(analyzer)}`);
    withOwnOptions(withSelectionOptions(withRunOptions(command)), analyzer)
      .option("--verbose", "print long findings and long tables in full")
      .action((path: string, options: RunArguments & SelectionArguments) => analyzed(path, analyzer, options));
  }
  addTrain(root);
  addSweep(root);
  addIntervene(root);
  addWatch(root);
  addExplore(root);
  addBacktest(root);
  addExample(root);
  addExplain(root);
  addCompletion(root);
  return root;
}

async function analyzed(path: string, analyzer: Analyzer, options: RunArguments & SelectionArguments): Promise<void> {
  const run = selected(await opened(path, options), options);
  const bar = await progress();
  try {
    const settings = {
      onProgress: bar.update,
      thorough: options.thorough === true,
      ...(options.threads === undefined ? {} : { threads: options.threads }),
    };
    const result = await analyze(run, analyzer, ownOptions(options, analyzer), settings);
    bar.stop();
    shown(result, analyzer.summary, options);
  } finally {
    bar.stop();
  }
}

/** What commander says on two lines, such as "unknown option" and "did you mean", on one and without a full stop. */
function oneLine(text: string): string {
  return text
    .trim()
    .replace(/\s*\n\s*/g, " ")
    .replace(/\.$/, "");
}
