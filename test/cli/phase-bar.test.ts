import picocolors from "picocolors";
import { describe, expect, test } from "vitest";
import { phaseBar } from "#cli/_phase-bar.js";

const plain = picocolors.createColors(false);
/** Phases one after the other, between these epochs. */
const phases = (...bounds: readonly number[]) =>
  (["memorisation", "circuit formation", "cleanup", "stable"] as const)
    .slice(0, bounds.length - 1)
    .map((name, i) => ({ name, from: bounds[i], to: bounds[i + 1] }));
const lengths = (bar: string) => ["░", "▒", "▓", "█"].map((fill) => bar.split(fill).length - 1);

describe("the bar of phases", () => {
  test("is as wide as its terminal, less a margin, and no wider than is of use", () => {
    for (const [columns, width] of [
      [80, 78],
      [60, 58],
      [200, 98],
      [undefined, 78],
    ] as const)
      expect(phaseBar(phases(0, 10, 20, 30, 40), "epoch", columns, plain)[0].trim()).toHaveLength(width);
  });

  test("is in proportion to the epochs, which stand where phases begin", () => {
    const [bar, scale, legend] = phaseBar(phases(0, 780, 3900, 5460, 7800), "step", 80, plain);
    expect(lengths(bar)).toEqual([7.8, 31.2, 15.6, 23.4].map((length) => expect.closeTo(length, -0.5)));
    expect(lengths(bar).reduce((a, b) => a + b)).toBe(78);
    for (const [epoch, fill] of [
      ["780", "▒"],
      ["3900", "▓"],
      ["5460", "█"],
    ] as const)
      expect(scale.indexOf(` ${epoch} `)).toBe(bar.indexOf(fill) - 1);
    expect(scale).toMatch(/^ 0 .* 7800$/);
    expect(legend.trim()).toBe("░ memorisation   ▒ circuit formation   ▓ cleanup   █ stable   over steps");
  });

  test("has a log scale, and says so, where a phase would have no room", () => {
    const lines = phaseBar(phases(0, 100, 10_000, 1_000_000), "epoch", 80, plain);
    expect(lengths(lines[0])).toEqual([26, 26, 26, 0]);
    expect(lines.join("\n")).toContain("over epochs, on a log scale");
  });

  test("has every phase and no line that is too wide, however short the phase and narrow the terminal", () => {
    for (const columns of [30, 40, 80])
      for (const bounds of [
        [0, 1, 2, 3, 1_000_000],
        [0, 999_997, 999_998, 999_999, 1_000_000],
      ]) {
        const lines = phaseBar(phases(...bounds), "sample", columns, plain);
        for (const line of lines) expect(line.length).toBeLessThanOrEqual(columns);
        for (const length of lengths(lines[0])) expect(length).toBeGreaterThan(0);
        expect(lines[1]).toMatch(/^ 0 .*1000000$/);
      }
  });

  test("is none where there are no phases, and one that has no length has no part of it", () => {
    expect(phaseBar([], "epoch", 80, plain)).toEqual([]);
    expect(lengths(phaseBar(phases(0, 50, 100, 100), "epoch", 80, plain)[0])).toEqual([39, 39, 0, 0]);
  });

  test("is coloured where colours are wanted, the same without them", () => {
    const coloured = phaseBar(phases(0, 10, 20), "epoch", 80, picocolors.createColors(true));
    const ESCAPE = new RegExp(`${String.fromCharCode(27)}\\[\\d+m`, "g");
    expect(coloured[0]).toMatch(ESCAPE);
    expect(coloured.map((line) => line.replace(ESCAPE, ""))).toEqual(phaseBar(phases(0, 10, 20), "epoch", 80, plain));
  });
});
