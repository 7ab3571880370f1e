import { FONT } from "../figures/_looks.ts";
import { textWidth } from "../figures/_text-width.ts";
import { escaped, inches } from "./_standalone.ts";

/** A figure of a sheet: an SVG as `svg` makes it. */
export interface SheetItem {
  /** Above it: its number or name in bold, and its title. */
  readonly number: string;
  readonly title: string;
  readonly svg: string;
}

export interface SheetOptions {
  readonly title: string;
  readonly description: string;
  /** Figures beside one another. */
  readonly columns: number;
}

/** Pixels: around all, between figures, for a heading and at least for its number, after a word; its type is 8 points. */
const SPACE = { margin: 24, gap: 20, heading: 22, number: 24, word: 8, type: 10.67 };
/** How much wider bold letters are. */
const BOLD = 1.1;

/** Several SVGs as one, on white, each as large as it is under its heading; each in the column that is shortest so far. */
export function sheet(items: readonly SheetItem[], { title, description, columns }: SheetOptions): string {
  const sized = items.map((item) => ({ ...item, ...sizeOf(item.svg) }));
  const pitch = Math.max(...sized.map(({ width }) => width)) + SPACE.gap;
  const ends = Array.from({ length: Math.min(columns, sized.length) }, () => SPACE.margin);
  const placed = sized.map((item) => {
    const column = ends.indexOf(Math.min(...ends));
    const top = ends[column];
    ends[column] += SPACE.heading + item.height + SPACE.gap;
    return placedAt(item, SPACE.margin + column * pitch, top);
  });
  const whole = {
    width: 2 * SPACE.margin + ends.length * pitch - SPACE.gap,
    height: Math.max(...ends) - SPACE.gap + SPACE.margin,
  };
  const size = `width="${inches(whole.width)}" height="${inches(whole.height)}" viewBox="0 0 ${whole.width} ${whole.height}"`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" ${size} role="img" aria-labelledby="sheet-title sheet-description">`,
    `<title id="sheet-title">${escaped(title)}</title><desc id="sheet-description">${escaped(description)}</desc>`,
    `<rect x="0" y="0" width="${whole.width}" height="${whole.height}" style="fill: rgb(255, 255, 255)"/>`,
    ...placed,
    "</svg>",
  ].join("\n");
}

type Sized = SheetItem & { readonly width: number; readonly height: number };

function placedAt({ number, title, svg, width, height }: Sized, x: number, y: number): string {
  const type = (weight: string) =>
    `style="font-family: ${FONT}; font-size: ${SPACE.type}px; font-weight: ${weight}; fill: #111"`;
  const heading = [
    `<text x="${x}" y="${y + SPACE.type}" ${type("bold")}>${escaped(number)}</text>`,
    `<text x="${x + Math.max(SPACE.number, BOLD * textWidth(number, SPACE.type) + SPACE.word)}" y="${y + SPACE.type}" ${type("normal")}>${escaped(title)}</text>`,
  ].join("");
  const root = /^<svg[^>]*>/.exec(svg)?.[0] ?? "";
  const attributes = root.slice("<svg".length, -1).replace(/ (width|height|x|y)="[^"]*"/g, "");
  const at = `x="${x}" y="${y + SPACE.heading}" width="${width}" height="${height}"`;
  return `${heading}\n<svg ${at}${attributes}>${svg.slice(root.length)}`;
}

/** In pixels. */
function sizeOf(svg: string): { readonly width: number; readonly height: number } {
  const [, width, height] = /viewBox="0 0 ([\d.]+) ([\d.]+)"/.exec(svg) ?? [];
  return { width: Number(width), height: Number(height) };
}
