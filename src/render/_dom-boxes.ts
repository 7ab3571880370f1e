import { pathPoints } from "./_dom-paths.ts";
import { textBox } from "./_dom-text.ts";

/** A rectangle along the axes, in px, y downwards. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** x ↦ a x + c y + e, y ↦ b x + d y + f, as SVG writes it. */
export type Affine = readonly [a: number, b: number, c: number, d: number, e: number, f: number];
const IDENTITY: Affine = [1, 0, 0, 1, 0, 0];

/** The smallest box around points; undefined around none. */
export function boxAround(points: readonly (readonly [x: number, y: number])[]): Box | undefined {
  if (points.length === 0) return undefined;
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of points) {
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x);
    bottom = Math.max(bottom, y);
  }
  return { left, top, right, bottom };
}

/** The box of an element and all in it, in the element's own coordinates, strokes not counted; undefined where it is empty. */
export function ownBox(element: Element): Box | undefined {
  const at = (name: string) => Number.parseFloat(element.getAttribute(name) ?? "") || 0;
  if ((element as SVGElement).style?.getPropertyValue("display") === "none") return undefined;
  switch (element.localName) {
    case "text":
      return textBox(element);
    case "rect":
    case "image":
      return { left: at("x"), top: at("y"), right: at("x") + at("width"), bottom: at("y") + at("height") };
    case "line":
      return boxAround([
        [at("x1"), at("y1")],
        [at("x2"), at("y2")],
      ]);
    case "circle":
      return {
        left: at("cx") - at("r"),
        top: at("cy") - at("r"),
        right: at("cx") + at("r"),
        bottom: at("cy") + at("r"),
      };
    case "path":
      return boxAround(pathPoints(element.getAttribute("d") ?? "").flat());
    case "defs":
    case "clipPath":
    case "style":
    case "title":
      return undefined;
    default:
      return boxAround(Array.from(element.children).flatMap((child) => corners(ownBox(child), transformOf(child))));
  }
}

/** The box of an element on the page: its own through the transforms of all that it is in. */
export function pageBox(element: Element): Box | undefined {
  let box = ownBox(element);
  for (let at: Element | null = element; at && at.localName !== "svg"; at = at.parentElement) {
    box = boxAround(corners(box, transformOf(at)));
  }
  return box;
}

/** The four corners of a box after a transform; none of no box. */
function corners(box: Box | undefined, [a, b, c, d, e, f]: Affine): readonly (readonly [number, number])[] {
  if (!box) return [];
  const { left, top, right, bottom } = box;
  const all = [
    [left, top],
    [right, top],
    [left, bottom],
    [right, bottom],
  ] as const;
  return all.map(([x, y]) => [a * x + c * y + e, b * x + d * y + f] as const);
}

/** What the attribute `transform` of an element says; the functions that Plotly writes. */
function transformOf(element: Element): Affine {
  const steps = element.getAttribute("transform")?.matchAll(/(\w+)\s*\(([^)]*)\)/g) ?? [];
  return Array.from(steps, ([, name, values]) => step(name, values.split(/[\s,]+/).map(Number))).reduce(
    after,
    IDENTITY,
  );
}

function step(name: string, values: readonly number[]): Affine {
  const [first = 0, second] = values;
  switch (name) {
    case "translate":
      return [1, 0, 0, 1, first, second ?? 0];
    case "scale":
      return [first, 0, 0, second ?? first, 0, 0];
    case "matrix":
      return values as unknown as Affine;
    case "rotate": {
      const [cos, sin] = [Math.cos((first * Math.PI) / 180), Math.sin((first * Math.PI) / 180)];
      const [, x = 0, y = 0] = values;
      return [cos, sin, -sin, cos, x - cos * x + sin * y, y - sin * x - cos * y];
    }
    default:
      return IDENTITY;
  }
}

/** m after n: n is the inner one. */
function after(m: Affine, n: Affine): Affine {
  const [a, b, c, d, e, f] = m;
  return [
    a * n[0] + c * n[1],
    b * n[0] + d * n[1],
    a * n[2] + c * n[3],
    b * n[2] + d * n[3],
    a * n[4] + c * n[5] + e,
    b * n[4] + d * n[5] + f,
  ];
}
