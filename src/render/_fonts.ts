import { createRequire } from "node:module";
import { type Face, fontBytes } from "./_assets.ts";

/** What is used of fontkit's fonts. */
interface Font {
  readonly unitsPerEm: number;
  layout(text: string): { readonly advanceWidth: number };
}
interface Fontkit {
  create(bytes: Uint8Array): Font;
}

/** Above and below the base line, as shares of the size: the same in all faces of Arimo. */
export const ASCENT: number = 1854 / 2048;
export const DESCENT: number = 434 / 2048;

/** How wide text is in px, kerning included, at a size in px. */
export function advance(text: string, size: number, face: Face): number {
  const key = `${face} ${text}`;
  let width = widths.get(key);
  if (width === undefined) {
    const { unitsPerEm, layout } = fontOf(face);
    width = layout(text).advanceWidth / unitsPerEm;
    widths.set(key, width);
  }
  return width * size;
}
/** By face and text, at size 1: Plotly measures the same few labels again and again. */
const widths = new Map<string, number>();

interface Opened {
  readonly unitsPerEm: number;
  readonly layout: Font["layout"];
}

/** A face, opened when first measured: text is measured long after figures are imported, if at all. */
function fontOf(face: Face): Opened {
  const opened = fonts.get(face);
  if (opened) return opened;
  const { create } = createRequire(import.meta.url)("fontkit") as Fontkit;
  const font = create(fontBytes(face));
  const fresh = { unitsPerEm: font.unitsPerEm, layout: (text: string) => font.layout(text) };
  fonts.set(face, fresh);
  return fresh;
}
const fonts = new Map<Face, Opened>();
