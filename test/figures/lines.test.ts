import { expect, test } from "vitest";
import { lines } from "#figures/lines.js";
import { drawn as themed } from "#figures/theme.js";
import { svg } from "#render/svg.js";
import { EMPTY, NAMED, names, TABLE } from "./_tables.ts";

const drawn = { ...NAMED, x: "epoch" } as const;

test("one column is one line, and its axis has its unit", () => {
  const ofA = { ...TABLE, rows: TABLE.rows.filter(({ series }) => series === "a") };
  const figure = lines(ofA, { ...drawn, y: ["train_loss"] });
  expect(figure.data).toMatchObject([{ type: "scatter", name: "train loss", x: [0, 10, 30], y: [4, 1, 0.5] }]);
  expect(figure.data[0].line).toEqual({ simplify: false });
  expect(figure.layout).toMatchObject({
    xaxis: { title: { text: "epoch" }, type: "linear" },
    yaxis: { title: { text: "train loss (nats)" }, type: "linear" },
  });
  expect(figure).toMatchObject({ ...NAMED, x: "epoch" });
});

test("there is one line a column and series; what they share is said once, and a null or NaN stays a gap", () => {
  const { data, layout } = lines(TABLE, { ...drawn, y: ["train_loss", "test_loss"], series: "series" });
  expect(data.map(({ name, y }) => [name, y])).toEqual([
    ["train a", [4, 1, 0.5]],
    ["test a", [null, 7, 7]],
    ["train b", [5, 0, 0.1]],
    ["test b", [6, null, 2]],
  ]);
  expect(layout).toMatchObject({ yaxis: { title: { text: "loss (nats)" } } });
});

test("a run may be called what is markup to Plotly: all of it is shown", async () => {
  const name = "x<b>y & <img src=a>";
  const rows = TABLE.rows.map((row) => ({ ...row, series: row.series === "a" ? name : row.series }));
  const figure = lines({ ...TABLE, rows }, { ...drawn, y: ["train_loss"], series: "series" });
  const picture = await svg(themed(figure, { theme: "paper" }));
  expect(picture).toContain(">x&#60;b&#62;y &amp; &#60;img src=a&#62;</text>");
});

test("columns and series are called what the labels say", () => {
  const labels = { train_loss: "seen", a: "run A" };
  const figure = lines(TABLE, { ...drawn, y: ["train_loss", "test_loss"], series: "series", labels });
  expect(names(figure)).toEqual(["seen run A", "test run A", "seen b", "test b"]);
  const upper = lines(TABLE, { ...drawn, y: ["train_loss"], series: "series", labels: (key) => key.toUpperCase() });
  expect(names(upper)).toEqual(["A", "B"]);
  const axes = lines(TABLE, { ...drawn, y: ["train_loss"], series: "series", axes: { y: "L", x: "t" } });
  expect(axes.layout).toMatchObject({ xaxis: { title: { text: "t" } }, yaxis: { title: { text: "L" } } });
});

test.each([
  [undefined, "linear", "linear"],
  ["x", "log", "linear"],
  ["y", "linear", "log"],
  ["xy", "log", "log"],
] as const)("log %s makes the axes %s and %s", (log, x, y) => {
  const { layout } = lines(TABLE, { ...drawn, y: ["train_loss"], ...(log === undefined ? {} : { log }) });
  expect(layout).toMatchObject({ xaxis: { type: x }, yaxis: { type: y } });
});

test("what has no logarithm is a gap, and the caption says so where there is such a value", () => {
  const { data, caption } = lines(TABLE, { ...drawn, y: ["train_loss"], series: "series", log: "xy" });
  expect(data.map(({ x, y }) => [x, y])).toEqual([
    [
      [null, 10, 30],
      [4, 1, 0.5],
    ],
    [
      [null, 10, 30],
      [5, null, 0.1],
    ],
  ]);
  expect(caption).toMatch(/^Losses\. Values of 0 or less are left out/);
  const ofA = { ...TABLE, rows: TABLE.rows.filter(({ series }) => series === "a") };
  expect(lines(ofA, { ...drawn, y: ["train_loss"], log: "y" }).caption).toBe("Losses.");
});

test("frequencies come in order and are named and marked as such", () => {
  const { data } = lines(TABLE, { ...drawn, y: ["train_loss"], series: "frequency", frequency: "frequency" });
  expect(data.map(({ name, meta }) => [name, meta])).toEqual([
    ["k = 3", { frequency: 3 }],
    ["k = 5", { frequency: 5 }],
  ]);
});

test("the background comes first, in one entry of the legend; a line that is not always behind is before", () => {
  const shown = { ...drawn, y: ["train_loss"], series: "frequency", frequency: "frequency" } as const;
  const behind = lines(TABLE, { ...shown, background: ({ frequency }) => frequency === 5, backgroundName: "other k" });
  expect(behind.data.map(({ name, meta, showlegend }) => [name, meta, showlegend])).toEqual([
    ["other k", { frequency: 5, background: true }, true],
    ["k = 3", { frequency: 3 }, undefined],
  ]);
  expect(behind.data[0].hovertemplate).toContain("k = 5");
  const all = lines(TABLE, { ...shown, background: () => true });
  expect(all.data.map(({ showlegend }) => showlegend)).toEqual([true, false]);
  const once = lines(TABLE, { ...shown, background: ({ epoch }) => epoch > 0 });
  expect(once.data.every(({ meta }) => meta?.background === undefined)).toBe(true);
});

test("few points are marked, and so is one between two gaps", () => {
  const mode = (y: readonly (number | null)[]) => {
    const rows = y.map((test_loss, epoch) => ({ ...TABLE.rows[0], epoch, test_loss }));
    return lines({ ...TABLE, rows }, { ...drawn, y: ["test_loss"] }).data[0].mode;
  };
  expect(mode([1, 2, 3, 4])).toBe("lines");
  expect(mode([1, 2, 3])).toBe("lines+markers");
  expect(mode([1, 2, 3, 4, null, 5])).toBe("lines+markers");
});

test("a figure of no rows has no lines, and figures are plain JSON", () => {
  const empty = lines(EMPTY, { ...drawn, y: ["train_loss"] });
  expect(empty.data).toEqual([]);
  for (const figure of [
    empty,
    lines(TABLE, { ...drawn, y: ["train_loss", "test_loss"], series: "series", log: "y" }),
  ]) {
    expect(JSON.parse(JSON.stringify(figure))).toStrictEqual(figure);
  }
});
