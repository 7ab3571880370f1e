import { elements } from "./elements.ts";
import { embeddedText } from "./embedded.ts";
import type { Plotly } from "./plotly.ts";

/** Pixels of a PNG to one of the page. */
const PNG_SCALE = 3;

// Inflated when the first is asked for: many a reader wants none.
let texts: Promise<Readonly<Record<string, string>>> | undefined;

/** Saves one of the page's tables. */
export async function saveTable(name: string): Promise<void> {
  texts ??= embeddedText("tables").then((json) => JSON.parse(json) as Readonly<Record<string, string>>);
  save(name, (await texts)[name] ?? "", "text/csv");
}

/** Each CSV button saves its table. */
export function watchTables(): void {
  for (const button of elements<HTMLButtonElement>("button[data-table]"))
    button.addEventListener("click", () => void saveTable(button.dataset.table ?? ""));
}

/** The plot as it is on the page, as an SVG with a title and a description. */
export async function plotSvg(plotly: Plotly, plot: HTMLElement, words: readonly [string, string]): Promise<string> {
  const { width, height } = plot.getBoundingClientRect();
  const url = await plotly.toImage(plot, { format: "svg", width, height });
  const svg = decodeURIComponent(url.slice(url.indexOf(",") + 1));
  const [title, description] = words.map((text) => text.replace(/[&<>]/g, (sign) => `&#${sign.charCodeAt(0)};`));
  const root = `<svg role="img" aria-labelledby="title description"`;
  return svg.replace(
    /<svg([^>]*)>/,
    `${root}$1><title id="title">${title}</title><desc id="description">${description}</desc>`,
  );
}

/** The plot as it is on the page, with three times its pixels. */
export async function plotPng(plotly: Plotly, plot: HTMLElement): Promise<Blob> {
  const { width, height } = plot.getBoundingClientRect();
  const url = await plotly.toImage(plot, { format: "png", width, height, scale: PNG_SCALE });
  const bytes = Uint8Array.from(atob(url.slice(url.indexOf(",") + 1)), (character) => character.charCodeAt(0));
  return new Blob([bytes], { type: "image/png" });
}

export function save(name: string, content: string | Blob, type: string): void {
  const url = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  // Not at once: the browser may not have begun to read it.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
