import { svg } from "./dom.ts";
import type { Scale } from "./scales.ts";

/** Pixels around a plot: for the ticks of y and its title, and of x. */
export const MARGINS = { top: 8, right: 20, bottom: 40, left: 58 } as const;

export interface Frame {
  readonly root: SVGSVGElement;
  /** What is drawn here is cut at the plot's edge. */
  readonly plot: SVGGElement;
}

let clips = 0;

/** An empty plot with its axes, ticks and grid, so many pixels large. */
export function frame(
  width: number,
  height: number,
  x: Scale,
  y: Scale,
  titles: { readonly x: string; readonly y: string; readonly name: string },
): Frame {
  const { top, right, bottom, left } = MARGINS;
  const [innerRight, innerBottom] = [width - right, height - bottom];
  const clip = `clip-${clips++}`;
  const plot = svg("g", { "clip-path": `url(#${clip})` });
  const xs = x.ticks.flatMap(({ value, words }) => {
    const place = x(value);
    if (!Number.isFinite(place)) return [];
    return [
      svg("path", { class: "grid", d: `M${place},${top}V${innerBottom}` }),
      svg("text", { x: place, y: innerBottom + 16, "text-anchor": "middle" }, [words]),
    ];
  });
  const ys = y.ticks.flatMap(({ value, words }) => [
    svg("path", { class: "grid", d: `M${left},${y(value)}H${innerRight}` }),
    svg("text", { x: left - 6, y: y(value) + 4, "text-anchor": "end" }, [words]),
  ]);
  const middle = (top + innerBottom) / 2;
  const root = svg(
    "svg",
    { width, height, viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": titles.name, class: "chart" },
    [
      svg("clipPath", { id: clip }, [
        svg("rect", { x: left, y: top - 3, width: innerRight - left, height: innerBottom - top + 6 }),
      ]),
      ...xs,
      ...ys,
      svg("path", { class: "axis", d: `M${left},${top}V${innerBottom}H${innerRight}` }),
      svg("text", { x: (left + innerRight) / 2, y: height - 6, "text-anchor": "middle" }, [titles.x]),
      svg("text", { transform: `translate(13,${middle}) rotate(-90)`, "text-anchor": "middle" }, [titles.y]),
      plot,
    ],
  );
  return { root, plot };
}
