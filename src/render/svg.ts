import { createHash } from "node:crypto";
import { GrokError } from "../errors.ts";
import type { Drawing } from "../figures/_drawing.ts";
import { drawingWindow } from "./_dom-window.ts";
import { standalone } from "./_standalone.ts";

/** The traces that need neither WebGL nor maps. */
export const DRAWABLE = ["scatter", "bar", "heatmap", "contour", "histogram", "box"] as const;

/** In seconds. Plotly waits for ever for what it cannot have here, such as a picture at an address. */
const PATIENCE = 60;

/**
 * A drawing as an SVG that needs nothing else: its size in inches, its title and description, and the same bytes
 * whenever and after whatever it is drawn. Throws a GrokError on traces that only a browser draws.
 */
export function svg(drawing: Drawing): Promise<string> {
  // One after the other: they share a window.
  const drawn = before.then(() => draw(drawing));
  before = drawn.catch(() => undefined);
  return drawn;
}
let before: Promise<unknown> = Promise.resolve();

async function draw(drawing: Drawing): Promise<string> {
  const where = `figure "${drawing.title}"`;
  const refused = drawing.data.map(({ type }) => type ?? "scatter").find((type) => !DRAWABLE.some((d) => d === type));
  if (refused !== undefined) {
    const problem = `traces of type "${refused}" are not drawn without a browser`;
    throw new GrokError(where, problem, "--renderer chromium draws them");
  }
  const draws = await drawingWindow();
  const { json, seed } = figureOf(drawing);
  let late: NodeJS.Timeout | undefined;
  const never = new Promise<never>((_, reject) => {
    late = setTimeout(() => reject(new Error(`it did not end within ${PATIENCE} s`)), 1000 * PATIENCE);
  });
  try {
    return standalone(await Promise.race([draws(json, seed), never]), drawing);
  } catch (error) {
    // As it stands it would be shown with the line it comes from, which is Plotly's whole bundle.
    const said = error instanceof Object && "message" in error ? error.message : error;
    throw new GrokError(where, `Plotly could not draw it: ${said}`, "try --renderer chromium");
  } finally {
    clearTimeout(late);
  }
}

/** What Plotly is given of a drawing, and the seed of its ids, which follows from it: two figures of a page share no id. */
export function figureOf({ data, layout, config }: Drawing): { readonly json: string; readonly seed: number } {
  const smooth = data.map((trace) => (trace.zsmooth === "fast" ? { ...trace, zsmooth: "best" } : trace));
  const json = JSON.stringify({ data: smooth, layout, config });
  return { json, seed: createHash("sha256").update(json).digest().readInt32BE(0) };
}
