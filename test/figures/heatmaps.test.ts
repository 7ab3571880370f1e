import { expect, test } from "vitest";
import { heatmaps } from "#figures/heatmaps.js";
import { NAMED } from "./_tables.ts";

const A = {
  title: "head 0",
  z: [
    [0, 1],
    [2, 3],
  ],
};
const B = {
  title: "head 1",
  z: [
    [-8, 1],
    [Number.NaN, null],
  ],
  frequency: 5,
};

test("one map is one plot with square cells, b across and a up", () => {
  const { data, layout } = heatmaps([A], { ...NAMED, quantity: "attention" });
  expect(data).toMatchObject([{ type: "heatmap", z: A.z, xaxis: "x", yaxis: "y", coloraxis: "coloraxis" }]);
  expect(layout).toMatchObject({
    xaxis: { title: { text: "b" }, constrain: "domain" },
    yaxis: { title: { text: "a" }, scaleanchor: "x" },
    coloraxis: { cmin: 0, cmax: 3, colorbar: { title: { text: "attention" } } },
  });
  expect(layout.grid).toBeUndefined();
});

test("several maps share one scale, about 0 where a value is below it, and have their titles", () => {
  const { data, layout } = heatmaps([A, B], { ...NAMED, columns: 2 });
  expect(data.map(({ coloraxis }) => coloraxis)).toEqual(["coloraxis", "coloraxis"]);
  expect(data[1]).toMatchObject({
    xaxis: "x2",
    yaxis: "y2",
    z: [
      [-8, 1],
      [null, null],
    ],
    meta: { frequency: 5 },
  });
  const axis = layout.coloraxis as { cmin: number; cmax: number; colorscale: [number, string][] };
  expect([axis.cmin, axis.cmax]).toEqual([-8, 8]);
  expect(axis.colorscale.find(([at]) => at === 0.5)?.[1]).toBe("#f7f7f7");
  expect(layout).toMatchObject({ grid: { rows: 1, columns: 2 }, yaxis2: { scaleanchor: "x2" } });
  expect(layout.annotations).toMatchObject([
    { text: "head 0", xref: "x domain" },
    { text: "head 1", xref: "x2 domain" },
  ]);
});

test("each map has its own scale where asked, or all have the range that is given", () => {
  const own = heatmaps([A, B], { ...NAMED, shared: false, scale: "amount" });
  expect(own.data.map(({ coloraxis }) => coloraxis)).toEqual(["coloraxis", "coloraxis2"]);
  expect(own.layout).toMatchObject({ coloraxis: { cmin: 0, cmax: 3 }, coloraxis2: { cmin: -8, cmax: 1 } });
  const given = heatmaps([A], { ...NAMED, range: [0, 9] });
  expect(given.layout).toMatchObject({ coloraxis: { cmin: 0, cmax: 9 } });
});

test("maps of one value, of none, and no maps are plain JSON", () => {
  for (const maps of [[{ z: [[2, 2]] }], [{ z: [] }], [{ z: [[null]] }], []]) {
    const figure = heatmaps(maps, NAMED);
    expect(JSON.parse(JSON.stringify(figure))).toStrictEqual(figure);
    const { cmin, cmax } = (figure.layout.coloraxis ?? { cmin: 0, cmax: 1 }) as { cmin: number; cmax: number };
    expect(cmin).toBeLessThan(cmax);
  }
});
