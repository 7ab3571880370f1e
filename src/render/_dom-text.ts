import type { Face } from "./_assets.ts";
import type { Box } from "./_dom-boxes.ts";
import { ASCENT, advance, DESCENT } from "./_fonts.ts";

/** What browsers take where nothing says a size. */
const DEFAULT_SIZE = 16;
/** The least weight that counts as bold. */
const BOLD = 600;
/** Marks the end of a sub- or superscript in what Plotly writes; has no width. */
const ZERO_WIDTH_SPACE = /\u200b/g;

/** One line of text: where its anchor is, how wide it is, and how far its letters reach. */
interface Line {
  readonly x: number;
  readonly y: number;
  width: number;
  top: number;
  bottom: number;
}

/**
 * The box of a `<text>` in its own coordinates: its lines as wide as their letters, from the ascent to the descent of the
 * font, moved by `dy` and put to their anchor. Undefined where it has no letters.
 */
export function textBox(element: Element): Box | undefined {
  const lines = linesOf(element).filter(({ top }) => top < Infinity);
  if (lines.length === 0) return undefined;
  const anchor = inherited(element, "text-anchor");
  const before = anchor === "middle" ? 0.5 : anchor === "end" ? 1 : 0;
  return {
    left: Math.min(...lines.map(({ x, width }) => x - before * width)),
    top: Math.min(...lines.map(({ top }) => top)),
    right: Math.max(...lines.map(({ x, width }) => x + (1 - before) * width)),
    bottom: Math.max(...lines.map(({ bottom }) => bottom)),
  };
}

/** How wide the letters of an element are together, in px. */
export function textLength(element: Element): number {
  let width = 0;
  for (const node of element.childNodes) {
    if (isText(node)) width += advance(lettersOf(node), fontSize(element), face(element));
    else width += textLength(node as Element);
  }
  return width;
}

function linesOf(text: Element): readonly Line[] {
  const line = (x: number, y: number): Line => ({ x, y, width: 0, top: Infinity, bottom: -Infinity });
  let current = line(shift(text, "x") ?? 0, (shift(text, "y") ?? 0) + (shift(text, "dy") ?? 0));
  let raised = 0;
  const lines = [current];
  const visit = (element: Element) => {
    for (const node of element.childNodes) {
      if (!isText(node)) {
        const child = node as Element;
        if (child.hasAttribute("x") || child.classList.contains("line")) {
          current = line(shift(child, "x") ?? current.x, shift(child, "y") ?? current.y);
          lines.push(current);
          raised = 0;
        }
        raised += shift(child, "dy") ?? 0;
        visit(child);
        continue;
      }
      const letters = lettersOf(node);
      if (letters === "") continue;
      const size = fontSize(element);
      current.width += advance(letters, size, face(element));
      current.top = Math.min(current.top, current.y + raised - ASCENT * size);
      current.bottom = Math.max(current.bottom, current.y + raised + DESCENT * size);
    }
  };
  visit(text);
  return lines;
}

const isText = (node: Node): boolean => node.nodeType === 3;

/** What is drawn of a text node. */
const lettersOf = (node: Node): string => (node.nodeValue ?? "").replace(/[\n\t]/g, " ").replace(ZERO_WIDTH_SPACE, "");

/** A length in px that an attribute gives, in px or in em. */
function shift(element: Element, name: string): number | undefined {
  const value = element.getAttribute(name);
  if (value === null) return undefined;
  return (Number.parseFloat(value) || 0) * (value.endsWith("em") ? fontSize(element) : 1);
}

/** The size of type in px: shares and em multiply what they are in. */
function fontSize(element: Element): number {
  let share = 1;
  for (let at: Element | null = element; at; at = at.parentElement) {
    const value = stated(at, "font-size");
    if (value === "") continue;
    const number = Number.parseFloat(value);
    if (value.endsWith("%")) share *= number / 100;
    else if (value.endsWith("em")) share *= number;
    else return share * number;
  }
  return share * DEFAULT_SIZE;
}

function face(element: Element): Face {
  const weight = inherited(element, "font-weight");
  const bold = weight === "bold" || Number(weight) >= BOLD;
  const italic = /italic|oblique/.test(inherited(element, "font-style"));
  return bold ? (italic ? "boldItalic" : "bold") : italic ? "italic" : "regular";
}

/** A property of the nearest element that states it; empty where none does. */
function inherited(element: Element, property: string): string {
  for (let at: Element | null = element; at; at = at.parentElement) {
    const value = stated(at, property);
    if (value !== "") return value;
  }
  return "";
}

/** A property as the element itself states it, in its style or as an attribute. */
function stated(element: Element, property: string): string {
  return (element as SVGElement).style?.getPropertyValue(property) || (element.getAttribute(property) ?? "");
}
