import type { DOMWindow } from "jsdom";
import { pngOf, type Raster } from "./_dom-raster.ts";

/** The calls of a 2-D canvas that Plotly's heat-maps make; all others draw nothing. */
interface Context extends Pick<CanvasRenderingContext2D, "fillStyle" | "fillRect"> {
  readonly createImageData: (width: number, height: number) => Raster;
  readonly putImageData: (pixels: Raster) => void;
}

/** Gives a window's canvases pixels: what is filled or put on them is what `toDataURL` writes, as a PNG. */
export function installCanvas(window: DOMWindow): void {
  const rasters = new WeakMap<HTMLCanvasElement, { raster: Raster; readonly context: Context }>();
  const prototype = window.HTMLCanvasElement.prototype;
  prototype.getContext = function (this: HTMLCanvasElement, kind: string) {
    // Plotly asks for WebGL too, and goes on without.
    if (kind !== "2d") return null;
    const known = rasters.get(this);
    if (known) return known.context;
    const painted = {
      raster: blank(this.width, this.height),
      context: {
        fillStyle: "",
        fillRect(x: number, y: number, width: number, height: number) {
          fill(painted.raster, String(this.fillStyle), x, y, width, height);
        },
        createImageData: blank,
        putImageData: (pixels: Raster) => {
          painted.raster = pixels;
        },
      } satisfies Context,
    };
    rasters.set(this, painted);
    return painted.context;
  } as typeof prototype.getContext;
  prototype.toDataURL = function (this: HTMLCanvasElement) {
    const raster = rasters.get(this)?.raster ?? blank(this.width, this.height);
    return `data:image/png;base64,${pngOf(raster).toString("base64")}`;
  };
}

const blank = (width: number, height: number): Raster => ({
  width,
  height,
  data: new Uint8ClampedArray(4 * width * height),
});

/** Fills whole pixels of a raster with the colour `rgba(r,g,b,a)`, as Plotly writes it. */
function fill({ width, height, data }: Raster, style: string, x: number, y: number, w: number, h: number): void {
  const [r, g, b, a] = (style.match(/[\d.]+/g) ?? []).map(Number);
  if (a === 0) return;
  for (let row = Math.max(0, y); row < Math.min(height, y + h); row++) {
    for (let column = Math.max(0, x); column < Math.min(width, x + w); column++) {
      data.set([r, g, b, Math.round(255 * (a ?? 1))], 4 * (row * width + column));
    }
  }
}
