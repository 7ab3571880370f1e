import { describe, expect, test } from "vitest";
import algorithm from "#analyzers/algorithm.js";
import embeddingCircles from "#analyzers/embedding-circles.js";
import losses from "#analyzers/losses.js";
import lottery from "#analyzers/lottery.js";
import neurons from "#analyzers/neurons.js";
import phases from "#analyzers/phases.js";
import representations from "#analyzers/representations.js";
import { PAPERS, paperFigures, paperRefusal } from "#report/paper-figures.js";
import type { Paper } from "#report/papers/parts/paper.js";
import type { Analysis } from "#results/analysis.js";
import { tableOf } from "#results/table-of.js";
import { openRun } from "#runs/open.js";
import { analysisOf, tinyAnalysis } from "../_analyses.ts";

const papers = Object.values(PAPERS);

/** Modulus of the run. */
const P = 29;
const tiny = tinyAnalysis([algorithm, embeddingCircles, losses, lottery, neurons, phases, representations]);

const figureOf = (analysis: Analysis, paper: string, id: string) => {
  const figure = paperFigures(analysis, PAPERS[paper]).figures.find(({ group }) => group === id)?.figure;
  if (!figure) throw new Error(`no figure ${id}`);
  return figure;
};

describe.each(papers)("$name", (paper: Paper) => {
  test("says where it is from, and has figures of names of their own", () => {
    expect(paper.name).toMatch(/^[a-z]+-\d{4}$/);
    expect(paper.citation).toMatch(/^\S.* \d{4}, arXiv:\d{4}\.\d{5}$/);
    expect(paper.about).toMatch(/^[a-z].*[^.]$/);
    const ids = paper.figures.map(([id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
  });

  test("of a run each of its figures is drawn, or left out with a reason", () => {
    const { figures, leftOut } = paperFigures(tiny, paper);
    expect(figures.length + leftOut.length).toBe(paper.figures.length);
    expect(figures.length).toBeGreaterThan(0);
    for (const { figure } of figures) {
      expect(figure.title).not.toBe("");
      expect(figure.caption).toMatch(/^\S.*\.$/s);
      expect(`${figure.title} ${figure.caption}`).not.toMatch(/undefined|NaN|null/);
    }
    for (const { reason } of leftOut) expect(reason).toMatch(/^\S.*[^.]$/);
  });
});

test("the correct logits lie by distance and sum, and their spread in each row is the published distance irrelevance", () => {
  const [{ z }] = figureOf(tiny, "zhong-2023", "correct-logits").data as unknown as { readonly z: number[][] }[];
  expect(z).toHaveLength(P);
  const deviation = (values: readonly number[]) => {
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
  };
  const irrelevance = z.reduce((sum, row) => sum + deviation(row), 0) / P / deviation(z.flat());
  const row = tableOf(tiny, algorithm)?.rows.findLast(({ circle }) => circle === null);
  // The map has three digits.
  expect(irrelevance).toBeCloseTo(row?.distance_irrelevance ?? Number.NaN, 2);
});

test("the plane has each checkpoint, and the two published models", () => {
  const { data } = figureOf(tiny, "zhong-2023", "plane");
  const rows = tableOf(tiny, algorithm)?.rows.filter(({ circle }) => circle === null) ?? [];
  expect(data[0].x).toEqual(rows.map((row) => row.distance_irrelevance));
  expect(data[0].y).toEqual(rows.map((row) => row.gradient_symmetricity));
  expect(data[1].text).toEqual(["model A, pizza", "model B, clock"]);
});

test("shares of the key representations and of all others are the whole of the logits that the traces hold", () => {
  const { data } = figureOf(tiny, "chughtai-2023", "logits");
  const shares = data.flatMap(({ x }) => x as readonly number[]);
  const rows = tableOf(tiny, representations)?.rows.filter(({ epoch, key }) => epoch === 6000 && key !== null) ?? [];
  const whole = rows.reduce((sum, row) => sum + row.share_explained, 0);
  expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(whole, 10);
});

test("curves from logs alone have a logarithmic axis, from the first step above 0 on", async () => {
  const { figures } = paperFigures(await analysisOf("fixtures/mainline/metrics.csv"), PAPERS["power-2022"]);
  expect(figures.map(({ group }) => group)).toEqual(["accuracy", "loss"]);
  for (const { figure } of figures) {
    expect(figure.layout.xaxis).toMatchObject({ type: "log" });
    for (const { x } of figure.data)
      expect((x as readonly (number | null)[]).every((step) => step === null || step > 0)).toBe(true);
  }
});

test("a set that is not of a run says so before anything is computed", async () => {
  const log = await openRun("fixtures/mainline/metrics.csv");
  const refusals = Object.fromEntries(papers.map((paper) => [paper.name, paperRefusal(paper, log)]));
  expect(refusals).toEqual({
    "nanda-2023": undefined,
    "power-2022": undefined,
    "zhong-2023": expect.stringMatching(/\S/),
    "chughtai-2023": expect.stringMatching(/\S/),
    "he-2026": expect.stringMatching(/\S/),
  });
});
