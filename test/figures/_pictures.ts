import { svg } from "#render/svg.js";

/** What is drawn of a figure's drawing: its type is that of `svg`'s argument. */
interface Picture {
  readonly data: readonly Readonly<Record<string, unknown>>[];
  readonly layout: Readonly<Record<string, unknown>> & { readonly width: number; readonly height: number };
  readonly config: Readonly<Record<string, unknown>>;
  readonly title: string;
  readonly description: string;
}

const COLOURS = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9"];
const DIVERGING = [
  [0, "#2166ac"],
  [0.25, "#92c5de"],
  [0.5, "#f7f7f7"],
  [0.75, "#f4a582"],
  [1, "#b2182b"],
];
const axis = { ticks: "outside", ticklen: 4, showline: true, linewidth: 0.8, showgrid: false, zeroline: false };
const P = 29;

/** A drawing of a size in inches. */
export function picture(
  title: string,
  [width, height]: readonly [number, number],
  data: Picture["data"],
  layout: Readonly<Record<string, unknown>>,
): Picture {
  const font = { family: "Arimo, Liberation Sans, Arial, Helvetica, sans-serif", size: 10.67, color: "#111" };
  const base = {
    paper_bgcolor: "#fff",
    plot_bgcolor: "#fff",
    colorway: COLOURS,
    margin: { l: 56, r: 16, t: 30, b: 44 },
  };
  return {
    data,
    layout: { ...base, font, ...layout, width: width * 96, height: height * 96 },
    config: {},
    title,
    description: `${title}, drawn to be looked at.`,
  };
}

const wave = (k: number, a: number, b: number) => Math.cos((2 * Math.PI * k * (a + b)) / P);
const cells = (k: number) => Array.from({ length: P }, (_, a) => Array.from({ length: P }, (_, b) => wave(k, a, b)));
const epochs = Array.from({ length: 101 }, (_, i) => i * 100);
const sigmoid = (x: number, centre: number, width: number) => 1 / (1 + Math.exp((centre - x) / width));

/** Four lines over a log axis with bands, labels, an arrow and a legend. */
export const losses: Picture = picture(
  "Losses",
  [5.5, 3],
  [
    epochs.map((e) => 4.7 * Math.exp(-e / 170) + 2e-7),
    epochs.map((e) => 4.7 * (1 - sigmoid(e, 7600, 260)) + 1e-6),
    epochs.map((e) => (4.7 + 3 * sigmoid(e, 600, 250)) * (1 - sigmoid(e, 5200, 600)) + 1.5e-6),
    epochs.map((e) => 1e-3 + 6 * sigmoid(e, 5600, 900)),
  ].map((y, i) => ({
    type: "scatter",
    mode: "lines",
    name: ["train", "test", "restricted", "excluded"][i],
    x: epochs,
    y,
    line: { width: 1.6, color: COLOURS[i], dash: ["solid", "solid", "dash", "dot"][i], simplify: false },
  })),
  {
    legend: { x: 0.01, y: 0.02, xanchor: "left", yanchor: "bottom", bgcolor: "rgba(255,255,255,0.8)" },
    xaxis: { ...axis, title: { text: "epoch" }, range: [0, 10000] },
    yaxis: {
      ...axis,
      type: "log",
      title: { text: "loss (nats)" },
      exponentformat: "power",
      dtick: 1,
      range: [-7.2, 1.6],
    },
    shapes: [
      [0, 1400],
      [1400, 7000],
      [7000, 9000],
    ].map(([x0, x1], i) => ({
      type: "rect",
      yref: "paper",
      x0,
      x1,
      y0: 0,
      y1: 1,
      fillcolor: COLOURS[i],
      opacity: 0.12,
      line: { width: 0 },
      layer: "below",
    })),
    annotations: [
      ...[
        [700, "memorisation"],
        [4200, "circuit formation"],
        [8000, "clean-up"],
      ].map(([x, text]) => ({ x, y: 1.02, yref: "paper", text, showarrow: false, yanchor: "bottom" })),
      { x: 7600, y: -1, text: "test loss drops", showarrow: true, arrowhead: 2, arrowwidth: 0.8, ax: -50, ay: 30 },
    ],
  },
);

/** A heat-map with a colour bar, as wide as high. */
export const heatMap: Picture = picture(
  "A neuron over all pairs",
  [3.25, 2.9],
  [
    {
      type: "heatmap",
      z: cells(3),
      colorscale: DIVERGING,
      zmid: 0,
      colorbar: { title: { text: "activation", side: "right" }, thickness: 10, ticks: "outside", ticklen: 3 },
    },
  ],
  {
    title: { text: "Neuron 37 over (<i>a</i>, <i>b</i>)", font: { size: 12 } },
    xaxis: { ...axis, title: { text: "b" }, constrain: "domain" },
    yaxis: { ...axis, title: { text: "a" }, scaleanchor: "x", constrain: "domain" },
  },
);

/** Two sets of bars with subscripts, superscripts, a legend beside them, and numbers above. */
export const bars: Picture = picture(
  "Bars",
  [5.5, 2.4],
  ["W<sub>E</sub>", "W<sub>L</sub>"].map((name, i) => ({
    type: "bar",
    name,
    x: Array.from({ length: 14 }, (_, k) => k + 1),
    y: Array.from({ length: 14 }, (_, k) => ([3, 11, 13].includes(k + 1) ? 4 + i : 0.2)),
    text: Array.from({ length: 14 }, (_, k) => ([3, 11, 13].includes(k + 1) ? String(k + 1) : "")),
    textposition: "outside",
    cliponaxis: false,
  })),
  {
    title: { text: "Norm of W<sub>E</sub>, <b>key</b> frequencies ω<sub>k</sub> = 2πk/29", font: { size: 12 } },
    xaxis: { ...axis, title: { text: "frequency <i>k</i>" } },
    yaxis: { ...axis, title: { text: "‖W F<sub>k</sub>‖² × 10<sup>−3</sup>" }, rangemode: "tozero" },
  },
);

/** Two rows of three panels, lettered. */
export const grid: Picture = picture(
  "Six panels",
  [6.75, 4],
  Array.from({ length: 6 }, (_, i) => {
    const axes = { xaxis: `x${i || ""}`.replace(/\d/, String(i + 1)), yaxis: i ? `y${i + 1}` : "y" };
    return i < 3
      ? { type: "heatmap", z: cells([3, 11, 13][i]), colorscale: DIVERGING, zmid: 0, showscale: false, ...axes }
      : { type: "scatter", mode: "lines", x: epochs, y: epochs.map((e) => sigmoid(e, 1500 * i, 700)), ...axes };
  }),
  {
    grid: { rows: 2, columns: 3, pattern: "independent", xgap: 0.22, ygap: 0.32 },
    showlegend: false,
    ...Object.fromEntries(
      Array.from({ length: 6 }, (_, i) => [
        [`xaxis${i ? i + 1 : ""}`, { ...axis, title: { text: i < 3 ? "b" : "epoch", standoff: 4 } }],
        [`yaxis${i ? i + 1 : ""}`, { ...axis, title: { text: i < 3 ? "a" : "share", standoff: 4 } }],
      ]).flat(),
    ),
    annotations: Array.from({ length: 6 }, (_, i) => ({
      text: `<b>${"abcdef"[i]}</b>  k = ${[3, 11, 13][i % 3]}`,
      xref: `x${i ? i + 1 : ""} domain`,
      yref: `y${i ? i + 1 : ""} domain`,
      x: 0,
      y: 1.02,
      xanchor: "left",
      yanchor: "bottom",
      showarrow: false,
    })),
  },
);

/** Points on a circle with their numbers, and a colour bar. */
export const circle: Picture = picture(
  "Points on a circle",
  [4, 3.5],
  [
    {
      type: "scatter",
      mode: "markers+text",
      x: Array.from({ length: P }, (_, a) => wave(3, a, 0)),
      y: Array.from({ length: P }, (_, a) => Math.sin((2 * Math.PI * 3 * a) / P)),
      text: Array.from({ length: P }, (_, a) => String(a)),
      textposition: "top center",
      textfont: { size: 7 },
      marker: {
        size: 6,
        color: Array.from({ length: P }, (_, a) => a),
        colorscale: "Viridis",
        colorbar: { title: { text: "token" }, thickness: 10 },
      },
    },
  ],
  {
    xaxis: { ...axis, title: { text: "cos(ω<sub>3</sub> a)" }, range: [-1.3, 1.3], constrain: "domain" },
    yaxis: {
      ...axis,
      title: { text: "sin(ω<sub>3</sub> a)" },
      range: [-1.3, 1.3],
      scaleanchor: "x",
      constrain: "domain",
    },
  },
);

/** A heat-map whose columns are not as wide as each other, with a gap, over a log axis; and contours with labels. */
export const uneven: Picture = picture(
  "Uneven columns and contours",
  [6.75, 2.6],
  [
    {
      type: "heatmap",
      x: [1, 3, 10, 40, 100, 1000],
      z: [
        [1, 2, 3, 4, 5, 6],
        [2, 3, null, 5, 6, 7],
        [3, 4, 5, 6, 7, 8],
      ],
      colorscale: "Viridis",
      showscale: false,
    },
    {
      type: "contour",
      // Each label is tried at many places of its line.
      z: cells(1)
        .slice(0, 10)
        .map((row) => row.slice(0, 10)),
      contours: { showlabels: true, coloring: "lines" },
      showscale: false,
      xaxis: "x2",
      yaxis: "y2",
    },
  ],
  {
    grid: { rows: 1, columns: 2, pattern: "independent" },
    xaxis: { ...axis, type: "log", title: { text: "epoch" } },
    yaxis: { ...axis, title: { text: "frequency" } },
    xaxis2: { ...axis, title: { text: "b" } },
    yaxis2: { ...axis, title: { text: "a" } },
  },
);

/** What needs WebGL. */
export const surface: Picture = picture("A surface", [3.25, 3], [{ type: "surface", z: cells(1), showscale: false }], {
  margin: { l: 0, r: 0, t: 0, b: 0 },
  scene: { camera: { eye: { x: 1.7, y: 1.7, z: 1.2 } } },
});

const made = new Map<Picture, Promise<string>>();

/** A drawing as an SVG, drawn once for all tests that only look at it. */
export function svgOf(drawing: Picture): Promise<string> {
  const found = made.get(drawing) ?? svg(drawing);
  made.set(drawing, found);
  return found;
}
