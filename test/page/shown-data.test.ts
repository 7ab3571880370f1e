import { describe, expect, test } from "vitest";
import { epochLines, movedLines } from "#page/epoch-line.js";
import { FADED, momentAt, shownData } from "#page/shown-data.js";
import { nearestStep } from "#page/slider.js";
import { store } from "#page/store.js";
import { FIRST_VIEW, type View } from "#page/view.js";

const moments = [10, 20, 40].map((epoch) => ({ epoch, data: [{ y: [epoch], "marker.color": [epoch] }] }));
const line = { type: "scatter", y: [0], marker: { size: 3, color: "red" }, meta: { frequency: 3 } };

describe("the moment that is shown", () => {
  test.each([
    [0, 10],
    [10, 10],
    [39, 20],
    [40, 40],
    [99, 40],
  ])("at epoch %i is that of epoch %i", (epoch, shown) => {
    expect(momentAt(moments, epoch)?.epoch).toBe(shown);
  });

  test("is none where there are none", () => {
    expect(momentAt([], 3)).toBeUndefined();
  });
});

describe("the traces at a moment", () => {
  test("hold what moves in place of what the drawing says, and leave the drawing alone", () => {
    const [shown, other] = shownData([line, { y: [7] }], moments[1], undefined);
    expect(shown).toEqual({ ...line, y: [20], marker: { size: 3, color: [20] } });
    expect(other).toEqual({ y: [7] });
    expect(line.y).toEqual([0]);
    expect(line.marker.color).toBe("red");
  });

  test("fade but for the frequency that is followed and what has none", () => {
    const opacities = shownData([line, { ...line, meta: { frequency: 5 } }, { y: [1] }], undefined, 5).map(
      ({ opacity }) => opacity,
    );
    expect(opacities).toEqual([FADED, undefined, undefined]);
  });
});

test("an epoch between two steps goes to the nearer one", () => {
  const epochs = [0, 10, 100];
  expect([-5, 4, 6, 54, 56, 500].map((epoch) => nearestStep(epochs, epoch))).toEqual([0, 0, 1, 1, 2, 2]);
});

test("an epoch's line crosses every subplot, after the drawing's own shapes, and has no place at 0 on a log axis", () => {
  const drawing = {
    data: [{}, { xaxis: "x2", yaxis: "y2" }, { xaxis: "x2", yaxis: "y2" }],
    layout: { width: 1, height: 1, shapes: [{ type: "rect" }], xaxis2: { type: "log" } },
    config: {},
  };
  const [band, first, second, ...more] = epochLines(drawing, [0], "red");
  expect(more).toEqual([]);
  expect(band).toEqual({ type: "rect" });
  expect(first).toMatchObject({ xref: "x", yref: "y domain", x0: 0, x1: 0, visible: true });
  expect(second).toMatchObject({ xref: "x2", yref: "y2 domain", visible: false });
  const both = epochLines(drawing, [0, 3], "red");
  expect(both.map(({ x0, line }) => [x0, (line as { dash?: string })?.dash])).toEqual([
    [undefined, undefined],
    [0, "dot"],
    [0, "dot"],
    [3, "dash"],
    [3, "dash"],
  ]);
  expect(movedLines(drawing, 7)).toEqual({
    "shapes[1].x0": 7,
    "shapes[1].x1": 7,
    "shapes[1].visible": true,
    "shapes[2].x0": 7,
    "shapes[2].x1": 7,
    "shapes[2].visible": true,
  });
});

test("a listener hears of changes, and of none where nothing changes", () => {
  const reader = store<View>({ ...FIRST_VIEW, step: 1 });
  const heard: number[] = [];
  reader.watch(({ step }) => heard.push(step));
  reader.change({ step: 2 });
  reader.change({ step: 2 });
  reader.change({ followed: 3 });
  expect(heard).toEqual([1, 2, 2]);
});
