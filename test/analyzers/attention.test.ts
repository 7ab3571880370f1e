import { beforeAll, describe, expect, test } from "vitest";
import attention from "#analyzers/attention.js";
import { startBackend } from "#engine/backend.js";
import type { TransformerArchitecture } from "#networks/architecture.js";
import { forward } from "#networks/forward.js";
import { weight } from "#networks/model.js";
import { singularValues } from "#numerics/singular-values.js";
import { attentionPatterns, patternFrequencies, patternMoments } from "#quantities/attention-pattern.js";
import { inputScores, scoreComponents, scoreFrequencies } from "#quantities/attention-scores.js";
import { headCircuits } from "#quantities/head-circuits.js";
import { analyze } from "#results/analyze.js";
import { openRun } from "#runs/open.js";
import type { Network } from "#runs/run.js";
import { selected } from "#runs/select.js";
import { type CyclicForm, cyclicForm } from "#tasks/_cyclic.js";
import { task } from "#tasks/_make.js";
import { basis } from "../_basis.ts";
import { changed, MAINLINE, randomTransformer } from "../_networks.ts";

beforeAll(async () => {
  await startBackend();
});

const P = 11;
const FLOAT32 = 1e-6;
const form = cyclicForm(task("addition", P)) as CyclicForm;
const mainline: TransformerArchitecture = { ...MAINLINE, p: P, sequence: ["a", "b", P] };
const NETWORKS: readonly (readonly [string, TransformerArchitecture])[] = [
  ["mainline", mainline],
  ["no '=', α = 0.3", { ...mainline, sequence: ["a", "b"], causal: false, attentionCoefficient: 0.3 }],
  ["LayerNorm before", { ...mainline, normalisation: "pre" }],
  ["LayerNorm after", { ...mainline, normalisation: "post" }],
  ["two heads to each of two keys", { ...mainline, keyHeads: 2 }],
  ["two blocks of five tokens", { ...mainline, blocks: 2, firstToken: 2, sequence: [0, "a", 1, "b", P + 2] }],
];

describe.each(NETWORKS)("%s", (_, architecture) => {
  const model = randomTransformer(architecture, { biases: true });

  test("the pattern is the one of the pass, bit for bit, and its rows sum to α + (1 − α) · positions", () => {
    const seen: (readonly number[])[] = [];
    forward(model, undefined, (name, { data }) => {
      if (/(^|\.)pattern$/.test(name)) seen.push([...data]);
      return undefined;
    });
    const patterns = attentionPatterns(model);
    expect(patterns.map(({ data }) => [...data])).toEqual(seen);
    expect(patterns).toHaveLength(architecture.blocks);
    const positions = architecture.sequence.length;
    const { attentionCoefficient: α } = architecture;
    for (const { data, shape } of patterns) {
      expect(shape).toEqual([P * P, 4, positions]);
      for (let at = 0; at < data.length; at += positions) {
        const sum = Array.from(data.subarray(at, at + positions)).reduce((all, x) => all + x, 0);
        expect(Math.abs(sum - α - (1 - α) * positions)).toBeLessThan(FLOAT32);
      }
    }
  });

  test("the singular values of each head's circuits are those of the whole products", () => {
    const { shape } = weight(model, "W_Q", 0);
    const [, d_model, d_head] = shape;
    for (const { block, head, qk, ov } of headCircuits(model)) {
      const part = (name: "W_Q" | "W_K" | "W_V" | "W_O") => {
        const { data, shape } = weight(model, name, block);
        const own = Math.floor((head * shape[0]) / architecture.heads);
        return data.subarray(own * d_model * d_head, (own + 1) * d_model * d_head);
      };
      const [Q, K, V, O] = [part("W_Q"), part("W_K"), part("W_V"), part("W_O")];
      const whole = (entry: (i: number, j: number, k: number) => number) =>
        singularValues(
          Float64Array.from({ length: d_model ** 2 }, (_, at) =>
            Array.from({ length: d_head }, (_, k) => entry(Math.floor(at / d_model), at % d_model, k)).reduce(
              (x, y) => x + y,
            ),
          ),
          d_model,
          d_model,
        );
      const QK = whole((i, j, k) => Q[i * d_head + k] * K[j * d_head + k]);
      const OV = whole((i, j, k) => V[i * d_head + k] * O[k * d_model + j]);
      for (let i = 0; i < d_head; i++) {
        expect(qk.sigma[i]).toBeCloseTo(QK[i], 6);
        expect(ov.sigma[i]).toBeCloseTo(OV[i], 6);
      }
      expect(qk.sigma).toHaveLength(d_head);
    }
  });
});

test("without queries every position weighs a third", () => {
  const model = changed(randomTransformer(mainline), "blocks.0.W_Q", () => 0);
  const { mean, deviation } = patternMoments(attentionPatterns(model)[0]);
  for (const share of mean) expect(share).toBeCloseTo(1 / 3, 7);
  for (const x of deviation) expect(x).toBeLessThan(FLOAT32);
  expect(patternFrequencies(attentionPatterns(model)[0], form)).toEqual(Array(12).fill(undefined));
  expect(scoreFrequencies(model, form)).toEqual(Array(4).fill(undefined));
  expect(headCircuits(model).map(({ qk }) => [qk.sigma[0], qk.effectiveRank])).toEqual(Array(4).fill([0, 0]));
});

test.each([{}, { keyHeads: 2 }, { scale: 0.3 }, { firstToken: 2, sequence: ["a", "b", P + 2] as const }])(
  "scores of '=' and their frequencies are those of the pattern: log A_a(a) − log A_self is C_a and a constant: %j",
  (own) => {
    const model = randomTransformer({ ...mainline, ...own }, { biases: true });
    const [{ data }] = attentionPatterns(model);
    const scores = inputScores(model);
    for (let head = 0; head < 4; head++) {
      const ratio = (a: number) => Math.log(data[(a * P * 4 + head) * 3] / data[(a * P * 4 + head) * 3 + 2]);
      const constant = ratio(0) - scores[head * P];
      for (let a = 1; a < P; a++) expect(ratio(a) - scores[head * P + a]).toBeCloseTo(constant, 5);
      const powers = Array.from({ length: (P - 1) / 2 }, (_, i) =>
        basis(P)
          .filter(({ k }) => k === i + 1)
          .reduce((sum, { values }) => sum + values.reduce((x, v, j) => x + v * scores[head * P + j], 0) ** 2, 0),
      );
      const total = powers.reduce((sum, x) => sum + x, 0);
      const found = scoreFrequencies(model, form)[head];
      expect(found?.fve).toBeCloseTo(Math.max(...powers) / total, 9);
      expect(found?.frequency).toBe(powers.indexOf(Math.max(...powers)) + 1);
    }
  },
);

test.each([
  ["addition", 11],
  ["addition", 12],
  ["multiplication", 13],
] as const)(
  "components of the scores are C_j in the Fourier basis, and without the constant its power: %s mod %i",
  (name, p) => {
    const own = cyclicForm(task(name, p)) as CyclicForm;
    const model = randomTransformer({ ...mainline, p, sequence: ["a", "b", p] }, { biases: true });
    const scores = inputScores(model);
    for (const [head, found] of scoreComponents(model, own).entries()) {
      const waves = basis(own.n);
      expect(found).toHaveLength(waves.length);
      for (const [i, { values }] of waves.entries())
        expect(found[i]).toBeCloseTo(
          values.reduce((sum, value, x) => sum + value * scores[head * p + own.order[x]], 0),
          9,
        );
      const { frequency, fve } = scoreFrequencies(model, own)[head] ?? {};
      const squares = waves.map(({ k }, i) => ({ k, square: found[i] ** 2 })).slice(1);
      const total = (some: typeof squares) => some.reduce((sum, { square }) => sum + square, 0);
      expect(total(squares.filter(({ k }) => k === frequency)) / total(squares)).toBeCloseTo(fve ?? Number.NaN, 9);
    }
  },
);

test.each([11, 12])("the frequency of a pattern over %i residues is that of its 2-D transform", (p) => {
  const own = cyclicForm(task("addition", p)) as CyclicForm;
  const model = randomTransformer({ ...mainline, p, sequence: ["a", "b", p] });
  const pattern = attentionPatterns(model)[0];
  const waves = basis(p);
  const found = patternFrequencies(pattern, own);
  for (let at = 0; at < 12; at += 5) {
    const value = (a: number, b: number) => pattern.data[(a * p + b) * 12 + at];
    const coefficient = (f: readonly number[], g: readonly number[]) => {
      let sum = 0;
      for (let a = 0; a < p; a++) for (let b = 0; b < p; b++) sum += f[a] * g[b] * value(a, b);
      return sum;
    };
    const shares = new Float64Array(Math.floor(p / 2));
    let variance = 0;
    for (const f of waves) {
      for (const g of waves) {
        if (f.k === 0 && g.k === 0) continue;
        const power = coefficient(f.values, g.values) ** 2;
        variance += power;
        const k = f.k || g.k;
        if (f.k === 0 || g.k === 0 || f.k === g.k) shares[k - 1] += power;
      }
    }
    expect(found[at]?.fve).toBeCloseTo(Math.max(...shares) / variance, 6);
    expect(found[at]?.frequency).toBe(shares.indexOf(Math.max(...shares)) + 1);
  }
});

test("a pattern of the frequency n/2 alone is explained by it, and not twice", () => {
  const p = 12;
  const own = cyclicForm(task("addition", p)) as CyclicForm;
  const [pattern] = attentionPatterns(randomTransformer({ ...mainline, p, sequence: ["a", "b", p] }));
  const width = pattern.data.length / p ** 2;
  const turns = {
    ...pattern,
    data: pattern.data.map((_, at) => {
      const pair = Math.floor(at / width);
      const [a, b] = [Math.floor(pair / p), pair % p];
      return (-1) ** (a + b);
    }),
  };
  for (const found of patternFrequencies(turns, own)) {
    expect(found?.frequency).toBe(6);
    expect(found?.fve).toBeCloseTo(1, 12);
  }
});

describe.each([
  "fixtures/tiny",
  "fixtures/layouts/transformer-lens",
  "fixtures/layouts/clock-and-pizza",
  "fixtures/layouts/lightning",
  "fixtures/layouts/universality-transformer",
])("%s", (path) => {
  test("has a row for each head of each block, of exactly its columns, the same on every asking", async () => {
    const run = selected(await openRun(path), { every: 11 });
    const { blocks, heads, sequence } = (run.network as Network).architecture as TransformerArchitecture;
    const { table, findings } = await analyze(run, attention);
    expect(table.rows).toHaveLength(run.checkpoints.length * blocks * heads);
    for (const row of table.rows) expect(Object.keys(row)).toEqual(Object.keys(table.columns));
    expect(
      JSON.parse(JSON.stringify([findings, attention.figures(table, { block: "each" }, { conclusion: undefined })])),
    ).toEqual([findings, attention.figures(table, { block: "each" }, { conclusion: undefined })]);
    expect((await analyze(run, attention)).table).toEqual(table);
    const sees = typeof sequence.at(-1) === "number";
    expect(table.rows.every(({ to_self }) => (to_self !== null) === sees)).toBe(true);
    // Either every first block has its frequencies, or the findings say why not.
    const reason = findings.find(({ label }) => label === "frequencies of C_j");
    const without = table.rows.some(({ frequency }) => frequency === null);
    expect(reason !== undefined, String(reason?.value)).toBe(without);
  });
});

test("it does not apply to an MLP", async () => {
  const run = await openRun("fixtures/layouts/universality-mlp");
  await expect(analyze(run, attention)).rejects.toThrow("attention does not apply: the network is no transformer");
  expect(attention.applies?.({ ...run, network: undefined })).toBe("there are no weights");
  const prepared = await attention.prepare?.(run, { block: "each" });
  expect(JSON.parse(JSON.stringify(prepared))).toEqual(prepared);
});
