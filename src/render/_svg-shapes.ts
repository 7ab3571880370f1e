import { type Point, pathPoints } from "./_dom-paths.ts";
import type { SvgElement } from "./_svg-tree.ts";

/** [a, b, c, d, e, f] of the map (x, y) → (ax + cy + e, bx + dy + f), as SVG has it. */
export type Matrix = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

export const IDENTITY: Matrix = [1, 0, 0, 1, 0, 0];

/** First the second map, then the first. */
export function product([a, b, c, d, e, f]: Matrix, [p, q, r, s, t, u]: Matrix): Matrix {
  return [a * p + c * q, b * p + d * q, a * r + c * s, b * r + d * s, a * t + c * u + e, b * t + d * u + f];
}

export function applied([a, b, c, d, e, f]: Matrix, [x, y]: Point): Point {
  return [a * x + c * y + e, b * x + d * y + f];
}

export function translation(x: number, y: number): Matrix {
  return [1, 0, 0, 1, x, y];
}

/** The maps of a `transform` attribute, outermost first. */
export function transforms(text: string): readonly Matrix[] {
  return Array.from(text.matchAll(/(\w+)\(([^)]*)\)/g), ([, kind, inside]): Matrix => {
    const [x = 0, y, ...rest] = inside
      .split(/[\s,]+/)
      .filter((word) => word !== "")
      .map(Number);
    switch (kind) {
      case "translate":
        return translation(x, y ?? 0);
      case "scale":
        return [x, 0, 0, y ?? x, 0, 0];
      case "rotate": {
        const [cos, sin] = [Math.cos((x * Math.PI) / 180), Math.sin((x * Math.PI) / 180)];
        const [cx, cy] = [y ?? 0, rest[0] ?? 0];
        return [cos, sin, -sin, cos, cx - cos * cx + sin * cy, cy - sin * cx - cos * cy];
      }
      case "matrix":
        return [x, y ?? 0, rest[0], rest[1], rest[2], rest[3]];
      default:
        throw new Error(`the transform ${kind} is not read`);
    }
  });
}

/** A closed circle about a point, as Plotly draws markers; undefined of other shapes. */
export function circleOf({
  name,
  attributes,
}: SvgElement): { readonly centre: Point; readonly radius: number } | undefined {
  if (name === "circle")
    return { centre: [Number(attributes.cx ?? 0), Number(attributes.cy ?? 0)], radius: Number(attributes.r) };
  const [, r] = /^M([\d.]+),0A\1,\1 0 1,1 0,-\1A\1,\1 0 0,1 \1,0Z$/.exec(attributes.d ?? "") ?? [];
  return r === undefined ? undefined : { centre: [0, 0], radius: Number(r) };
}

/** The points of a shape, one list for each part of it, curves in pieces; in its own coordinates. */
export function partsOf({ name, attributes }: SvgElement): readonly (readonly Point[])[] {
  if (name !== "rect") return pathPoints(attributes.d ?? "");
  const [x, y, width, height] = ["x", "y", "width", "height"].map((key) => Number(attributes[key] ?? 0));
  if (!(width > 0 && height > 0)) return [];
  return [
    [
      [x, y],
      [x + width, y],
      [x + width, y + height],
      [x, y + height],
      [x, y],
    ],
  ];
}
