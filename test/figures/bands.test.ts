import fc from "fast-check";
import { expect, test } from "vitest";
import { withBands } from "#figures/bands.js";
import { bars } from "#figures/bars.js";
import { lines } from "#figures/lines.js";
import { palette } from "#figures/palettes.js";
import { panels } from "#figures/panels.js";
import { drawn } from "#figures/theme.js";
import { advance } from "#render/_fonts.js";
import { NAMED, TABLE } from "./_tables.ts";

const BANDS = [
  { name: "memorisation", from: 0, to: 10 },
  { name: "cleanup", from: 10, to: 20 },
  { name: "stable", from: 20, to: 99 },
];
const figure = lines(TABLE, { ...NAMED, x: "epoch", y: ["train_loss"], series: "series" });
const log = lines(TABLE, { ...NAMED, x: "epoch", y: ["train_loss"], series: "series", log: "xy" });

const ends = (of: typeof figure) => (of.layout.shapes as { x0: number; x1: number }[]).map(({ x0, x1 }) => [x0, x1]);

test("bands are shaded behind every plot, within its epochs, and the caption names them", () => {
  const banded = withBands(figure, BANDS);
  expect(ends(banded)).toEqual([
    [0, 10],
    [10, 20],
    [20, 30],
  ]);
  expect(banded.layout.shapes).toMatchObject([{ layer: "below", xref: "x", yref: "y domain" }, {}, {}]);
  expect(banded.caption).toBe(
    "Losses. Shaded: memorisation (epochs 0 to 10), cleanup (epochs 10 to 20), stable (epochs 20 to 99).",
  );
  const two = withBands(panels([figure, log], { ...NAMED, columns: 2 }), BANDS);
  expect(new Set((two.layout.shapes as { xref: string }[]).map(({ xref }) => xref))).toEqual(new Set(["x", "x2"]));
});

test("on a logarithmic axis one from 0 begins at the left end, and names stand at logarithms", () => {
  const banded = withBands(log, [{ name: "all", from: 0, to: 30 }]);
  expect(ends(banded)).toEqual([[10, 30]]);
  const [{ x }] = banded.layout.annotations as { x: number }[];
  expect(x).toBeCloseTo((1 + Math.log10(30)) / 2, 12);
});

test("a figure over anything but epochs stays as it is, and so does one that has bands", () => {
  const other = bars(TABLE, { ...NAMED, x: "frequency", y: ["train_loss"] });
  expect(withBands(other, BANDS)).toBe(other);
  expect(withBands(figure, [])).toBe(figure);
  const once = withBands(figure, BANDS);
  expect(withBands(once, BANDS)).toBe(once);
});

/** Where everything that is written above a figure's plot stands, in px from its left edge and rows from its top. */
function written(bands: readonly { name: string; from: number; to: number }[], width: number) {
  const { layout } = drawn(withBands(figure, bands), { theme: "paper", width });
  const { l, r, t } = layout.margin as { l: number; r: number; t: number };
  const room = layout.width - l - r;
  const notes = layout.annotations as { name: string; text: string; x: number; xshift?: number; yshift: number }[];
  const size = 9.33;
  const box = (text: string, middle: number, bottom: number) => {
    const lines = text.split("<br>");
    const half = Math.max(...lines.map((line) => advance(line, size, "regular"))) / 2;
    return { text, middle, left: middle - half, right: middle + half, bottom, top: bottom + lines.length * size };
  };
  const names = notes
    .filter(({ name }) => /^band \d/.test(name))
    .map(({ text, x, yshift }) => box(text, (x / 30) * room, yshift));
  const key = notes
    .filter(({ name }) => name === "band key")
    .map(({ text, xshift = 0, yshift }) => box(text, xshift + advance(text, size, "regular") / 2, yshift - size));
  return { names, key, room, above: t, left: l };
}

test("every band is named above itself or, where it is too narrow, by a number in the key; nothing lies over anything", () => {
  const NAMES = ["memorisation", "circuit formation", "cleanup", "stable", "a phase with a rather long name"];
  const cuts = fc.uniqueArray(fc.double({ min: 0.001, max: 29.999, noNaN: true }), { minLength: 1, maxLength: 9 });
  fc.assert(
    fc.property(cuts, fc.double({ min: 1.5, max: 7.5, noNaN: true }), (inner, width) => {
      const ends = [0, ...inner.toSorted((a, b) => a - b), 30];
      const bands = ends.slice(1).map((to, i) => ({ name: NAMES[i % NAMES.length], from: ends[i], to }));
      const { names, key, room, above, left } = written(bands, width);
      expect(names).toHaveLength(bands.length);
      for (const [i, { text, middle, left: from, right: to }] of names.entries()) {
        const [start, end] = [(bands[i].from / 30) * room, (bands[i].to / 30) * room];
        expect(middle).toBeGreaterThanOrEqual(start);
        expect(middle).toBeLessThanOrEqual(end);
        if (text === String(i + 1)) expect(key.map((one) => one.text)).toContain(`${text}  ${bands[i].name}`);
        else {
          expect(text.replaceAll("<br>", " ")).toBe(bands[i].name);
          expect([from >= start, to <= end]).toEqual([true, true]);
        }
      }
      for (const [i, one] of [...names, ...key].entries()) {
        expect(one.top).toBeLessThan(above + 1);
        expect(one.left).toBeGreaterThan(-left);
        for (const other of [...names, ...key].slice(0, i)) {
          const beside = one.right <= other.left || other.right <= one.left;
          expect(beside || one.bottom >= other.top - 1 || other.bottom >= one.top - 1).toBe(true);
        }
      }
    }),
    { numRuns: 60 },
  );
});

test("a phase has the colour of its name, whichever phases a run has", () => {
  const { layout } = drawn(withBands(figure, [{ name: "stable", from: 0, to: 30, colour: 3 }]), { theme: "paper" });
  expect(layout.shapes).toMatchObject([{ fillcolor: palette("light").phases[3] }]);
});
