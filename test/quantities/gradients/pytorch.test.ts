import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { startBackend } from "#engine/backend.js";
import type { Triple } from "#networks/gradients.js";
import { median } from "#numerics/statistics.js";
import { dot, norm, plusTimes } from "#numerics/vectors.js";
import { batchPairs, commutatorDefect, medianDefect } from "#quantities/gradients/commutator.js";
import { hessianTrace, SHARPNESS, sharpness } from "#quantities/gradients/curvature.js";
import { softmaxCollapse } from "#quantities/gradients/softmax-collapse.js";
import { trainingLoss } from "#quantities/gradients/training-loss.js";
import { weightCosine } from "#quantities/gradients/weight-cosine.js";
import { blockFixture, relativeError } from "../../networks/_block-fixtures.ts";

/** What fixtures/make/dynamics.py has of one network. */
interface Expected {
  readonly loss: number;
  readonly gradient: readonly number[];
  readonly weightCosine: number;
  /** H times (cos 0, cos 1, …). */
  readonly row: readonly number[];
  readonly largest: number;
  readonly trace: number;
  /** Σ of the squares of H off its diagonal: half of the variance of a draw of the trace. */
  readonly squares: number;
  readonly defects: readonly number[];
}

interface Fixture {
  readonly triples: readonly Triple[];
  readonly eta: number;
  readonly seed: number;
  readonly size: number;
  readonly networks: Readonly<Record<string, Expected>>;
  readonly collapse: readonly {
    readonly columns: number;
    readonly logits: readonly number[];
    readonly answers: readonly number[];
    readonly counts: Readonly<Record<string, readonly [collapsed: number, zeroLoss: number, zeroGradient: number]>>;
  }[];
}

const { triples, eta, seed, size, networks, collapse }: Fixture = JSON.parse(
  readFileSync("fixtures/dynamics.json", "utf8"),
);

beforeAll(async () => {
  await startBackend();
});

describe.each(Object.entries(networks))("%s, against PyTorch in float64", (name, expected) => {
  const { model } = blockFixture(name);
  const L = trainingLoss(model, triples);

  test("loss, gradient, its cosine with −w, and a Hessian-vector product to 1e-6", () => {
    const { loss, gradient } = L.gradient();
    expect(Math.abs(loss / expected.loss - 1)).toBeLessThan(1e-9);
    expect(relativeError(gradient, expected.gradient)).toBeLessThan(1e-6);
    expect(weightCosine(gradient, L.weights)).toBeCloseTo(expected.weightCosine, 9);
    expect(relativeError(L.hessianVector(L.weights.map((_, i) => Math.cos(i))), expected.row)).toBeLessThan(1e-6);
  });

  test("sharpness to 1e-4 of the whole Hessian's, and within its stated residual", () => {
    const { value, residual, products } = sharpness(L, 0);
    expect(Math.abs(value / expected.largest - 1)).toBeLessThan(1e-4);
    expect(Math.abs(value - expected.largest)).toBeLessThanOrEqual(residual + 1e-9);
    expect(residual).toBeLessThanOrEqual(SHARPNESS.tolerance * value);
    expect(products).toBeLessThan(SHARPNESS.most);
  });

  test("the trace within four of its stated errors, which are what the Hessian makes them", () => {
    const draws = 40;
    const { value, standardError } = hessianTrace(L, 1, draws);
    expect(Math.abs(value - expected.trace)).toBeLessThan(4 * standardError);
    // The variance of vᵀHv is twice the sum of the squares off the diagonal.
    const exact = Math.sqrt((2 * expected.squares) / draws);
    expect(standardError / exact).toBeGreaterThan(0.5);
    expect(standardError / exact).toBeLessThan(1.6);
  });

  test("the commutator defect of drawn batches to 1e-6, and their median", () => {
    const pairs = batchPairs(triples, size, expected.defects.length, seed);
    const lossOf = (some: readonly Triple[]) => trainingLoss(model, some);
    const found = pairs.map(([A, B]) => commutatorDefect(lossOf(A), lossOf(B), eta));
    for (const [i, defect] of expected.defects.entries()) expect(Math.abs(found[i] / defect - 1)).toBeLessThan(1e-6);
    expect(medianDefect(lossOf, pairs, eta)).toBe(median(found));
    // For a small step it is that of the Hessians.
    const [A, B] = pairs[0].map(lossOf);
    const [a, b] = [A.gradient().gradient, B.gradient().gradient];
    const bracket = norm(plusTimes(B.hessianVector(a), -1, A.hessianVector(b))) / (norm(a) * norm(b));
    expect(commutatorDefect(A, B, 1e-6) / bracket).toBeCloseTo(1, 3);
    expect(dot(a, a)).toBeGreaterThan(0);
  });
});

describe.each(collapse)(
  "rows of $columns logits, against PyTorch in float32",
  ({ columns, logits, answers, counts }) => {
    test.each(Object.entries(counts))("times %s: in collapse, without loss, without gradient", (scale, expected) => {
      const scaled = Float32Array.from(logits, (z) => Math.fround(z) * Number(scale));
      const rows = answers.map((_, i) => i);
      const { collapsed, zeroLoss, zeroGradient } = softmaxCollapse(scaled, columns, rows, answers);
      expect([collapsed, zeroLoss, zeroGradient]).toEqual(expected);
    });
  },
);

test("batches are disjoint, of the size asked or half of all, and none of a single pair", () => {
  for (const [asked, of] of [
    [9, 9],
    [512, Math.floor(triples.length / 2)],
  ]) {
    for (const [A, B] of batchPairs(triples, asked, 3, 0)) {
      expect([A.length, B.length]).toEqual([of, of]);
      expect(new Set([...A, ...B]).size).toBe(2 * of);
    }
  }
  expect(batchPairs(triples.slice(0, 1), 9, 3, 0)).toEqual([]);
});
