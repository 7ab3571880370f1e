import { SaxesParser } from "saxes";

/** An element of an SVG: its attributes, what its style says itself, and what is in it. */
export interface SvgElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly style: Readonly<Record<string, string>>;
  readonly children: readonly (SvgElement | string)[];
}

/** The root element of an SVG. Throws an Error where it is no XML. */
export function svgTree(svg: string): SvgElement {
  const found: SvgElement[] = [];
  const open: (SvgElement | string)[][] = [found as (SvgElement | string)[]];
  const parser = new SaxesParser();
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("opentag", ({ name, attributes }) => {
    const children: (SvgElement | string)[] = [];
    const own = attributes as Readonly<Record<string, string>>;
    open[open.length - 1].push({ name, attributes: own, style: declared(own.style ?? ""), children });
    open.push(children);
  });
  parser.on("closetag", () => void open.pop());
  parser.on("text", (text) => {
    if (open.length > 1) open[open.length - 1].push(text);
  });
  parser.write(svg).close();
  return found[0];
}

/** The declarations of a style attribute by their properties. */
function declared(style: string): Readonly<Record<string, string>> {
  const each = style.split(";").flatMap((one) => {
    const colon = one.indexOf(":");
    return colon < 0 ? [] : [[one.slice(0, colon).trim(), one.slice(colon + 1).trim()] as const];
  });
  return Object.fromEntries(each);
}

/** Every element of a tree, itself first. */
export function* elementsOf(element: SvgElement): Generator<SvgElement> {
  yield element;
  for (const child of element.children) if (typeof child !== "string") yield* elementsOf(child);
}
