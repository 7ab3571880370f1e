import { expect, test } from "vitest";
import { drawnScale, smoothedTraces, viewedLayout, zoomIn } from "#page/curve-view.js";

const traces = [
  { type: "scatter", mode: "lines", y: [1, 3, 5] },
  { xaxis: "x2", yaxis: "y2" },
];
const layout = {
  width: 1,
  height: 1,
  xaxis: { title: "epoch" },
  xaxis2: { type: "log" },
  yaxis: { type: "log", dtick: 1, range: [0, 1], title: "loss" },
  yaxis2: { type: "log" },
};

test("a zoom holds on every axis of epochs, on a logarithmic one as exponents", () => {
  const { xaxis, xaxis2, yaxis } = viewedLayout(layout, traces, [0, 100]);
  expect(xaxis).toEqual({ title: "epoch", range: [0, 100], autorange: false });
  expect(xaxis2).toEqual({ type: "log", range: [0, 2], autorange: false });
  expect(yaxis).toEqual(layout.yaxis);
});

test("axes divided otherwise than they were drawn lose what was said of their divisions", () => {
  expect(drawnScale({ layout })).toBe("log");
  expect(viewedLayout(layout, traces, undefined, "linear").yaxis).toEqual({
    type: "linear",
    autorange: true,
    title: "loss",
  });
  expect(viewedLayout(layout, traces, undefined, "log")).toEqual(layout);
});

test("what Plotly tells of a zoom is epochs", () => {
  expect(zoomIn({ "xaxis.range[0]": 5, "xaxis.range[1]": 50, "yaxis.range[0]": 1 }, layout)).toEqual([5, 50]);
  expect(zoomIn({ "xaxis2.range[0]": 1, "xaxis2.range[1]": 2 }, layout)).toEqual([10, 100]);
  expect(zoomIn({ "xaxis.autorange": true }, layout)).toBe("all");
  expect(zoomIn({ "shapes[0].x0": 3 }, layout)).toBeUndefined();
});

test("smoothed curves are weighted means of what came before, of logarithms where the axis is logarithmic; gaps stay", () => {
  const y = [1, Number.NaN, 100];
  const [linear] = smoothedTraces([{ ...traces[0], y }], 0.5, {});
  expect(linear.y).toEqual([1, Number.NaN, (0.5 * 0.5 * 1 + 0.5 * 100) / (0.25 + 0.5)]);
  const [log] = smoothedTraces([{ ...traces[0], y }], 0.5, layout);
  expect((log.y as number[])[2]).toBeCloseTo(100 ** (2 / 3));
  expect(smoothedTraces(traces, 0, layout)).toBe(traces);
  expect(smoothedTraces([{ type: "scatter", mode: "markers", y }], 0.5, {})[0].y).toBe(y);
});
