import { describe, expect, test } from "vitest";
import { product } from "#numerics/matmul.js";
import { orthonormalRows } from "#numerics/orthonormal.js";
import { singularValues } from "#numerics/singular-values.js";
import { marchenkoPasturEdge } from "#quantities/singular-values/marchenko-pastur.js";
import { spectralMeasures } from "#quantities/singular-values/spectral-measures.js";
import { normal } from "../../_networks.ts";

const [ROWS, COLUMNS] = [120, 80];

function gaussian(seed: number, deviation = 1, rows = ROWS, columns = COLUMNS): Float64Array {
  const draw = normal(seed);
  return Float64Array.from({ length: rows * columns }, () => draw(deviation));
}

/** Σ_i s_i u_i v_iᵀ with random orthonormal u and v. */
function ofSpectrum(sigmas: readonly number[], seed: number): Float64Array {
  const u = orthonormalRows({ data: gaussian(seed, 1, sigmas.length, ROWS), rows: sigmas.length, columns: ROWS });
  const v = orthonormalRows({
    data: gaussian(seed + 1, 1, sigmas.length, COLUMNS),
    rows: sigmas.length,
    columns: COLUMNS,
  });
  const left = new Float64Array(ROWS * sigmas.length);
  for (const [k, sigma] of sigmas.entries()) {
    for (let i = 0; i < ROWS; i++) left[i * sigmas.length + k] = sigma * u.data[k * ROWS + i];
  }
  return product(left, v).data;
}

const measures = (matrix: Float64Array) => spectralMeasures(singularValues(matrix, ROWS, COLUMNS), ROWS, COLUMNS);

describe("a matrix of random entries", () => {
  test.each([1, 2, 3, 4, 5, 6, 7, 8])("has no outliers and no heavy tail, seed %d", (seed) => {
    const { outliers, heavyTail, edge, spectralNorm } = measures(gaussian(seed, 0.1));
    expect(outliers).toBe(0);
    expect(heavyTail).toBe(false);
    expect(Math.abs(edge.variance / 0.01 - 1)).toBeLessThan(0.05);
    expect(Math.abs(spectralNorm ** 2 / edge.bulk - 1)).toBeLessThan(0.1);
  });
});

test.each([1, 2, 5])("%d planted spikes are as many outliers", (spikes) => {
  const noise = gaussian(11);
  // Twice the bulk's end: the noise moves them, and they stay outside.
  const size = 2 * (Math.sqrt(ROWS) + Math.sqrt(COLUMNS));
  const planted = ofSpectrum(
    Array.from({ length: spikes }, (_, i) => size * (1 + 0.1 * i)),
    12,
  );
  expect(measures(noise.map((x, i) => x + planted[i])).outliers).toBe(spikes);
});

test("a spectrum drawn from a Pareto law gives its α", () => {
  const alpha = 2.2;
  // The quantiles of the law: no luck in it.
  const squares = Array.from({ length: COLUMNS }, (_, i) => ((i + 0.5) / COLUMNS) ** (1 / (1 - alpha)));
  const { tail, heavyTail, outliers } = measures(ofSpectrum(squares.map(Math.sqrt), 20));
  if (!tail) throw new Error("no tail");
  expect(Math.abs(tail.alpha - alpha)).toBeLessThan(2 * tail.error);
  expect(outliers).toBeGreaterThan(0);
  expect(heavyTail).toBe(true);
});

describe("ranks and norms", () => {
  test("of equal singular values the stable rank is the rank, and so is the effective one", () => {
    const { stableRank, effectiveRank, spectralNorm, frobeniusNorm } = measures(ofSpectrum(Array(7).fill(3), 30));
    expect(stableRank).toBeCloseTo(7, 10);
    expect(effectiveRank).toBeCloseTo(7, 6);
    expect(spectralNorm).toBeCloseTo(3, 12);
    expect(frobeniusNorm).toBeCloseTo(3 * Math.sqrt(7), 12);
  });

  test("what rounding leaves of 0 is in no tail", () => {
    expect(measures(ofSpectrum([5, 4, 3, 2, 1], 31)).tail).toBeUndefined();
  });

  test("a matrix of zeros has none of anything", () => {
    const zeros = measures(new Float64Array(ROWS * COLUMNS));
    expect(zeros).toMatchObject({ spectralNorm: 0, stableRank: 0, effectiveRank: 0, outliers: 0, heavyTail: false });
  });
});

test("the edge is that of the transposed matrix, and grows as the square of the entries", () => {
  const { edge } = marchenkoPasturEdge(100, 30, 50);
  expect(marchenkoPasturEdge(100, 50, 30).edge).toBe(edge);
  expect(marchenkoPasturEdge(400, 30, 50).edge / edge).toBeCloseTo(4, 12);
  expect(marchenkoPasturEdge(1, 1, 1).edge).toBe(1);
});
