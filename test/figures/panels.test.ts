import { expect, test } from "vitest";
import { withBands } from "#figures/bands.js";
import { heatmaps } from "#figures/heatmaps.js";
import { lines } from "#figures/lines.js";
import { panels } from "#figures/panels.js";
import { NAMED, TABLE } from "./_tables.ts";

const bySeries = lines(TABLE, { ...NAMED, x: "epoch", y: ["train_loss"], series: "series", log: "y" });
const byColumn = lines(TABLE, { ...NAMED, title: "Both", x: "epoch", y: ["train_loss", "test_loss"] });
const map = {
  z: [
    [1, 2],
    [3, 4],
  ],
};
const maps = heatmaps([{ ...map, title: "head 0" }, map], { ...NAMED, title: "Heads", shared: false });

test("every figure has its axes, its letter and its title", () => {
  const { data, layout, x } = panels([bySeries, byColumn], { ...NAMED, columns: 2 });
  expect(data.map(({ xaxis, yaxis }) => [xaxis, yaxis])).toEqual([
    ["x", "y"],
    ["x", "y"],
    ["x2", "y2"],
    ["x2", "y2"],
  ]);
  expect(layout).toMatchObject({ grid: { rows: 1, columns: 2 }, yaxis: { type: "log" }, yaxis2: { type: "linear" } });
  expect((layout.annotations as { text: string }[]).map(({ text }) => text)).toEqual([
    "<b>a</b>  Losses",
    "<b>b</b>  Both",
  ]);
  expect(x).toBe("epoch");
  const bare = panels([bySeries], { ...NAMED, letters: false });
  expect(bare.layout.annotations).toMatchObject([{ text: "Losses" }]);
});

test("plots that name the same lines share a legend, others have their own", () => {
  const same = panels([bySeries, bySeries], NAMED);
  expect(same.data.map(({ legend, showlegend }) => [legend, showlegend])).toEqual([
    [undefined, undefined],
    [undefined, undefined],
    [undefined, false],
    [undefined, false],
  ]);
  const other = panels([bySeries, byColumn], NAMED);
  expect(other.data.map(({ legend }) => legend)).toEqual(["legend", "legend", "legend2", "legend2"]);
});

test("small multiples keep their plots, their colours and their first title, with the letter", () => {
  const { data, layout } = panels([byColumn, maps], { ...NAMED, columns: 3 });
  expect(data.slice(2)).toMatchObject([
    { xaxis: "x2", coloraxis: "coloraxis2" },
    { xaxis: "x3", yaxis: "y3", coloraxis: "coloraxis3" },
  ]);
  expect(layout).toMatchObject({
    grid: { rows: 1, columns: 3 },
    yaxis3: { scaleanchor: "x3", anchor: "x3" },
    coloraxis3: { cmin: 1, cmax: 4 },
  });
  expect(layout.annotations).toMatchObject([{}, { text: "<b>b</b>  head 0", xref: "x2 domain" }]);
});

test("bands stay over their plots, and figures over different axes have none in common", () => {
  const banded = withBands(bySeries, [{ name: "stable", from: 0, to: 30 }]);
  const { layout, x } = panels([maps, banded], NAMED);
  expect(layout.shapes).toMatchObject([{ xref: "x3", yref: "y3 domain", name: "band 0 1" }]);
  expect(x).toBeUndefined();
});

test("panels are plain JSON, also of nothing", () => {
  for (const figure of [panels([], NAMED), panels([bySeries, maps], NAMED)]) {
    expect(JSON.parse(JSON.stringify(figure))).toStrictEqual(figure);
  }
});
