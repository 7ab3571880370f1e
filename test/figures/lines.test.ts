import { expect, test } from "vitest";
import { lines } from "#figures/lines.js";
import { integer, number, optionalNumber, text } from "#tables/column.js";

const table = {
  columns: {
    epoch: integer("when"),
    loss: number("how much", "nats"),
    other: optionalNumber("of the others", "nats"),
    series: text("which run"),
  },
  rows: [
    { epoch: 0, loss: 4, other: null, series: "a" },
    { epoch: 0, loss: 5, other: 6, series: "b" },
    { epoch: 10, loss: 1, other: 7, series: "a" },
  ],
};
const drawn = { name: "losses", caption: "Losses.", x: "epoch" } as const;

test("one column is one line, and its axis has its unit", () => {
  const { data, layout } = lines(table, { ...drawn, y: ["loss"] });
  expect(data).toEqual([{ type: "scatter", mode: "lines", name: "loss", x: [0, 0, 10], y: [4, 5, 1] }]);
  expect(layout).toMatchObject({
    xaxis: { title: { text: "epoch" }, type: "linear" },
    yaxis: { title: { text: "loss (nats)" }, type: "linear" },
  });
});

test("there is one line a column and series, and a null stays a gap", () => {
  const { data } = lines(table, { ...drawn, y: ["loss", "other"], series: "series" });
  expect(data.map(({ name, x, y }) => [name, x, y])).toEqual([
    ["loss a", [0, 10], [4, 1]],
    ["other a", [0, 10], [null, 7]],
    ["loss b", [0], [5]],
    ["other b", [0], [6]],
  ]);
});

test.each([
  [undefined, "linear", "linear"],
  ["x", "log", "linear"],
  ["y", "linear", "log"],
  ["xy", "log", "log"],
] as const)("log %s makes the axes %s and %s", (log, x, y) => {
  const { layout } = lines(table, { ...drawn, y: ["loss"], ...(log === undefined ? {} : { log }) });
  expect(layout).toMatchObject({ xaxis: { type: x }, yaxis: { type: y } });
});

test("a figure of no rows has no lines, and is plain JSON", () => {
  const figure = lines({ ...table, rows: [] }, { ...drawn, y: ["loss"] });
  expect(figure.data).toEqual([]);
  expect(JSON.parse(JSON.stringify(figure))).toStrictEqual(figure);
});
