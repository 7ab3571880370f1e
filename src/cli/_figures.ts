import { type Command, InvalidArgumentError, Option } from "commander";
import { GrokError, UsageError } from "../errors.ts";
import { checkEpoch } from "../report/at-epoch.ts";
import { PAPER_NAMES, PAPERS, paperRefusal } from "../report/paper-figures.ts";
import {
  checkFigures,
  type FiguresSettings,
  FORMATS,
  type Format,
  OTHER_SETS,
  paperNamed,
  RENDERERS,
  type Renderer,
  writeFigures,
} from "../report/write-figures.ts";
import { cutInWords } from "../runs/_file-name.ts";
import type { Run } from "../runs/run.ts";
import { type AnalysisArguments, analysisFor } from "./_analysis-for.ts";
import { nameList, wholeNumber, withAnalysisOptions } from "./_arguments.ts";
import { chosenStyle, type StyleArguments, withStyleOptions } from "./_figure-options.ts";
import { say } from "./_out.ts";

interface FiguresArguments extends AnalysisArguments, Omit<StyleArguments, "style"> {
  readonly out?: string;
  readonly format: readonly Format[];
  readonly style?: StyleArguments["style"];
  readonly epoch?: number;
  readonly renderer: Renderer;
  readonly set?: string;
  readonly paper?: true;
  readonly only?: readonly string[];
}

/** The set that has an option of its own. */
const PAPER = "nanda-2023";

/** Adds `figures`. */
export function addFigures(root: Command): void {
  const command = root
    .command("figures")
    .description("Draws every analyzer's figures, or those of a paper, as SVG, PDF, PNG and for LaTeX, of exact size.");
  withAnalysisOptions(command)
    .option("-o, --out <folder>", "where the files go; else <run>-figures")
    .addOption(
      new Option("--format <list>", `of ${FORMATS.join(", ")}; pgf is for LaTeX, json is Plotly's`)
        .argParser(formats)
        .default(["svg"], "svg"),
    )
    .addOption(
      new Option("--renderer <name>", "node needs no browser; chromium an installed one")
        .choices(RENDERERS)
        .default("node"),
    )
    .addOption(
      new Option(
        "--set <paper>",
        `the figures of a paper, one file each and all on one page: ${Object.values(PAPERS)
          .map(({ name, citation, about }) => `${name} (${citation}: ${about})`)
          .join("; ")}`,
      ).choices(PAPER_NAMES),
    )
    .addOption(new Option("--paper", `as --set ${PAPER}`).implies({ set: PAPER }))
    .option(
      "--only <names>",
      "only of these analyzers or these figures, e.g. losses,fourier-spectrum, or with --set only these, e.g. 6a,6b",
      nameList,
    )
    .option("--epoch <n>", "what is of one checkpoint is of this one; else of the last", wholeNumber);
  withStyleOptions(command).addHelpText(
    "after",
    [
      "\nFrom a folder of results no checkpoint is read; a run is analysed first where it has no results yet. captions.md",
      "says what each figure shows, with variant, split, keys and dtype. The same results give the same bytes.",
      "\nExamples:",
      "  grok-analyze figures ckpt/ -o figs/ --format svg,pdf,png --width 3.25in",
      "  grok-analyze figures ckpt/ --paper --format pdf",
      "  grok-analyze figures ckpt/ --set zhong-2023 --only plane,correct-logits",
      "  grok-analyze figures ckpt-analysis/ --only losses,phases --theme screen --format png",
      "  grok-analyze figures ckpt/ --only fourier-spectrum --epoch 500 --style paper.yaml",
    ].join("\n"),
  );
  command.action(figures);
}

async function figures(path: string, given: FiguresArguments): Promise<void> {
  const { format, renderer, set, paper, out, only, epoch } = given;
  if (paper && set !== PAPER)
    throw new UsageError("--paper", `is --set ${PAPER}`, `leave out one of it and --set ${set}`);
  const asked = { set, out, only, epoch };
  const settings: FiguresSettings = {
    theme: "paper",
    ...chosenStyle(given),
    formats: format,
    renderer,
    ...Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined)),
  };
  checkFigures(settings);
  const { analysis, notes } = await analysisFor(path, given, (run) => admit(run, given));
  for (const note of notes) say(note);
  const { folder, files, leftOut } = await writeFigures(analysis, settings);
  say(`wrote ${files.length} files to ${folder}`);
  const cut = out === undefined ? cutInWords(analysis.run, "-figures") : undefined;
  if (cut !== undefined) say(cut);
  for (const { name, reason } of leftOut) say(`left out ${name}: ${reason}`);
}

/** Throws where a run is none that the set is of, or lacks the epoch: analysing it would be for nothing. */
function admit(run: Run, { set, epoch }: FiguresArguments): void {
  if (epoch !== undefined) checkEpoch(epoch, run.checkpoints);
  if (set === undefined) return;
  const paper = paperNamed(set);
  const reason = paperRefusal(paper, run);
  if (reason !== undefined)
    throw new GrokError(run.path, `has none of the figures of ${paper.citation}: ${reason}`, OTHER_SETS);
}

/** The formats that a word lists. */
export function formats(word: string): readonly Format[] {
  const names = nameList(word);
  const stray = names.find((name) => !(FORMATS as readonly string[]).includes(name));
  if (stray !== undefined) throw new InvalidArgumentError(`It must be of ${FORMATS.join(", ")}, e.g. svg,pdf.`);
  return [...new Set(names)] as Format[];
}
