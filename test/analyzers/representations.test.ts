import { beforeAll, describe, expect, test } from "vitest";
import { epoch } from "#analyzers/_analyzer.js";
import representations from "#analyzers/representations.js";
import { startBackend } from "#engine/backend.js";
import { UsageError } from "#errors.js";
import type { MlpArchitecture } from "#networks/architecture.js";
import { logitsOf } from "#networks/forward.js";
import type { Model } from "#networks/model.js";
import { cosineFits } from "#quantities/cosine-fits.js";
import { groupIrreps } from "#quantities/irreps.js";
import { keyIrreps } from "#quantities/irreps-traces.js";
import { analyze } from "#results/analyze.js";
import { modelAt } from "#runs/model-at.js";
import { openRun } from "#runs/open.js";
import type { Network, Run } from "#runs/run.js";
import { selected } from "#runs/select.js";
import { cyclicForm } from "#tasks/_cyclic.js";
import { task as taskNamed } from "#tasks/_make.js";
import type { Task } from "#tasks/_task.js";
import { network, normal } from "../_networks.ts";
import { alternating, cyclic, dicyclic, dihedral, range, symmetric, taskOf } from "../quantities/_groups.ts";
import { frozen, watched } from "./_laws.ts";

beforeAll(async () => {
  await startBackend();
});

/** float32 logits. */
const DIGITS = 5;

/** The network with one neuron a pair, which is 1 at that pair and else 0: it has any logits [pair, answer]. */
function lookup({ p }: Task, logit: (a: number, b: number, c: number) => number): Model {
  const pairs = p * p;
  const architecture: MlpArchitecture = { kind: "mlp", p, activation: "relu", meeting: "neurons", hiddenLayers: 1 };
  return network(architecture, {
    W_x: [[p, pairs], (i) => (Math.floor((i % pairs) / p) === Math.floor(i / pairs) ? 1 : 0)],
    W_y: [[p, pairs], (i) => (i % p === Math.floor(i / pairs) ? 1 : 0)],
    b_in: [[pairs], () => -1],
    W_U: [[pairs, p], (i) => logit(Math.floor(i / p / p), Math.floor(i / p) % p, i % p)],
  });
}

function networkOf(model: Model, task: Task): Network {
  const member = Uint8Array.from(task.answers, (_, s) => (s % 3 === 0 ? 1 : 0));
  return { architecture: model.architecture, task, split: { member, origin: "every third", kind: "drawn" } };
}

const NONE = { train: null, test: null };
function measured(model: Model, task: Task) {
  const found = groupIrreps(task);
  const context = { epoch: 0, last: true, stored: [NONE, NONE] as const, network: networkOf(model, task) };
  const prepared = { keys: found ? keyIrreps(model, found) : [], epoch: null };
  return representations.measure(model, { ...context, options: { irrepsAt: "last", without: "every" }, prepared });
}

const GROUPS = [
  ["C6", cyclic(6)],
  ["D4", dihedral(4)],
  ["Q8", dicyclic(2)],
  ["A4", alternating(4)],
  ["S4", symmetric(4)],
] as const;

describe.each(GROUPS)("%s", (_, table) => {
  const task = taskOf(table);
  const found = groupIrreps(task);
  if (!found) throw new Error("no group");
  const { irreps, group } = found;
  const { n, product, inverse } = group;
  const quotient = (a: number, b: number, c: number) => product[product[a * n + b] * n + inverse[c]];

  test("planted traces are found: similarity 1 of the irrep, 0 of others, losses as of its own logits", () => {
    for (const [i, { character, dimension }] of irreps.entries()) {
      if (i === 0) continue;
      const rows = measured(
        lookup(task, (a, b, c) => 3 * character[quotient(a, b, c)]),
        task,
      );
      const loss = Math.log(character.reduce((sum, x) => sum + Math.exp(3 * x), 0)) - 3 * dimension;
      for (const [j, row] of rows.slice(0, -1).entries()) {
        expect(row.similarity, row.irrep).toBeCloseTo(i === j ? 1 : 0, DIGITS);
        expect(row.key).toBe(i === j);
        expect(row.unembedding_share).toBeCloseTo(i === j ? 1 : 0, DIGITS);
        expect(row.logit_restricted_loss).toBeCloseTo(i === j ? loss : Math.log(n), DIGITS);
        expect(row.logit_excluded_loss).toBeCloseTo(i === j ? Math.log(n) : loss, DIGITS);
        expect(row.neuron_restricted_loss).toBeCloseTo(i === j ? loss : Math.log(n), DIGITS);
        expect(row.neuron_excluded_loss).toBeCloseTo(i === j ? Math.log(n) : loss, DIGITS);
      }
      const { irrep: _, dimension: __, type: ___, key, similarity, ...together } = rows[rows.length - 1];
      expect([key, similarity]).toEqual([null, null]);
      for (const [name, value] of Object.entries(together)) {
        expect(value, name).toBeCloseTo(rows[i][name as keyof typeof together] as number, DIGITS);
      }
    }
  });

  test("random logits: no key irreps, shares add up, and every loss is what the definition gives", () => {
    const draw = normal(1);
    const model = lookup(task, () => draw(1));
    const rows = measured(model, task);
    expect(rows.filter(({ key }) => key)).toEqual([]);
    const together = rows[rows.length - 1];
    expect(together.dimension + together.share_explained).toBe(0);
    expect([together.logit_restricted_loss, together.logit_excluded_loss]).toEqual([null, null]);
    for (const name of ["embedding_a_share", "embedding_b_share", "unembedding_share"] as const) {
      expect(rows.reduce((sum, row) => sum + row[name], 0)).toBeCloseTo(1, DIGITS);
    }
    const L = (a: number, b: number, c: number) => logitsOf(model).data[(a * n + b) * n + c];
    const cube = range(n).flatMap((a) => range(n).flatMap((b) => range(n).map((c) => [a, b, c] as const)));
    const means = range(n * n).map((s) => range(n).reduce((sum, c) => sum + L(Math.floor(s / n), s % n, c) / n, 0));
    const centred = cube.map(([a, b, c]) => L(a, b, c) - means[a * n + b]);
    const dot = (x: readonly number[], y: readonly number[]) => x.reduce((sum, value, i) => sum + value * y[i], 0);
    const loss = (row: readonly number[], c: number) =>
      Math.log(
        dot(
          row.map(Math.exp),
          row.map(() => 1),
        ),
      ) - row[c];
    const mean = (values: readonly number[]) => values.reduce((sum, x) => sum + x, 0) / values.length;
    for (const [i, { character, dimension }] of irreps.entries()) {
      const trace = cube.map(([a, b, c]) => character[quotient(a, b, c)]);
      const [inner, norm] = [dot(centred, trace), dot(trace, trace)];
      expect(rows[i].similarity).toBeCloseTo(inner / Math.sqrt(norm * dot(centred, centred)), DIGITS);
      // Over pairs the projection on the entries of ρ(ab) is a mean over all with kernel dimension · χ / commuting.
      const commuting = dot([...character], [...character]) / n;
      const levels = {
        logit: (a: number, b: number, c: number) => (inner / norm) * character[quotient(a, b, c)],
        neuron: (a: number, b: number, c: number) => {
          const kernel = range(n * n).map(
            (s) => character[product[product[a * n + b] * n + inverse[product[Math.floor(s / n) * n + (s % n)]]]],
          );
          return (
            ((dimension / commuting) *
              range(n * n).reduce((sum, s) => sum + kernel[s] * L(Math.floor(s / n), s % n, c), 0)) /
            n ** 2
          );
        },
      };
      for (const level of ["logit", "neuron"] as const) {
        const some = range(n * n).filter((s) => s % 3 === 0);
        const pair = (s: number) => [Math.floor(s / n), s % n] as const;
        // A part is of the product alone: that of 1 ∘ r is that of every pair whose product is r.
        const part = range(n).map((r) => range(n).map((c) => levels[level](group.identity, r, c)));
        const of = (s: number) => part[product[s]];
        const restricted = mean(range(n * n).map((s) => loss(of(s), product[s])));
        const excluded = mean(
          some.map((s) =>
            loss(
              of(s).map((x, c) => L(...pair(s), c) - x),
              product[s],
            ),
          ),
        );
        expect(rows[i][`${level}_restricted_loss`]).toBeCloseTo(restricted, DIGITS);
        expect(rows[i][`${level}_excluded_loss`]).toBeCloseTo(excluded, DIGITS);
      }
    }
  });
});

test("logits too far apart for exponentials give the same losses, pair by pair", () => {
  const task = taskOf(dihedral(4));
  const found = groupIrreps(task);
  if (!found) throw new Error("no group");
  const { product, inverse } = found.group;
  const at = (a: number, b: number, c: number) =>
    found.irreps[4].character[product[product[a * 8 + b] * 8 + inverse[c]]];
  const noise = normal(2);
  const kept = Float64Array.from({ length: 512 }, () => noise(1));
  const model = (scale: number) => lookup(task, (a, b, c) => scale * at(a, b, c) + kept[(a * 8 + b) * 8 + c]);
  const [near, far] = [10, 1000].map((scale) => measured(model(scale), task)[4]);
  expect(far.logit_excluded_loss).toBeCloseTo(near.logit_excluded_loss as number, 3);
  expect(far.logit_restricted_loss).toBe(0);
});

describe("the tiny run", () => {
  let run: Run;
  beforeAll(async () => {
    run = selected(await openRun("fixtures/tiny"), { every: 10 });
  });

  test("irreps of Z_29 are its frequencies, with the cosines' similarity", async () => {
    const { table, findings } = await analyze(run, representations, { irrepsAt: "each" });
    for (const checkpoint of run.checkpoints) {
      const form = cyclicForm((run.network as Network).task);
      const { centredSimilarity } = cosineFits(modelAt(run, checkpoint), form as NonNullable<typeof form>);
      for (const [i, similarity] of centredSimilarity.entries()) {
        const row = table.rows.find((one) => one.epoch === checkpoint.epoch && one.irrep === `freq_${i + 1}`);
        expect(row?.similarity).toBeCloseTo(similarity, 10);
      }
    }
    expect(findings[0].label).toContain("each checkpoint's own");
    expect(findings[0].value).toMatch(/^freq_\d+ \(/);
  });

  test("keeps the analyzers' contract", async () => {
    for (const options of [{}, { irrepsAt: "each" }, { without: "every" }] as const) {
      const result = await analyze(run, representations, options);
      const { table } = result;
      expect(table.rows).toHaveLength(run.checkpoints.length * 16);
      for (const row of table.rows) {
        expect(Object.keys(row)).toEqual(["epoch", ...Object.keys(representations.columns)]);
        for (const [name, { kind, nullable }] of Object.entries({ epoch, ...representations.columns } as any) as any) {
          const value = (row as any)[name];
          if (value === null) expect(nullable, name).toBe(true);
          else expect(typeof value, name).toBe(kind === "text" ? "string" : kind === "integer" ? "number" : kind);
        }
      }
      const figures = representations.figures(table, result.options as never, { conclusion: undefined });
      for (const value of [result.findings, figures]) expect(JSON.parse(JSON.stringify(value))).toStrictEqual(value);
      const rows = table.rows.map((row) => watched(row, table.columns));
      expect(
        representations.figures({ columns: table.columns, rows } as never, result.options as never, {
          conclusion: undefined,
        }),
      ).toEqual(figures);
      for (const { caption } of figures) expect(caption).toMatch(/\.$/);
    }
    expect(await analyze(run, representations, {}, { threads: 2 })).toEqual(await analyze(run, representations));
  });

  test("is pure, and prepares JSON", async () => {
    const options = frozen({ irrepsAt: "last", without: "key" } as const);
    const prepared = frozen(await representations.prepare?.(run, options)) as never;
    expect(JSON.parse(JSON.stringify(prepared))).toStrictEqual(prepared);
    const [checkpoint] = run.checkpoints.slice(-1);
    const context = { epoch: 0, last: true, stored: [NONE, NONE] as const, network: frozen(run.network as Network) };
    const rows = () =>
      representations.measure(modelAt(run, { ...checkpoint, weights: { ...checkpoint.weights } }), {
        ...context,
        options,
        prepared,
      });
    expect(rows()).toEqual(rows());
  });

  test("says why not: no weights, no group, no such checkpoint", async () => {
    await expect(analyze({ ...run, network: undefined, checkpoints: [] }, representations)).rejects.toThrow(
      "no weights",
    );
    await expect(analyze(run, representations, { irrepsAt: 1 })).rejects.toThrow(UsageError);
    const quadratic = await openRun("fixtures/tasks/quadratic");
    await expect(analyze(quadratic, representations)).rejects.toThrow(/is no group: no element e has e ∘ x/);
    const { network: tiny } = run;
    const other = { ...run, network: { ...(tiny as Network), task: taskNamed("multiplication", 29) } };
    expect(representations.applies?.(other)).toMatch(/is no group: 0 has no inverse/);
  });
});
