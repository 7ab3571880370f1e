import { join } from "node:path";
import * as analyzers from "../analyzers/index.ts";
import { checkArguments } from "../arguments.ts";
import { GrokError, UsageError } from "../errors.ts";
import type { Style, Theme } from "../figures/_drawing.ts";
import { captionOf, type Figure } from "../figures/_figure.ts";
import { drawn } from "../figures/theme.ts";
import { nearest } from "../glossary/_nearest.ts";
import { plainly } from "../plain.ts";
import { sheet } from "../render/sheet.ts";
import { attempt } from "../results/_attempt.ts";
import type { Analysis } from "../results/analysis.ts";
import { safeFileName } from "../runs/_file-name.ts";
import { makeFolder, removeAbandoned, written } from "../runs/_write.ts";
import { keysOf, whyNoResult } from "./_facts.ts";
import { filesOf, PAGE_SCALE, type PictureFile, renderings } from "./_renderings.ts";
import { allFigures, type Figures, type NamedFigure } from "./all-figures.ts";
import { atEpoch, checkEpoch } from "./at-epoch.ts";
import type { FigureStyle } from "./figure-style.ts";
import { PAPER_NAMES, PAPERS, paperFigures } from "./paper-figures.ts";
import type { Paper } from "./papers/parts/paper.ts";

/** What a figure can be written as; pgf is for LaTeX, json is Plotly's data, layout and config. */
export const FORMATS = ["svg", "pdf", "png", "json", "pgf"] as const;
export type Format = (typeof FORMATS)[number];
/** What draws: Plotly in Node, or in an installed Chromium. */
export const RENDERERS = ["node", "chromium"] as const;
export type Renderer = (typeof RENDERERS)[number];

/** What to do about a run that a set is not of. */
export const OTHER_SETS: string = `the sets are ${PAPER_NAMES.join(", ")}; without --set every analyzer's figures are drawn`;

/** The page of all figures: the file's name, and how many figures it has beside one another. */
const ALL = "all-figures";
const COLUMNS = 3;

export interface FiguresSettings extends FigureStyle {
  readonly formats: readonly Format[];
  readonly theme: Theme;
  readonly renderer: Renderer;
  /** The name of a paper, as of `PAPER_NAMES`, whose figures are drawn; else the analyzers'. */
  readonly set?: string;
  /** The folder; else `<run>-figures`. */
  readonly out?: string;
  /** What is of one checkpoint is of this one; else of the last. */
  readonly epoch?: number;
  /** Only of these analyzers or these figures of theirs, e.g. losses or fourier-spectrum, or of a set only these figures. */
  readonly only?: readonly string[];
}

export interface WrittenFigures {
  readonly folder: string;
  readonly files: readonly string[];
  readonly leftOut: readonly { readonly name: string; readonly reason: string }[];
}

/**
 * Draws an analysis into a folder: a file for each figure and format, and `captions.md`. The same analysis gives the same
 * bytes with the renderer `node`. Throws a UsageError where `set`, `only` or `epoch` names nothing that there is, or where a
 * font is asked for that a format is not set in; a GrokError where a set has no figure of this run.
 */
export async function writeFigures(asked: Analysis, settings: FiguresSettings): Promise<WrittenFigures> {
  checkArguments("writeFigures", { analysis: asked, settings });
  const analysis = plainly(asked);
  const folder = settings.out ?? safeFileName(analysis.run, "-figures");
  checkFigures(settings);
  if (settings.epoch !== undefined) checkEpoch(settings.epoch, analysis.provenance.checkpoints);
  const paper = settings.set === undefined ? undefined : paperNamed(settings.set);
  const made = (of: Analysis) => (paper ? figuresOfPaper(of, paper) : allFigures(of));
  const { figures, leftOut } = settings.epoch === undefined ? made(analysis) : atEpoch(analysis, settings.epoch, made);
  const chosen = only(figures, leftOut, settings);
  const { formats, renderer, set, out, epoch, only: _, ...chosenStyle } = settings;
  const style: Style = { ...chosenStyle, keys: keysOf(analysis) };
  const files: string[] = [];
  attempt(folder, () => removeAbandoned(folder));
  const put = (file: string, content: string | Uint8Array) =>
    attempt(folder, () => {
      makeFolder(folder);
      files.push(written(join(folder, file), content));
    });
  const putAll = (made: readonly PictureFile[]) => {
    for (const { file, content } of made) put(file, content);
  };
  const named = chosen.figures.map(({ name, figure }) => ({ name, drawing: drawn(figure, style) }));
  const svgs: string[] = [];
  for await (const { svg, files: own } of renderings(named, formats, renderer)) {
    putAll(own);
    if (svg !== undefined) svgs.push(svg);
  }
  if (paper && svgs.length > 1) {
    const items = chosen.figures.map(({ group, figure: { title } }, i) => ({ number: group, title, svg: svgs[i] }));
    const title = `Figures of ${analysis.run}`;
    const description = `The figures of ${paper.citation} for ${analysis.run}: ${items.map((item) => `${item.number}, ${item.title}`).join("; ")}.`;
    // A document has its figures where it wants them.
    const apart = formats.filter((format) => format !== "pgf");
    putAll(await filesOf(sheet(items, { title, description, columns: COLUMNS }), ALL, title, apart, PAGE_SCALE));
  }
  put("captions.md", captions(analysis, chosen.figures));
  return { folder, files, leftOut: chosen.leftOut };
}

/** The paper of a set's name. Throws a UsageError where there is none. */
export function paperNamed(set: string): Paper {
  const paper = Object.hasOwn(PAPERS, set) ? PAPERS[set] : undefined;
  if (!paper) throw new UsageError("--set", `there is no "${set}"`, `choose among ${PAPER_NAMES.join(", ")}`);
  return paper;
}

function figuresOfPaper(analysis: Analysis, paper: Paper): Figures {
  const made = paperFigures(analysis, paper);
  if (made.figures.length > 0) return made;
  const reason =
    whyNoResult(
      analysis,
      paper.of.map(({ name }) => name),
    ) ?? made.leftOut[0].reason;
  throw new GrokError(analysis.run, `has none of the figures of ${paper.citation}: ${reason}`, OTHER_SETS);
}

/**
 * Throws a UsageError where settings cannot be, whatever the run is: before anything is computed. Of an analyzer's figures it
 * is known only after which there are.
 */
export function checkFigures({ only: wanted = [], set, font, formats, renderer }: FiguresSettings): void {
  const names = set === undefined ? ANALYZERS : paperNamed(set).figures.map(([id]) => id);
  const stray = wanted.find((name) => !names.some((one) => name === one || (set === undefined && isOf(name, one))));
  if (stray !== undefined) throw noFigure(stray, names, set);
  if (font !== undefined && formats.includes("pgf"))
    throw new UsageError("--font", "pgf is set in the fonts of the document", "leave it out, or --format svg");
  const apart = formats.filter((format) => format === "png" || format === "pdf");
  if (font !== undefined && renderer === "node" && apart.length > 0) {
    const problem = `${apart.join(" and ")} ${apart.length > 1 ? "are" : "is"} set in Arimo without a browser`;
    throw new UsageError(
      "--font",
      problem,
      "--renderer chromium has the fonts of this machine; --format svg names the font",
    );
  }
}

const ANALYZERS: readonly string[] = Object.values(analyzers).map(({ name }) => name);

/** Whether a name is of a figure of an analyzer. */
function isOf(name: string, analyzer: string): boolean {
  return name.startsWith(`${analyzer}-`);
}

function noFigure(name: string, names: readonly string[], set: string | undefined): UsageError {
  const [near = names[0]] = nearest(name, names);
  const command = `grok-analyze figures <run>${set === undefined ? "" : ` --set ${set}`} --only ${near}`;
  return new UsageError("--only", `there is no "${name}"`, `choose among ${names.join(", ")}, e.g. ${command}`);
}

function only(
  figures: readonly NamedFigure[],
  leftOut: WrittenFigures["leftOut"],
  { only: wanted, set }: FiguresSettings,
): Pick<WrittenFigures, "leftOut"> & { readonly figures: readonly NamedFigure[] } {
  if (!wanted) return { figures, leftOut };
  const groups = [...new Set([...figures.map(({ group }) => group), ...leftOut.map(({ name }) => name)])];
  const names = figures.map(({ name }) => name);
  const stray = wanted.find((name) => !groups.includes(name) && !names.includes(name));
  if (stray !== undefined) {
    const near = names.filter((name) => groups.some((group) => isOf(stray, group) && isOf(name, group)));
    throw noFigure(stray, near.length > 0 ? near : groups, set);
  }
  return {
    figures: figures.filter(({ group, name }) => wanted.includes(group) || wanted.includes(name)),
    leftOut: leftOut.filter(({ name }) => wanted.some((one) => name === one || isOf(name, one))),
  };
}

/** Title and caption of each figure, and where its numbers come from. */
function captions(analysis: Analysis, figures: readonly NamedFigure[]): string {
  const { provenance, run } = analysis;
  const { task, split, checkpoints, grokAnalyze } = provenance;
  const keys = keysOf(analysis);
  const said = (figure: Figure) => `${figure.title}. ${captionOf(figure)}`;
  const epochs =
    checkpoints.length > 0
      ? `, ${checkpoints.length} checkpoints, epochs ${checkpoints[0].epoch} to ${checkpoints.at(-1)?.epoch}`
      : "";
  return [
    `# Figures of ${run}`,
    `${task?.formula ?? "curves only"}${epochs}. ${split ? `Split: ${split.origin}.` : "The split is not known."} Key frequencies: ${keys.join(", ") || "none"}. grok-analyze ${grokAnalyze}.`,
    ...figures.map(({ name, figure }) => `## ${name}\n\n${said(figure)}`),
    "",
  ].join("\n\n");
}
