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
    const font = fontOf(face);
    width = font.layout(text).advanceWidth / font.unitsPerEm;
    widths.set(key, width);
  }
  return width * size;
}
/** By face and text, at size 1: Plotly measures the same few labels again and again. */
const widths = new Map<string, number>();

/** A face as fontkit opens it, once: its tables are read when they are first needed, which takes longer than to draw a figure. */
export function fontOf(face: Face): Font {
  const opened = fonts.get(face);
  if (opened) return opened;
  const { create } = createRequire(import.meta.url)("fontkit") as Fontkit;
  const fresh = create(fontBytes(face));
  fonts.set(face, fresh);
  return fresh;
}
const fonts = new Map<Face, Font>();
