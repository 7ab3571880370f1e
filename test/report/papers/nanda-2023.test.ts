import { describe, expect, test } from "vitest";
import attention from "#analyzers/attention.js";
import cosines from "#analyzers/cosines.js";
import excludedLoss from "#analyzers/excluded-loss.js";
import fourier from "#analyzers/fourier.js";
import inputMaps from "#analyzers/input-maps.js";
import losses from "#analyzers/losses.js";
import neurons from "#analyzers/neurons.js";
import phases from "#analyzers/phases.js";
import restrictedLoss from "#analyzers/restricted-loss.js";
import type { Figure } from "#figures/_figure.js";
import { paperFigures } from "#report/paper-figures.js";
import nanda from "#report/papers/nanda-2023.js";
import { tableOf } from "#results/table-of.js";
import { analysisOf, tinyAnalysis } from "../_analyses.ts";

/** The figures of the paper and its notebook that are of one run. */
const NUMBERS = "2 3a 3b 4a 4b 4c 5a 5b 6a 6b 6c 6d 8 10 11 12".split(" ");
const ASKED = [attention, cosines, excludedLoss, fourier, inputMaps, neurons, phases, restrictedLoss];
const tiny = tinyAnalysis(ASKED);
const made = paperFigures(tiny, nanda);

const figure = (number: string) => made.figures.find(({ group }) => group === number)?.figure as Figure;
const curve = (number: string, name: string) => figure(number).data.find((trace) => trace.name === name);
const last = (values: unknown) => (values as readonly number[]).at(-1);

test("all numbers are there for a transformer that adds, in the paper's order", () => {
  expect(made.leftOut).toEqual([]);
  expect(made.figures.map(({ group }) => group)).toEqual(NUMBERS);
  expect(made.figures.map(({ name }) => name)).toEqual(NUMBERS.map((number) => `figure-${number}`));
  for (const { figure } of made.figures) {
    expect(figure.title).not.toBe("");
    expect(figure.caption).toMatch(/\.$/);
    expect(figure.caption).not.toMatch(/undefined|NaN|null/);
    expect(figure.data.length).toBeGreaterThan(0);
  }
});

describe("their numbers are those of the tables", () => {
  test("2 and 6: train and test loss as logged, and the published variant of either measure", () => {
    const rows = tableOf(tiny, phases)?.rows ?? [];
    const logged = tiny.history.find(({ measure }) => measure === "test_loss");
    for (const number of ["2", "6a", "6b"]) {
      // Of a long log what the width shows, and every extreme.
      const { x, y } = curve(number, "test loss") as unknown as {
        readonly x: readonly number[];
        readonly y: readonly number[];
      };
      const drawn = new Map(x.map((epoch, i) => [epoch, y[i]]));
      const all = new Map(logged?.epochs.map((epoch, i) => [epoch, logged.values[i]]));
      for (const [epoch, loss] of drawn) expect(all.get(epoch)).toBe(loss);
      expect(Math.max(...(drawn.values() as Iterable<number>))).toBe(Math.max(...all.values()));
      expect(Math.min(...(drawn.values() as Iterable<number>))).toBe(Math.min(...all.values()));
      expect(figure(number).caption).toContain("as the run logged them");
    }
    expect(curve("6a", "excluded loss")?.y).toEqual(rows.map((row) => row.excluded_loss));
    expect(curve("6b", "restricted loss")?.y).toEqual(rows.map((row) => row.restricted_loss));
    expect(curve("6c", "test loss / restricted loss")?.y).toEqual(
      rows.map((row) => (row.test_loss ?? 0) / (row.restricted_loss ?? 0)),
    );
    expect(figure("6d").data[0].y).toEqual(rows.map((row) => row.sum_of_squares));
    for (const number of ["6a", "6b", "6c", "10", "11"])
      expect(figure(number).caption).toContain("key frequencies 3, 11, 13");
  });

  test("3: cosine and sine of every frequency, the key ones told from the others", () => {
    for (const [number, matrix] of [
      ["3a", "W_E"],
      ["3b", "W_L"],
    ] as const) {
      const rows = (tableOf(tiny, fourier)?.rows ?? []).filter((row) => row.epoch === 6000 && row.matrix === matrix);
      const shown = figure(number).data.flatMap(({ x, y }) =>
        (x as number[]).map((k, i) => [k, (y as number[])[i]] as const),
      );
      for (const { frequency, cos, sin } of rows) {
        const own = shown.filter(([k, value]) => k === frequency && value !== null).map(([, value]) => value);
        expect(own).toEqual(expect.arrayContaining([cos, sin]));
      }
    }
  });

  test("11 and 12: a curve for each key frequency", () => {
    const rows = tableOf(tiny, cosines)?.rows ?? [];
    for (const k of [3, 11, 13]) {
      expect(curve("11", `k = ${k}`)?.meta).toEqual({ frequency: k });
      expect(last(curve("11", `k = ${k}`)?.y)).toBe(rows.findLast(({ frequency }) => frequency === k)?.coefficient);
    }
    expect(figure("11").data).toHaveLength(3);
    const without = figure("12").data.filter(({ name }) => name?.startsWith("without"));
    expect(without.map(({ name }) => name)).toEqual([3, 11, 13].map((k) => `without k = ${k}`));
  });

  test("phases are shaded where x is the epoch, and nowhere else", () => {
    for (const { group, figure } of made.figures) {
      const shaded = (figure.layout.shapes as readonly unknown[] | undefined)?.length ?? 0;
      expect(shaded > 0, group).toBe(figure.x === "epoch");
    }
  });
});

test("what was not asked, or does not apply, is left out with a reason", async () => {
  const few = paperFigures(tinyAnalysis([losses]), nanda);
  expect(few.figures.map(({ group }) => group)).toEqual(["2"]);
  const reasons = Object.fromEntries(few.leftOut.map(({ name, reason }) => [name, reason]));
  expect(few.leftOut.map(({ name }) => name)).toEqual(NUMBERS.slice(1));
  expect(reasons["4a"]).toBe("input-maps was not asked");
  for (const reason of Object.values(reasons)) expect(reason).toMatch(/^\S.*[^.]$/);

  const mlp = paperFigures(
    await analysisOf("fixtures/layouts/two-layer-mlp", [...ASKED, losses], { last: true }),
    nanda,
  );
  expect([...mlp.figures.map(({ group }) => group), ...mlp.leftOut.map(({ name }) => name)].sort()).toEqual(
    NUMBERS.toSorted(),
  );
  expect(mlp.leftOut.find(({ name }) => name === "8")?.reason).toBe("the network is no transformer");
});
