import type { DOMWindow } from "jsdom";
import { plotlySource } from "./_assets.ts";
import { type Box, ownBox, pageBox } from "./_dom-boxes.ts";
import { installCanvas } from "./_dom-canvas.ts";
import { pathLength, pointAlong } from "./_dom-paths.ts";
import { textLength } from "./_dom-text.ts";
import { DRAWS } from "./_draws.ts";

/** The SVG of a figure in Plotly's JSON, `{ data, layout, config }`, its ids drawn from a seed. */
export type Draws = (json: string, seed: number) => Promise<string>;

/**
 * Plotly in a window without a screen, made once: text is measured by the metrics of the font, shapes by their
 * coordinates, heat-maps are painted on canvases of our own, and there is no way to the network.
 */
export function drawingWindow(): Promise<Draws> {
  opened ??= open();
  return opened;
}
let opened: Promise<Draws> | undefined;

async function open(): Promise<Draws> {
  const { JSDOM, VirtualConsole } = await import("jsdom");
  // Images, styles and frames are not fetched, as jsdom does unless told to; its complaints are nobody's.
  const { window } = new JSDOM("<!doctype html><html><body></body></html>", {
    runScripts: "outside-only",
    pretendToBeVisual: true,
    virtualConsole: new VirtualConsole(),
  });
  for (const way of ["XMLHttpRequest", "WebSocket", "fetch", "EventSource"]) Reflect.deleteProperty(window, way);
  // Maps start workers from it as the bundle loads; nothing of them is drawn here.
  window.URL.createObjectURL = () => "blob:none";
  installBoxes(window);
  installCanvas(window);
  window.eval(plotlySource("cartesian"));
  return window.eval(DRAWS) as Draws;
}

/** Gives a window's SVG elements their sizes, which jsdom has all 0. */
function installBoxes(window: DOMWindow): void {
  const ofPage = window.Element.prototype.getBoundingClientRect;
  const isDrawn = (element: Element) => element instanceof window.SVGElement && element.localName !== "svg";
  Object.assign(window.Element.prototype, {
    getBoundingClientRect(this: Element) {
      return isDrawn(this) ? rectangle(pageBox(this)) : ofPage.call(this);
    },
  });
  Object.assign(window.SVGElement.prototype, {
    getBBox(this: Element) {
      return rectangle(ownBox(this));
    },
    getComputedTextLength(this: Element) {
      return textLength(this);
    },
    getTotalLength(this: Element) {
      return pathLength(this.getAttribute("d") ?? "");
    },
    getPointAtLength(this: Element, length: number) {
      const [x, y] = pointAlong(this.getAttribute("d") ?? "", length);
      return { x, y };
    },
  });
}

function rectangle({ left, top, right, bottom }: Box = { left: 0, top: 0, right: 0, bottom: 0 }) {
  return { x: left, y: top, left, top, right, bottom, width: right - left, height: bottom - top };
}
