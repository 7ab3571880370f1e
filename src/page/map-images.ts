import { indexedPng } from "./indexed-png.ts";
import type { PageTrace } from "./page-data.ts";
import type { Plot } from "./plotly.ts";

type Attributes = Readonly<Record<string, unknown>>;
type Rows = readonly ArrayLike<number>[];

interface Scale {
  readonly least: number;
  readonly greatest: number;
  /** Red, green and blue of `SHADES` colours from the least value to the greatest, and of no value. */
  readonly shades: Uint8Array;
}

/** One less than a byte can name: the last is for no value. */
const SHADES = 255;
/** A cell of more of the screen's pixels is sharp: one of fewer is averaged with its neighbours, or some would be wider than others or not there. */
const SHARP_FROM = 2;
const PNG = "data:image/png;base64,";

/**
 * Whether the images that Plotly drew of heat-maps now show other values. This takes a tenth of the time that Plotly does,
 * and changes nothing but the pixels: hovering reads the old values until Plotly draws again. False, and nothing done,
 * where a map is zoomed, has colours that depend on its values, or is not one pixel a cell.
 */
export function repainted(plot: Plot, traces: readonly PageTrace[]): boolean {
  const paintings = traces.map((trace) => painting(plot, trace));
  if (paintings.some((paint) => paint === undefined)) return false;
  for (const paint of paintings) paint?.();
  return true;
}

function painting(plot: Plot, trace: PageTrace): (() => void) | undefined {
  const [x, y] = [String(trace.xaxis ?? "x"), String(trace.yaxis ?? "y")];
  const [image, ...others] = plot.querySelectorAll(`.subplot.${x}${y} .heatmaplayer image`);
  const scale = scaleOf(plot.layout, trace);
  const rows = trace.z as Rows;
  const [height, width] = [rows.length, rows[0]?.length ?? 0];
  if (image === undefined || others.length > 0 || scale === undefined) return undefined;
  const size = pngSize(hrefOf(image));
  if (size?.[0] !== width || size[1] !== height) return undefined;
  const [left, down] = [isReversed(plot.layout[`xaxis${x.slice(1)}`]), !isReversed(plot.layout[`yaxis${y.slice(1)}`])];
  return () => image.setAttribute("href", png(rows, width, height, scale, left, down));
}

/** Colours that do not depend on the values. */
function scaleOf(layout: Attributes, trace: PageTrace): Scale | undefined {
  const shared = typeof trace.coloraxis === "string";
  const { colorscale, ...ends } = (shared ? layout[trace.coloraxis as string] : trace) as Attributes;
  const [least, greatest] = shared ? [ends.cmin, ends.cmax] : [ends.zmin, ends.zmax];
  const stops = Array.isArray(colorscale) ? (colorscale as readonly (readonly [number, string])[]) : [];
  if (typeof least !== "number" || typeof greatest !== "number" || stops.length < 2) return undefined;
  if (ends.reversescale === true || !stops.every(([, colour]) => /^#[0-9a-f]{6}$/i.test(colour))) return undefined;
  return { least, greatest, shades: shadesOf(stops) };
}

function shadesOf(stops: readonly (readonly [number, string])[]): Uint8Array {
  const shades = new Uint8Array(3 * (SHADES + 1));
  for (let i = 0; i < SHADES; i++) {
    const at = i / (SHADES - 1);
    const above = Math.max(
      stops.findIndex(([place]) => place >= at),
      1,
    );
    const [[from, first], [to, second]] = [stops[above - 1] ?? [0, ""], stops[above] ?? [1, ""]];
    for (let channel = 0; channel < 3; channel++) {
      const [low, high] = [brightness(first, channel), brightness(second, channel)];
      shades[3 * i + channel] = Math.round(low + ((high - low) * (at - from)) / (to - from || 1));
    }
  }
  return shades;
}

/** Of a colour #rrggbb: red, green or blue. */
function brightness(colour: string, channel: number): number {
  return Number.parseInt(colour.slice(1 + 2 * channel, 3 + 2 * channel), 16);
}

/** The rows as a PNG of one pixel a cell; no value is transparent. */
function png(
  rows: Rows,
  width: number,
  height: number,
  { least, greatest, shades }: Scale,
  left: boolean,
  down: boolean,
): string {
  const pixels = new Uint8Array((width + 1) * height);
  const perValue = (SHADES - 1) / (greatest - least || 1);
  for (let i = 0; i < height; i++) {
    const row = rows[down ? height - 1 - i : i] ?? [];
    const start = i * (width + 1) + 1;
    for (let j = 0; j < width; j++) {
      const value = row[left ? width - 1 - j : j] ?? Number.NaN;
      pixels[start + j] = Number.isNaN(value)
        ? SHADES
        : Math.min(Math.max(Math.round((value - least) * perValue), 0), SHADES - 1);
    }
  }
  return PNG + base64(indexedPng(pixels, width, height, shades));
}

/** As many bytes as a call takes arguments. */
const RUN = 8192;

function base64(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += RUN) text += String.fromCharCode(...bytes.subarray(at, at + RUN));
  return btoa(text);
}

/** Has the browser average the cells of maps that are smaller than it can show; to be called when Plotly has drawn, which asks for the nearest always. */
export function averaged(plot: Element): void {
  for (const image of plot.querySelectorAll<SVGImageElement>(".heatmaplayer image")) {
    const [columns, rows] = pngSize(hrefOf(image)) ?? [1, 1];
    const { width, height } = image.getBoundingClientRect();
    const pixels = devicePixelRatio * Math.min(width / columns, height / rows);
    image.style.imageRendering = pixels < SHARP_FROM ? "auto" : "pixelated";
  }
}

function hrefOf(image: Element): string {
  return image.getAttribute("href") ?? image.getAttribute("xlink:href") ?? "";
}

/** Width and height, which are the fifth and sixth four bytes of every PNG. */
function pngSize(url: string): readonly [number, number] | undefined {
  if (!url.startsWith(PNG)) return undefined;
  const bytes = Uint8Array.from(atob(url.slice(PNG.length, PNG.length + 32)), (character) => character.charCodeAt(0));
  const view = new DataView(bytes.buffer);
  return [view.getUint32(16), view.getUint32(20)];
}

function isReversed(axis: unknown): boolean {
  const [from, to] = ((axis ?? {}) as { readonly range?: readonly [number, number] }).range ?? [0, 1];
  return to < from;
}
