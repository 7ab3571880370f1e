import { createRequire } from "node:module";
import { checkArguments } from "../arguments.ts";
import { UsageError } from "../errors.ts";
import type { Style } from "../figures/_drawing.ts";
import type { Figure } from "../figures/_figure.ts";
import { drawn } from "../figures/theme.ts";
import { png } from "../render/png.ts";
import { svg } from "../render/svg.ts";
import { compactPng } from "./_compact-png.ts";

/** Pixels of the picture to one of the figure: sharp enough on a dense screen, and a notebook of twenty stays small. */
const SCALE = 1.5;

/** One output in every form that some reader of notebooks can show, by MIME type. */
export interface NotebookBundle {
  /** Plotly's JSON: drawn, and alive, in Jupyter and VS Code. */
  readonly "application/vnd.plotly.v1+json": {
    readonly data: readonly Readonly<Record<string, unknown>>[];
    readonly layout: Readonly<Record<string, unknown>>;
    readonly config: Readonly<Record<string, unknown>>;
  };
  /** Base64: what GitHub and nbconvert show. */
  readonly "image/png": string;
  /** Title and caption. */
  readonly "text/plain": string;
}

/** A figure as one output of a notebook, whichever notebook it is: drawn by Plotly, as a picture and in words. */
export async function notebookBundle(figure: Figure, style: Style = { theme: "screen" }): Promise<NotebookBundle> {
  checkArguments("notebookBundle", { figure, style });
  const drawing = drawn(figure, style);
  const picture = compactPng(await png(await svg(drawing), { scale: SCALE }));
  const { data, layout, config } = drawing;
  return {
    "application/vnd.plotly.v1+json": { data, layout, config },
    "image/png": Buffer.from(picture).toString("base64"),
    "text/plain": `${drawing.title}\n${drawing.description}`,
  };
}

/** Shows a figure below the cell that asks for it. Throws a UsageError outside a notebook. */
export async function show(figure: Figure, style?: Style): Promise<void> {
  checkArguments("show", { figure, style });
  const write = display();
  write({ data: await notebookBundle(figure, style), metadata: {}, transient: {} });
}

type Display = (content: {
  readonly data: NotebookBundle;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly transient: Readonly<Record<string, unknown>>;
}) => void;

/** tslab's part that speaks to Jupyter: its public `display` sends one type a call, which a reader shows side by side. */
const MESSENGER = /[\\/]tslab[\\/]dist[\\/]jupyter\.js$/;

/** What sends an output to the notebook that this process runs. Looked for among what is loaded: any tslab may run. */
function display(): Display {
  const loaded = Object.values(createRequire(import.meta.url).cache);
  const messengers = loaded.filter((module) => module && MESSENGER.test(module.filename));
  const found = messengers.map((module) => module?.exports.lastWriteDisplayData as Display | null | undefined);
  const write = found.find((candidate) => typeof candidate === "function");
  if (write) return write;
  throw new UsageError(
    "show",
    "there is no running notebook of tslab's",
    "elsewhere, take what notebookBundle returns",
  );
}
