import { bp, Pen, type Picture, type Setting } from "./_pgf-pen.ts";
import { sizeOf } from "./_pgf-text.ts";
import { IDENTITY, product, transforms, translation } from "./_svg-shapes.ts";
import { elementsOf, type SvgElement, svgTree } from "./_svg-tree.ts";

/** A figure for LaTeX, and the pictures that it includes from beside it. */
export interface Pgf {
  readonly text: string;
  readonly pictures: readonly Picture[];
}

/** What browsers take where nothing says a size of type. */
const TYPE = 16;
/** Elements that are not drawn where they stand. */
const SILENT: ReadonlySet<string> = new Set(["defs", "clipPath", "title", "desc", "linearGradient"]);
/** Properties that an element has from what it is in. */
const INHERITED = [
  ...["fill", "fill-opacity", "fill-rule"],
  ...["stroke", "stroke-opacity", "stroke-width", "stroke-dasharray", "stroke-miterlimit"],
  ...["text-anchor", "font-weight", "font-style"],
] as const;

/**
 * An SVG as `svg` makes it as a pgfpicture of the same size, which needs pgf and nothing else of LaTeX: shapes are shapes, text
 * is set in the fonts of the document at the sizes of the figure, heat maps are pictures called `<name>-1.png`, ….
 */
export function pgf(svg: string, name: string): Pgf {
  const root = svgTree(svg);
  const [, , width = 0, height = 0] = (root.attributes.viewBox ?? "").split(/[\s,]+/).map(Number);
  const named = Array.from(elementsOf(root)).filter(({ attributes: { id } }) => id !== undefined);
  const byId = new Map(named.map((element) => [element.attributes.id, element]));
  const pen = new Pen(height, name);
  const draw = (element: SvgElement, around: Setting): void => {
    const setting = within(element, around);
    if (SILENT.has(element.name) || element.style.display === "none" || setting.opacity === 0) return;
    const clip = byId.get(/^url\(#(.*)\)$/.exec(element.attributes["clip-path"] ?? "")?.[1] ?? "");
    if (clip) pen.clip(elements(clip), setting);
    switch (element.name) {
      case "path":
      case "rect":
      case "circle":
        pen.shape(element, setting, byId);
        break;
      case "image":
        pen.image(element, setting);
        break;
      case "text":
        pen.text(element, setting);
        break;
      default:
        for (const child of elements(element)) draw(child, setting);
    }
    if (clip) pen.unclip();
  };
  draw(root, { matrix: IDENTITY, style: {}, opacity: 1, type: TYPE });
  const text = [
    ...elements(root).flatMap((one) =>
      one.name === "title" || one.name === "desc" ? [`% ${one.children.join("").replace(/\s+/g, " ")}`] : [],
    ),
    "% In the preamble: \\usepackage{pgf}; where it lies in another folder \\graphicspath names that for its pictures.",
    "\\begingroup%",
    "\\def\\PM#1#2{\\pgfpathmoveto{\\pgfqpoint{#1bp}{#2bp}}}%",
    "\\def\\PL#1#2{\\pgfpathlineto{\\pgfqpoint{#1bp}{#2bp}}}%",
    // Text that would be wider than this is made smaller.
    "\\def\\PT#1#2{\\setbox0\\hbox{#2}\\ifdim\\wd0>#1bp\\resizebox{#1bp}{!}{\\box0}\\else\\box0\\fi}%",
    ...pen.colours,
    "\\begin{pgfpicture}%",
    `\\pgfpathrectangle{\\pgfpointorigin}{\\pgfqpoint{${bp(width)}bp}{${bp(height)}bp}}\\pgfusepath{use as bounding box}%`,
    ...pen.lines,
    ...pen.texts,
    "\\end{pgfpicture}%",
    "\\endgroup%",
    "",
  ];
  return { text: text.join("\n"), pictures: pen.pictures };
}

function elements({ children }: SvgElement): readonly SvgElement[] {
  return children.filter((child) => typeof child !== "string");
}

function within(element: SvgElement, around: Setting): Setting {
  const { attributes, style, name } = element;
  const stated = INHERITED.flatMap((key) => {
    const value = style[key] ?? attributes[key];
    return value === undefined ? [] : [[key, value] as const];
  });
  const place = name === "svg" ? translation(Number(attributes.x ?? 0), Number(attributes.y ?? 0)) : IDENTITY;
  return {
    matrix: transforms(attributes.transform ?? "").reduce(product, product(around.matrix, place)),
    style: { ...around.style, ...Object.fromEntries(stated) },
    opacity: around.opacity * Number(style.opacity ?? attributes.opacity ?? 1),
    type: sizeOf(element, around.type),
  };
}
