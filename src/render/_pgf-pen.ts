import { Buffer } from "node:buffer";
import type { Point } from "./_dom-paths.ts";
import { textLines } from "./_pgf-text.ts";
import { applied, circleOf, type Matrix, partsOf } from "./_svg-shapes.ts";
import type { SvgElement } from "./_svg-tree.ts";

/** Big points, of 72 an inch, for each px. */
const SCALE = 0.75;
/** From one line of text to the next, of its size. */
const LEADING = 1.2;

const LEFT = "left,";
/** How much wider than in the figure's own font text may be that has something beside it. */
const SLACK = 1.02;

/** What an element has from all that it is in, and from itself. */
export interface Setting {
  readonly matrix: Matrix;
  readonly style: Readonly<Record<string, string>>;
  readonly opacity: number;
  /** Size of type in px. */
  readonly type: number;
}

/** A picture that a figure includes. */
export interface Picture {
  readonly file: string;
  readonly bytes: Uint8Array;
}

/** Writes pgf's commands for shapes, pictures and text of an SVG; what is set already is not set again. */
export class Pen {
  readonly lines: string[] = [];
  readonly texts: string[] = [];
  readonly pictures: Picture[] = [];
  readonly #height: number;
  readonly #name: string;
  readonly #colours = new Map<string, string>();
  /** What is set, by its command, in each scope that is open. */
  readonly #scopes: Map<string, string>[] = [new Map()];

  /** Of a figure of this height in px, whose pictures are called by this name. */
  constructor(height: number, name: string) {
    this.#height = height;
    this.#name = name;
  }

  /** Begins a scope that shows what is within a shape alone. */
  clip(shapes: readonly SvgElement[], { matrix }: Setting): void {
    this.#scopes.push(new Map(this.#scopes.at(-1)));
    this.lines.push(
      "\\begin{pgfscope}%",
      ...shapes.flatMap((shape) => this.#path(shape, matrix)),
      "\\pgfusepath{clip}%",
    );
  }

  unclip(): void {
    this.#scopes.pop();
    this.lines.push("\\end{pgfscope}%");
  }

  shape(element: SvgElement, { matrix, style, opacity }: Setting, byId: ReadonlyMap<string, SvgElement>): void {
    const [fill, stroke] = [style.fill ?? "black", style.stroke ?? "none"];
    const width = Number.parseFloat(style["stroke-width"] ?? "1");
    const fillOpacity = opacity * Number(style["fill-opacity"] ?? 1) * alpha(fill);
    const strokeOpacity = opacity * Number(style["stroke-opacity"] ?? 1) * alpha(stroke);
    const path = this.#path(element, matrix);
    if (path.length === 0) return;
    const gradient = byId.get(/^url\(#(.*)\)$/.exec(fill)?.[1] ?? "");
    if (gradient) this.#shading(element, matrix, gradient);
    const fills = !gradient && fill !== "none" && fillOpacity > 0;
    const strokes = stroke !== "none" && strokeOpacity > 0 && width > 0;
    if (!fills && !strokes) return;
    if (fills) {
      this.#set("\\pgfsetfillcolor", this.#colour(fill));
      this.#set("\\pgfsetfillopacity", decimal(fillOpacity));
    }
    if (strokes) {
      this.#set("\\pgfsetstrokecolor", this.#colour(stroke));
      this.#set("\\pgfsetstrokeopacity", decimal(strokeOpacity));
      this.#set("\\pgfsetlinewidth", `${bp(width)}bp`);
      this.#set("\\pgfsetmiterlimit", decimal(Number(style["stroke-miterlimit"] ?? 4)));
      this.#set("\\pgfsetdash", dashes(style["stroke-dasharray"] ?? "none"));
    }
    const [before, after] = style["fill-rule"] === "evenodd" ? ["{\\pgfseteorule", "}"] : ["", ""];
    const uses = [...(fills ? ["fill"] : []), ...(strokes ? ["stroke"] : [])].join(",");
    this.lines.push(...path, `${before}\\pgfusepath{${uses}}${after}%`);
  }

  image({ attributes }: SvgElement, { matrix }: Setting): void {
    const [x, y, width, height] = ["x", "y", "width", "height"].map((key) => Number(attributes[key] ?? 0));
    const [, base64] = /^data:image\/png;base64,(.*)$/s.exec(attributes["xlink:href"] ?? attributes.href ?? "") ?? [];
    if (base64 === undefined) return;
    const file = `${this.#name}-${this.pictures.length + 1}.png`;
    this.pictures.push({ file, bytes: new Uint8Array(Buffer.from(base64, "base64")) });
    const corner = this.#point(applied(matrix, [x, y + height]));
    const size = `width=${bp(width)}bp,height=${bp(height)}bp`;
    this.lines.push(`\\pgftext[left,bottom,at=${corner}]{\\includegraphics[${size}]{${file}}}%`);
  }

  text(element: SvgElement, { matrix, style, opacity, type }: Setting): void {
    if (opacity * Number(style["fill-opacity"] ?? 1) === 0) return;
    const side = { middle: "", end: "right," }[style["text-anchor"] ?? ""] ?? LEFT;
    const angle = -(Math.atan2(matrix[1], matrix[0]) * 180) / Math.PI;
    const turned = Math.abs(angle) < 0.01 ? "" : `,rotate=${decimal(angle)}`;
    const size = Math.round(10 * SCALE * type) / 10;
    const face = `\\color{${this.#colour(style.fill ?? "black")}}\\fontsize{${size}}{${decimal(LEADING * size)}}\\selectfont`;
    for (const { x, y, latex, width } of textLines(element, type)) {
      const at = this.#point(applied(matrix, [x, y]));
      // What begins at a place, as in a legend, has something beside it.
      const words = side === LEFT ? `\\PT{${bp(SLACK * width)}}{${face} ${latex}}` : `${face} ${latex}`;
      // Last and in no scope: the fonts of the document may need more room than a clip leaves.
      this.texts.push(`\\pgftext[${side}base,at=${at}${turned}]{${words}}%`);
    }
  }

  #point([x, y]: Point): string {
    return `\\pgfqpoint{${bp(x)}bp}{${bp(this.#height - y)}bp}`;
  }

  /** The commands of a shape's path; none where it has no points. */
  #path(element: SvgElement, matrix: Matrix): readonly string[] {
    const circle = circleOf(element);
    if (circle) {
      const centre = this.#point(applied(matrix, circle.centre));
      return [`\\pgfpathcircle{${centre}}{${bp(circle.radius)}bp}%`];
    }
    return partsOf(element).flatMap((points) => {
      if (points.length < 2) return [];
      const closed = points.length > 2 && same(points[0], points[points.length - 1]);
      const drawn = closed ? points.slice(0, -1) : points;
      const steps = drawn.map((point, i) => {
        const [x, y] = applied(matrix, point);
        return `${i === 0 ? "\\PM" : "\\PL"}{${bp(x)}}{${bp(this.#height - y)}}`;
      });
      return [`${steps.join("%\n")}${closed ? "\\pgfpathclose" : ""}%`];
    });
  }

  /** A rectangle in the colours of a gradient from its lower end up. */
  #shading(element: SvgElement, matrix: Matrix, gradient: SvgElement): void {
    const corners = partsOf(element)
      .flat()
      .map((point) => applied(matrix, point));
    const [xs, ys] = [corners.map(([x]) => x), corners.map(([, y]) => y)];
    const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
    const across = gradient.attributes.y1 === gradient.attributes.y2;
    const [long, wide] = across ? [right - left, bottom - top] : [bottom - top, right - left];
    const stops = gradient.children.flatMap((stop) => {
      if (typeof stop === "string") return [];
      const share = Number.parseFloat(stop.attributes.offset ?? "0") / 100;
      const [r, g, b] = channels(stop.attributes["stop-color"] ?? "black").map((value) => decimal(value / 255));
      return [`rgb(${bp(share * long)}bp)=(${r},${g},${b})`];
    });
    const kind = across ? "horizontal" : "vertical";
    this.lines.push(
      `\\pgfdeclare${kind}shading{figurebar}{${bp(wide)}bp}{${stops.join("; ")}}%`,
      `\\pgftext[left,bottom,at=${this.#point([left, bottom])}]{\\pgfuseshading{figurebar}}%`,
    );
  }

  #set(command: string, value: string): void {
    const scope = this.#scopes[this.#scopes.length - 1];
    if (scope.get(command) === value) return;
    scope.set(command, value);
    this.lines.push(`${command}{${value}}${command === "\\pgfsetdash" ? "{0bp}" : ""}%`);
  }

  /** The name of a colour, which is defined when it is first used. */
  #colour(colour: string): string {
    const values = channels(colour).join(",");
    const known = this.#colours.get(values);
    if (known !== undefined) return known;
    const name = `figure${this.#colours.size + 1}`;
    this.#colours.set(values, name);
    return name;
  }

  /** The commands that define the colours that were used. */
  get colours(): readonly string[] {
    return Array.from(this.#colours, ([values, name]) => `\\definecolor{${name}}{RGB}{${values}}%`);
  }
}

function same([x0, y0]: Point, [x1, y1]: Point): boolean {
  return x0 === x1 && y0 === y1;
}

/** px in big points. */
export function bp(pixels: number): string {
  return decimal(SCALE * pixels);
}

/** A number as TeX reads it. */
function decimal(value: number): string {
  return String(Number(value.toFixed(3)));
}

/** Lengths in turns, as pgf takes them; none for a whole line. */
function dashes(list: string): string {
  if (list === "none") return "";
  const lengths = list.split(/[\s,]+/).map((length) => `{${bp(Number.parseFloat(length))}bp}`);
  return (lengths.length % 2 === 0 ? lengths : [...lengths, ...lengths]).join("");
}

const NAMED: Readonly<Record<string, readonly [number, number, number]>> = { black: [0, 0, 0], white: [255, 255, 255] };

/** Red, green and blue from 0 to 255, as SVGs of Plotly's state colours. */
function channels(colour: string): readonly number[] {
  if (/^#[0-9a-f]{6}$/i.test(colour)) return [1, 3, 5].map((i) => Number.parseInt(colour.slice(i, i + 2), 16));
  if (/^#[0-9a-f]{3}$/i.test(colour)) return [1, 2, 3].map((i) => 17 * Number.parseInt(colour[i], 16));
  const numbers = (colour.match(/[\d.]+/g) ?? []).map(Number);
  return colour.startsWith("rgb") ? numbers.slice(0, 3).map(Math.round) : (NAMED[colour] ?? NAMED.black);
}

/** Of `rgba(…)` the fourth number; of every other colour 1. */
function alpha(colour: string): number {
  if (colour === "transparent") return 0;
  return colour.startsWith("rgba") ? ((colour.match(/[\d.]+/g) ?? []).map(Number)[3] ?? 1) : 1;
}
