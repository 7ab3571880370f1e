import { readFileSync, writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { Analyzer } from "#analyzers/_analyzer.js";
import * as units from "#analyzers/index.js";
import { UsageError } from "#errors.js";
import { analyze, analyzeAll } from "#results/analyze.js";
import type { Result } from "#results/result.js";
import { resultJson } from "#results/write.js";
import { openRun } from "#runs/open.js";
import { selected } from "#runs/select.js";
import { csv } from "#tables/csv.js";
import { copyOf } from "./_runs.ts";

const analyzers = Object.values<Analyzer>(units);
const few = async () => selected(await openRun("fixtures/tiny"), { every: 4 });
const bytes = (result: Result) => [resultJson(result), csv(result.table)];

describe("one pass over a run", () => {
  // The contract of analyzers has this of every one of them, on two threads.
  test.each([1, 2])("gives byte for byte what each analyzer gives by itself, on %i threads", async (threads) => {
    const run = await few();
    const asked: readonly Analyzer[] = [units.losses, units.fourier, units.weightNorms];
    const rules = { rules: "every" } as const;
    const { results, skipped, stopped, fromCache } = await analyzeAll(run, asked, {
      threads,
      options: { fourier: rules },
    });
    expect({ skipped, stopped, fromCache }).toEqual({ skipped: [], stopped: false, fromCache: 0 });
    expect(results.map(({ analyzer }) => analyzer)).toEqual(asked.map(({ name }) => name));
    for (const [i, analyzer] of asked.entries()) {
      // On one thread: to start others for each analyzer would take most of the time.
      const alone = await analyze(run, analyzer, analyzer.name === "fourier" ? rules : {}, { threads: 1 });
      expect(bytes(results[i])).toEqual(bytes(alone as unknown as Result));
    }
  });

  test("asks every analyzer that applies, and gives the reason of each that does not, or has to be named", async () => {
    const run = await openRun("fixtures/tasks/quadratic");
    const { results, skipped } = await analyzeAll(run);
    const refusals = analyzers.flatMap(({ name, applies, onRequest }) => {
      const answer = applies?.(run) ?? true;
      const asked = onRequest && `${onRequest.reason}; --only ${name} asks it`;
      const reason = answer === true ? asked : answer;
      return reason === undefined ? [] : [{ analyzer: name, reason }];
    });
    expect(skipped).toEqual(refusals);
    const asked = analyzers.filter(({ name }) => refusals.every(({ analyzer }) => analyzer !== name));
    expect(results.map(({ analyzer }) => analyzer)).toEqual(asked.map(({ name }) => name));
  });

  test("tells how far it is, with results of the last checkpoint from the first on", async () => {
    const run = await few();
    const seen: unknown[] = [];
    const epochs: number[] = [];
    const results: (readonly Result[])[] = [];
    await analyzeAll(run, [units.losses, units.weightNorms], {
      threads: 1,
      onProgress: (done, total, epoch) => {
        seen.push([done, total]);
        epochs.push(epoch);
      },
      onResults: (soFar) => results.push(soFar()),
    });
    const all = run.checkpoints.map(({ epoch }) => epoch);
    expect(seen).toEqual(all.map((_, i) => [i + 1, all.length]));
    expect(epochs).toEqual([...all.slice(-1), ...all.slice(0, -1)]);
    for (const [i, [first, second]] of results.entries()) {
      const done = epochs.slice(0, i + 1).toSorted((a, b) => a - b);
      expect(first.provenance.checkpoints.map(({ epoch }) => epoch)).toEqual(done);
      expect(first.table.rows.map(({ epoch }) => epoch)).toEqual(done);
      expect([...new Set(second.table.rows.map(({ epoch }) => epoch))]).toEqual(done);
    }
    const { results: end } = await analyzeAll(run, [units.losses, units.weightNorms]);
    expect(results.at(-1)).toEqual(end);
  });

  test.each([1, 2])("does nothing after a signal, on %i threads", async (threads) => {
    const signal = AbortSignal.abort();
    const { results, stopped } = await analyzeAll(await few(), [units.losses], { threads, signal });
    expect({ stopped, rows: results[0].table.rows }).toEqual({ stopped: true, rows: [] });
  });

  test.each([1, 2])("stops at a signal with the results that there are, on %i threads", async (threads) => {
    const abort = new AbortController();
    const { results, stopped } = await analyzeAll(await few(), [units.losses], {
      threads,
      signal: abort.signal,
      onProgress: (done) => done === 2 && abort.abort(),
    });
    expect(stopped).toBe(true);
    expect(results[0].table.rows.length).toBeLessThanOrEqual(3);
    expect(results[0].table.rows.length).toBeGreaterThanOrEqual(2);
    expect(results[0].provenance.checkpoints).toHaveLength(results[0].table.rows.length);
  });
});

test("analyzers that do not apply are skipped with the reason", async () => {
  const quadratic = await openRun("fixtures/tasks/quadratic");
  const { results, skipped } = await analyzeAll(quadratic, [units.fourier, units.weightNorms]);
  expect(results.map(({ analyzer }) => analyzer)).toEqual(["weight-norms"]);
  expect(skipped).toEqual([{ analyzer: "fourier", reason: expect.stringContaining("no cyclic group") }]);
});

test("a run of curves alone is asked what can be said of curves", async () => {
  const run = { ...(await openRun("fixtures/tiny")), network: undefined, layout: undefined, checkpoints: [] };
  const { results, skipped } = await analyzeAll(run);
  expect(results[0]).toEqual(await analyze(run, units.losses));
  expect([...results.map(({ analyzer }) => analyzer), ...skipped.map(({ analyzer }) => analyzer)].sort()).toEqual(
    analyzers.map(({ name }) => name).sort(),
  );
  expect(skipped).toContainEqual({ analyzer: "weight-norms", reason: "there are no weights" });
});

test("options of an analyzer that is not asked, or that it does not have, are refused", async () => {
  const run = await few();
  const asked = (options: Record<string, object>) => analyzeAll(run, [units.losses], { options } as never);
  await expect(asked({ fourier: { rules: "every" } })).rejects.toThrow(UsageError);
  await expect(asked({ fourier: {} })).rejects.toThrow('options: "fourier" is not asked; asked are losses');
  await expect(asked({ losses: { rules: "every" } })).rejects.toThrow('losses: has no option "rules"');
});

test("a damaged checkpoint is named, whether a thread or this process reads it", async () => {
  const path = copyOf("tiny");
  const file = `${path}/100.pth`;
  const damaged = readFileSync(file);
  for (let i = damaged.length >> 1; i < (damaged.length >> 1) + 64; i++) damaged[i] ^= 0x55;
  writeFileSync(file, damaged);
  const run = await openRun(path);
  for (const threads of [1, 2]) {
    await expect(analyzeAll(run, [units.losses], { threads })).rejects.toMatchObject({
      name: "FormatError",
      message: expect.stringMatching(/100\.pth: byte \d+: the checksum does not match/),
    });
  }
});
