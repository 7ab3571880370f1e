import type { Face } from "./_assets.ts";
import { advance } from "./_fonts.ts";
import { latexText } from "./_latex-text.ts";
import type { SvgElement } from "./_svg-tree.ts";

/** A line of text: where its anchor is in the coordinates of its element, in px, and what it says as LaTeX. */
export interface TextLine {
  readonly x: number;
  readonly y: number;
  readonly latex: string;
  /** How wide it is in the figure's own font, in px. */
  readonly width: number;
}

/** Shares of the type size: text that is moved by less stands on the line. */
const RAISED = 0.05;

/** The lines of a `<text>` of this type size, with bold and italic letters, and those raised and lowered. */
export function textLines(text: SvgElement, size: number): readonly TextLine[] {
  const start = (number(text.attributes.y) ?? 0) + (lengthOf(text.attributes.dy, size) ?? 0);
  let at = { x: number(text.attributes.x) ?? 0, y: start, raised: 0, latex: "", width: 0 };
  const lines = [at];
  const visit = (element: SvgElement, type: number, face: Face) => {
    for (const child of element.children) {
      if (typeof child === "string") {
        const shift = at.raised / size;
        const words = latexText(child.replace(/[\n\t]/g, " "));
        if (words === "") continue;
        at.width += advance(child, type, face);
        if (Math.abs(shift) < RAISED) at.latex += words;
        else at.latex += shift > 0 ? `\\textsubscript{${words}}` : `\\textsuperscript{${words}}`;
        continue;
      }
      const own = sizeOf(child, type);
      if (child.attributes.x !== undefined || child.attributes.class === "line") {
        const y = (number(child.attributes.y) ?? at.y) + (lengthOf(child.attributes.dy, own) ?? 0);
        at = { x: number(child.attributes.x) ?? at.x, y, raised: 0, latex: "", width: 0 };
        lines.push(at);
      } else at.raised += lengthOf(child.attributes.dy, own) ?? 0;
      const [before, after] = commandsOf(child);
      at.latex += before;
      const of = at;
      visit(child, own, faceOf(child, face));
      of.latex += after;
    }
  };
  visit(text, size, "regular");
  return lines.flatMap(({ x, y, latex, width }) => (latex.trim() === "" ? [] : [{ x, y, latex, width }]));
}

const isBold = ({ style }: SvgElement) => /^(bold|[6-9]00)$/.test(style["font-weight"] ?? "");
const isItalic = ({ style }: SvgElement) => /italic|oblique/.test(style["font-style"] ?? "");

/** What makes letters bold or italic, and what ends it. */
function commandsOf(element: SvgElement): readonly [before: string, after: string] {
  const commands = [...(isBold(element) ? ["\\textbf{"] : []), ...(isItalic(element) ? ["\\textit{"] : [])];
  return [commands.join(""), "}".repeat(commands.length)];
}

function faceOf(element: SvgElement, around: Face): Face {
  const bold = isBold(element) || around.startsWith("bold");
  const italic = isItalic(element) || /italic/i.test(around);
  return bold ? (italic ? "boldItalic" : "bold") : italic ? "italic" : "regular";
}

/** The size of type in px of an element in one of another. */
export function sizeOf({ style }: SvgElement, around: number): number {
  const stated = style["font-size"];
  if (stated === undefined) return around;
  const value = Number.parseFloat(stated);
  if (stated.endsWith("%")) return (value / 100) * around;
  return stated.endsWith("em") ? value * around : value;
}

function number(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number.parseFloat(text) || 0;
}

function lengthOf(text: string | undefined, size: number): number | undefined {
  const value = number(text);
  return value === undefined ? undefined : value * (text?.endsWith("em") ? size : 1);
}
