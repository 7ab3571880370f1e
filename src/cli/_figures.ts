import { type Command, InvalidArgumentError, Option } from "commander";
import { GrokError } from "../errors.ts";
import { THEMES, type Theme } from "../figures/_drawing.ts";
import { PAPER_NAMES, PAPERS, paperRefusal } from "../report/paper-figures.ts";
import {
  FORMATS,
  type Format,
  OTHER_SETS,
  paperNamed,
  RENDERERS,
  type Renderer,
  writeFigures,
} from "../report/write-figures.ts";
import type { Run } from "../runs/run.ts";
import { type AnalysisArguments, analysisFor } from "./_analysis-for.ts";
import { nameList, withAnalysisOptions } from "./_arguments.ts";

interface FiguresArguments extends AnalysisArguments {
  readonly out?: string;
  readonly format: readonly Format[];
  readonly width?: number;
  readonly theme: Theme;
  readonly renderer: Renderer;
  readonly set?: string;
  readonly only?: readonly string[];
}

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
    .option("--width <length>", "e.g. 3.25in, 8cm, 84mm, 240pt; else 3.25in in print, 7.5in on a screen", length)
    .addOption(new Option("--theme <name>", "how they look").choices(THEMES).default("paper"))
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
    .addOption(new Option("--paper", "as --set nanda-2023").implies({ set: "nanda-2023" }))
    .option("--only <names>", "only of these analyzers, or with --set only these figures, e.g. 6a,6b", nameList)
    .addHelpText(
      "after",
      [
        "\nFrom a folder of results no checkpoint is read; a run is analysed first where it has no results yet. captions.md",
        "says what each figure shows, with variant, split, keys and dtype. The same results give the same bytes.",
        "\nExamples:",
        "  grok-analyze figures ckpt/ -o figs/ --format svg,pdf,png --width 3.25in",
        "  grok-analyze figures ckpt/ --paper --format pdf",
        "  grok-analyze figures ckpt/ --set zhong-2023 --only plane,correct-logits",
        "  grok-analyze figures ckpt-analysis/ --only losses,phases --theme screen --format png",
      ].join("\n"),
    );
  command.action(figures);
}

async function figures(path: string, given: FiguresArguments): Promise<void> {
  const { analysis, notes } = await analysisFor(path, given, (run) => admit(run, given));
  for (const note of notes) process.stdout.write(`${note}\n`);
  const { folder, files, leftOut } = await writeFigures(analysis, {
    formats: given.format,
    theme: given.theme,
    renderer: given.renderer,
    ...(given.set === undefined ? {} : { set: given.set }),
    ...(given.out === undefined ? {} : { out: given.out }),
    ...(given.width === undefined ? {} : { width: given.width }),
    ...(given.only === undefined ? {} : { only: given.only }),
  });
  process.stdout.write(`wrote ${files.length} files to ${folder}\n`);
  for (const { name, reason } of leftOut) process.stdout.write(`left out ${name}: ${reason}\n`);
}

/** Throws where a run is none that the set is of: analysing it would be for nothing. */
function admit(run: Run, { set }: FiguresArguments): void {
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

/** Inches of each unit. */
const UNITS: Readonly<Record<string, number>> = { in: 1, cm: 1 / 2.54, mm: 1 / 25.4, pt: 1 / 72 };
/** Narrower than this nothing can be read; wider is no page. */
const [LEAST, MOST] = [1.5, 40];

/** The inches that a word says. */
export function length(word: string): number {
  const [, number, unit = "in"] = /^(\d+(?:\.\d+)?)(in|cm|mm|pt)?$/.exec(word) ?? [];
  const inches = Number(number) * UNITS[unit];
  if (number === undefined || !(inches >= LEAST && inches <= MOST))
    throw new InvalidArgumentError(`It must be a length from ${LEAST}in to ${MOST}in, e.g. 3.25in, 8cm, 84mm, 240pt.`);
  return inches;
}
