import type { PageDrawing } from "./page-data.ts";

type Attributes = Readonly<Record<string, unknown>>;

/**
 * The colour axes of a drawing that is shown in another size than it was made for, their bars as long as the plots that they
 * stand beside: of square cells a plot is as much smaller as the panel is narrower, whatever height is left.
 */
export function barLengths(layout: PageDrawing["layout"], width: number, height: number): Attributes {
  const { l = 0, r = 0, t = 0, b = 0 } = (layout.margin ?? {}) as Partial<Record<"l" | "r" | "t" | "b", number>>;
  const across = (width - l - r) / (layout.width - l - r);
  const down = (height - t - b) / (layout.height - t - b);
  const changed = Object.entries(layout).flatMap(([name, value]) => {
    const [, number] = /^coloraxis(\d*)$/.exec(name) ?? [];
    const axis = (value ?? {}) as Attributes;
    const bar = (axis.colorbar ?? {}) as Attributes;
    if (number === undefined || bar.lenmode !== "pixels" || typeof bar.len !== "number") return [];
    const square = (layout[`yaxis${number}`] as Attributes | undefined)?.scaleanchor !== undefined;
    const len = Math.round(bar.len * (square ? Math.min(across, down) : down));
    return [[name, { ...axis, colorbar: { ...bar, len } }] as const];
  });
  return Object.fromEntries(changed);
}

/** The legends of a drawing that is shown higher than it was made for: as far below its plots, in pixels, as they were. */
export function legendPlaces(layout: PageDrawing["layout"], height: number): Attributes {
  const { t = 0, b = 0 } = (layout.margin ?? {}) as Partial<Record<"t" | "b", number>>;
  const down = (height - t - b) / (layout.height - t - b);
  const changed = Object.entries(layout).flatMap(([name, value]) => {
    const { y } = (value ?? {}) as { readonly y?: unknown };
    return /^legend\d*$/.test(name) && typeof y === "number" && y < 0
      ? [[name, { ...(value as Attributes), y: y / down }] as const]
      : [];
  });
  return Object.fromEntries(changed);
}
