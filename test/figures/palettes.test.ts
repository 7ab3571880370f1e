import { expect, test } from "vitest";
import { bars } from "#figures/bars.js";
import { lines } from "#figures/lines.js";
import { PALETTES, palette, roleColour } from "#figures/palettes.js";
import { drawn } from "#figures/theme.js";
import { NAMED, TABLE } from "./_tables.ts";

/** Machado, Oliveira and Fernandes 2009, severity 1, over linear red, green and blue. */
const EYES = {
  trichromat: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
} as const;
type Eye = keyof typeof EYES;

/** CIELAB of #rrggbb as an eye sees it, D65. */
function lab(colour: string, eye: Eye): readonly number[] {
  const linear = [1, 3, 5].map((i) => {
    const channel = Number.parseInt(colour.slice(i, i + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  const times = (matrix: readonly (readonly number[])[], x: readonly number[]) =>
    matrix.map((row) => row.reduce((sum, weight, i) => sum + weight * x[i], 0));
  const seen = times(EYES[eye], linear).map((value) => Math.min(1, Math.max(0, value)));
  const xyz = times(
    [
      [0.4124564, 0.3575761, 0.1804375],
      [0.2126729, 0.7151522, 0.072175],
      [0.0193339, 0.119192, 0.9503041],
    ],
    seen,
  );
  const [x, y, z] = [xyz[0] / 0.95047, xyz[1], xyz[2] / 1.08883].map((t) =>
    t > 216 / 24389 ? Math.cbrt(t) : ((24389 / 27) * t + 16) / 116,
  );
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

/** ΔE of CIE 1976. */
function difference(one: string, other: string, eye: Eye): number {
  const [a, b] = [lab(one, eye), lab(other, eye)];
  return Math.hypot(...a.map((value, i) => value - b[i]));
}

const GROUNDS = ["light", "dark"] as const;

test.each(GROUNDS)("on a %s ground no colour means two things, in either palette", (ground) => {
  for (const name of PALETTES) {
    const { series, frequencies, phases } = palette(ground, name);
    const all = [...series, ...frequencies, ...phases];
    expect(new Set(all).size).toBe(all.length);
  }
  const { series, frequencies, phases } = palette(ground);
  for (const one of series) {
    for (const other of [...frequencies, ...phases]) expect(difference(one, other, "trichromat")).toBeGreaterThan(10);
  }
});

test.each(Object.keys(EYES) as Eye[])("%s tells apart all curves, all frequencies, and phases that follow", (eye) => {
  for (const ground of GROUNDS) {
    const { series, frequencies, phases } = palette(ground);
    for (const colours of [series, frequencies]) {
      for (const [i, one] of colours.entries()) {
        for (const other of colours.slice(0, i)) expect(difference(one, other, eye)).toBeGreaterThan(15);
      }
    }
    const four = phases.slice(0, 4);
    for (const [i, one] of four.slice(1).entries()) expect(difference(one, four[i], eye)).toBeGreaterThan(9);
  }
});

const colourOf = (trace: unknown) => (trace as { line: { color: string } }).line.color;

test("train and test are one pair of colours, whichever stands first, and no other curve has them", () => {
  const figure = (y: readonly ("train_loss" | "test_loss")[]) => lines(TABLE, { ...NAMED, x: "epoch", y });
  const pair = (["train", "test"] as const).map((role) => roleColour(role, "light"));
  expect(drawn(figure(["train_loss", "test_loss"]), { theme: "paper" }).data.map(colourOf)).toEqual(pair);
  expect(drawn(figure(["test_loss"]), { theme: "paper" }).data.map(colourOf)).toEqual(pair.slice(1));
  const rows = Array.from({ length: 12 }, (_, i) => ({ ...TABLE.rows[0], series: `run ${i}` }));
  const runs = lines({ ...TABLE, rows }, { ...NAMED, x: "epoch", y: ["train_loss"], series: "series" });
  for (const colour of drawn(runs, { theme: "paper" }).data.map(colourOf)) expect(pair).not.toContain(colour);
});

test("of more frequencies than there are colours no two bars and no two lines look alike", () => {
  const rows = Array.from({ length: 20 }, (_, i) => ({ ...TABLE.rows[0], frequency: i + 1 }));
  const table = { ...TABLE, rows };
  const columns = { y: ["train_loss"], frequency: "frequency" } as const;
  const curves = lines(table, { ...NAMED, ...columns, x: "epoch", series: "frequency" });
  const spectrum = bars(table, { ...NAMED, ...columns, x: "frequency" });
  for (const name of PALETTES) {
    for (const figure of [curves, spectrum]) {
      const { data } = drawn(figure, { theme: "paper", palette: name });
      const looks = data.map(({ line, marker }) => {
        const { color, pattern } = marker as { color: string; pattern?: { shape: string } };
        return JSON.stringify([color, pattern?.shape, (line as { dash?: string } | undefined)?.dash]);
      });
      expect(new Set(looks).size).toBe(20);
    }
  }
});
