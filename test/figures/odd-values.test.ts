import { describe, expect, test } from "vitest";
import { THEMES } from "#figures/_drawing.js";
import type { Figure } from "#figures/_figure.js";
import { hasValues } from "#figures/_ranges.js";
import { bars } from "#figures/bars.js";
import { heatmaps } from "#figures/heatmaps.js";
import { lines } from "#figures/lines.js";
import { drawn } from "#figures/theme.js";
import { svg } from "#render/svg.js";
import { integer, optionalNumber, text } from "#tables/column.js";
import { EMPTY, NAMED, names } from "./_tables.js";

const COLUMNS = { epoch: integer("when"), loss: optionalNumber("how much", "nats"), part: text("of which pairs") };
type Cells = readonly (readonly [epoch: number, loss: number | null, part: string])[];

/** Curves of these points, one for each part. */
function curves(cells: Cells, log?: "x" | "y" | "xy"): Figure {
  const rows = cells.map(([epoch, loss, part]) => ({ epoch, loss, part }));
  return lines(
    { columns: COLUMNS, rows },
    { ...NAMED, x: "epoch", y: ["loss"], series: "part", ...(log ? { log } : {}) },
  );
}

const axis = (figure: Figure, name: "xaxis" | "yaxis") =>
  drawn(figure, { theme: "paper" }).layout[name] as Readonly<Record<string, unknown>>;

describe("what holds no values", () => {
  test("is no line, unless no line holds any", () => {
    const known: Cells = [
      [0, 1, "train"],
      [0, null, "test"],
      [9, Number.NaN, "other"],
      [9, 2, "train"],
    ];
    expect(names(curves(known))).toEqual(["train"]);
    expect(names(curves(known.map(([epoch, , part]) => [epoch, null, part])))).toEqual(["train", "test", "other"]);
    expect(names(curves([...known, [9, -1, "below 0"]], "y"))).toEqual(["train"]);
  });

  test("is told from what does", () => {
    const map = (z: readonly (readonly (number | null)[])[]) => heatmaps([{ z }], NAMED);
    expect(hasValues(curves([[0, 1, "a"]]))).toBe(true);
    expect(hasValues(curves([[0, Number.NaN, "a"]]))).toBe(false);
    expect(hasValues(curves([[0, 0, "a"]], "y"))).toBe(false);
    expect(hasValues(lines(EMPTY, { ...NAMED, x: "epoch", y: ["train_loss"] }))).toBe(false);
    expect(hasValues(map([[0, null]]))).toBe(true);
    expect(hasValues(map([[Number.NaN, null]]))).toBe(false);
    expect(hasValues(map([]))).toBe(false);
  });
});

describe("one epoch", () => {
  test("has the only tick, logarithmic or not", () => {
    const one: Cells = [
      [5000, 3, "train"],
      [5000, 1, "test"],
    ];
    expect(axis(curves(one), "xaxis").tickvals).toEqual([5000]);
    expect(axis(curves(one, "x"), "xaxis").tickvals).toEqual([expect.closeTo(5000, 8)]);
    expect(axis(curves([...one, [6000, 1, "test"]]), "xaxis").tickvals).toBeUndefined();
  });

  test("is a point", () => {
    expect(curves([[5000, 3, "train"]]).data[0].mode).toBe("lines+markers");
  });
});

test.each([
  [1, [0, 1.25]],
  [290, [0, 362.5]],
  [0, [0, 1]],
  [-4, [-5, 0]],
])("where all values are %d the axis goes from 0", (value, range) => {
  const same: Cells = [
    [0, value, "train"],
    [9, value, "train"],
  ];
  expect(axis(curves(same), "yaxis").range).toEqual(range);
  expect(axis(curves([...same, [12, value + 1, "train"]]), "yaxis").range).toBeUndefined();
  expect(axis(curves(same, "y"), "yaxis").range).toBeUndefined();
});

test("everything odd is drawn, in one theme after another, without a number that is none", async () => {
  const odd: Cells = [
    [0, null, "gap"],
    [0, Number.NaN, "a"],
    [5, Number.POSITIVE_INFINITY, "a"],
    [5, 1e-300, "b"],
    [7, 1e300, "b"],
    [9, 0, '<c> & "d" é \''],
    [9, -1, "e"],
  ];
  const rows = odd.map(([epoch, loss, part]) => ({ epoch, loss, part }));
  const figures = [
    ...([undefined, "x", "y", "xy"] as const).map((log) => curves(odd, log)),
    ...[true, false].map((log) => bars({ columns: COLUMNS, rows }, { ...NAMED, x: "part", y: ["loss"], log })),
    bars({ columns: COLUMNS, rows: [] }, { ...NAMED, x: "part", y: ["loss"] }),
    heatmaps([{ z: [[Number.NaN, Number.POSITIVE_INFINITY, null, 1]] }, { z: [] }], NAMED),
  ];
  for (const [i, figure] of figures.entries()) {
    const theme = THEMES[i % THEMES.length];
    const picture = await svg(drawn(figure, { theme }));
    expect(picture, `${i} ${theme}`).not.toMatch(/\b(NaN|undefined|Infinity)\b/);
    expect(picture, `${i} ${theme}`).not.toMatch(/<c>/);
  }
});
