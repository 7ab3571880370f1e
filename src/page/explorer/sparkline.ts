import type { CardCurves } from "./run-card.ts";

/** What a sparkline can show. */
export type Shown = "accuracy" | "loss";

const SVG = "http://www.w3.org/2000/svg";
/** In units of the picture, which the style sheet scales. */
const [WIDTH, HEIGHT, EDGE] = [200, 40, 2] as const;
/** The smallest loss that is drawn: below it is rounding. */
const LEAST_LOSS = 1e-8;

/** An empty picture of a course. */
export function sparkline(): SVGSVGElement {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", `0 0 ${WIDTH} ${HEIGHT}`);
  svg.setAttribute("preserveAspectRatio", "none");
  svg.setAttribute("class", "spark");
  svg.setAttribute("role", "img");
  for (const set of ["train", "test"]) {
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("class", set);
    svg.append(path);
  }
  return svg;
}

/** Draws train and test: accuracies from 0 to 1, or losses on a logarithmic scale from the least to the most of both. */
export function drawSparkline(svg: SVGSVGElement, curves: CardCurves | null, shown: Shown): void {
  const [train, test] = svg.children;
  train?.setAttribute("d", "");
  test?.setAttribute("d", "");
  if (!curves) return;
  const height = (value: number) => (shown === "accuracy" ? value : Math.log(Math.max(value, LEAST_LOSS)));
  const both = [curves[`train_${shown}`], curves[`test_${shown}`]];
  const points = both.flat();
  if (points.length === 0) return;
  const heights = points.map(([, value]) => height(value));
  const [least, most] = shown === "accuracy" ? [0, 1] : [Math.min(...heights), Math.max(...heights)];
  const epochs = points.map(([epoch]) => epoch);
  const [first, last] = [Math.min(...epochs), Math.max(...epochs)];
  const x = (epoch: number) => ((WIDTH * (epoch - first)) / (last - first || 1)).toFixed(1);
  const y = (value: number) =>
    (HEIGHT - EDGE - ((HEIGHT - 2 * EDGE) * (height(value) - least)) / (most - least || 1)).toFixed(1);
  for (const [i, path] of [train, test].entries()) {
    const drawn = both[i]?.map(([epoch, value]) => `${x(epoch)} ${y(value)}`) ?? [];
    // One point alone is a dash.
    path?.setAttribute("d", drawn.length === 0 ? "" : `M${drawn.join("L")}${drawn.length === 1 ? "h2" : ""}`);
  }
}
