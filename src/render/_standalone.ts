import { createHash } from "node:crypto";
import type { Drawing } from "../figures/_drawing.ts";

/** Pixels an inch, as CSS has it. */
const DENSITY = 96;
/** A dash that is drawn as none; writers of PDF refuse one of no length. */
const SHORTEST_DASH = 0.001;

/** Plotly's SVG of a drawing as a file by itself that browsers, resvg and svg-to-pdfkit read alike. */
export function standalone(plotted: string, { title, description, layout }: Drawing): string {
  const id = `figure-${createHash("sha256").update(plotted).digest("hex").slice(0, 8)}`;
  const size = `width="${inches(layout.width)}" height="${inches(layout.height)}"`;
  const named = `role="img" aria-labelledby="${id}-title ${id}-description"`;
  const told = `<title id="${id}-title">${escaped(title)}</title><desc id="${id}-description">${escaped(description)}</desc>`;
  return portable(plotted).replace(/^<svg([^>]*)>/, (_, attributes: string) => {
    const kept = attributes.replace(/ (width|height)="[^"]*"/g, "");
    return `<svg${kept} ${size} ${named}>${told}`;
  });
}

/** The same picture without what only browsers understand. */
function portable(plotted: string): string {
  return (
    plotted
      // Quoted references are lost, and with them clips and the fill of colour bars.
      .replace(/url\((?:'|&quot;)(#.*?)(?:'|&quot;)\)/g, "url($1)")
      // A cell of a map need not be a whole number of pixels: what is nearest would make some wider than others. Averaged, all
      // are alike, and their edges stay sharp, as the picture has many pixels a cell.
      .replace(/(?:image-rendering:[^;"]*;?\s*)+/g, "image-rendering: optimizeQuality; ")
      // A bar along a logarithmic axis begins far to the left of its plot: on a sheet resvg loses it, or ends the process.
      .replace(/(<g class="point"><path [^>]*d="M)-\d{3,}(?:\.\d+)?,/g, "$1-1,")
      .replace(/stroke-dasharray:([^;"]*)/g, (_, dashes: string) => `stroke-dasharray: ${positive(dashes)}`)
      // The text after a sub- or superscript goes into what brings it back to the base line: a mark without width held
      // that up, which writers of PDF take for a blank.
      .replace(/(<tspan dy="[^"]*">)\u200b<\/tspan>([^<]*)/g, (_, back, rest) => (rest ? `${back}${rest}</tspan>` : ""))
      .replaceAll("\u200b", "")
      // What `white-space: pre` says to browsers.
      .replaceAll("<text ", '<text xml:space="preserve" ')
  );
}

/** A list of dashes none of which has no length; `none` as it is. */
function positive(dashes: string): string {
  const lengths = dashes.split(/[\s,]+/).flatMap((text) => Number.parseFloat(text) || (/^0/.test(text) ? 0 : []));
  if (lengths.length === 0) return dashes.trim();
  return lengths.map((length) => `${Number(Math.max(SHORTEST_DASH, length).toFixed(3))}px`).join(", ");
}

/** A length in inches, as an SVG states it. */
export function inches(pixels: number): string {
  return `${Number((pixels / DENSITY).toFixed(4))}in`;
}

/** Text as XML's text. */
export function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
