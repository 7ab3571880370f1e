import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { drawn, growing } from "../monitoring/_planted.ts";
import { folder, grok, json, PATIENCE, printed } from "./_cli.ts";

function curvesOf(lines: readonly unknown[]): string {
  const path = join(folder(), "curves.jsonl");
  writeFileSync(path, lines.map((line) => `${typeof line === "string" ? line : JSON.stringify(line)}\n`).join(""));
  return path;
}

function planted(run: string, until: number) {
  const { epochs, train_loss, test_loss, train_accuracy, test_accuracy } = drawn(growing(until, 800), 100, 11_000);
  return { run, family: "planted", epoch: epochs, train_loss, test_loss, train_accuracy, test_accuracy };
}

const RUNS = [planted("a", 9000), planted("b", 10_000), planted("never", 30_000)];

test("backtest prints a table of forecasts beside simple ones, and what was said of runs that never come", {
  timeout: PATIENCE,
}, async () => {
  const text = await printed(["backtest", curvesOf(RUNS)]);
  expect(text).toMatch(/^3 runs: 2 come to 90 % test accuracy, 1 do not within what is known\n/);
  expect(text).toMatch(/^ 90 % +2 +2 +0\.\d{3} +0\.\d{3} +0\.\d{3} +\d+ %$/m);
  expect(text).toContain("with a forecast at any time   0 of 1");
  for (const line of text.split("\n")) expect(line.length).toBeLessThanOrEqual(132);
});

test("--json gives the same as data, --half one half of the runs", { timeout: PATIENCE }, async () => {
  const found = (await json(["backtest", curvesOf(RUNS)])) as unknown as { runs: number; at: { forecasts: number }[] };
  expect(found).toMatchObject({ half: "all", runs: 3, generalising: 2, never: { runs: 1, forecast: 0 } });
  const path = curvesOf(Array.from({ length: 12 }, (_, i) => planted(`lr${i}`, 9000)));
  const halves = await Promise.all(
    ["fitted", "other"].map((half) => json(["backtest", path, "--half", half]) as unknown as Promise<{ runs: number }>),
  );
  expect(halves[0].runs + halves[1].runs).toBe(12);
});

test.each([
  [["{"], /^error: \S+curves\.jsonl: line 1: is no JSON object; a line is a JSON object of one run's curves\n$/],
  [[RUNS[0], { run: "b" }], /^error: \S+: line 2: epoch is missing; it is a list of numbers\n$/],
  [[], /^error: \S+: holds no runs; [^\n]+\n$/],
] as const)("a file that is malformed is refused in one line: %#", { timeout: PATIENCE }, async (lines, message) => {
  const { code, out, err } = await grok(["backtest", curvesOf(lines)]);
  expect({ code, out }).toEqual({ code: 1, out: "" });
  expect(err).toMatch(message);
});

test("a file that is not there, a folder, a half that has no runs", { timeout: PATIENCE }, async () => {
  const half = ["fitted", "other"] as const;
  const path = curvesOf([RUNS[0]]);
  const ends = await Promise.all([
    grok(["backtest", "nowhere.jsonl"]),
    grok(["backtest", folder()]),
    grok(["backtest", resolve("LICENSE")]),
    ...half.map((one) => grok(["backtest", path, "--half", one])),
  ]);
  expect(ends[0].err).toMatch(/^error: nowhere\.jsonl: there is no such file; [^\n]+\n$/);
  for (const end of ends.slice(1, 3)) {
    expect(end.code).toBe(1);
    expect(end.err).toMatch(/^error: [^\n]+\n$/);
  }
  const refused = ends.slice(3).filter(({ code }) => code !== 0);
  expect(refused).toHaveLength(1);
  expect(refused[0].err).toMatch(/: holds no run of the half "(fitted|other)"; --half all takes every run\n$/);
});

test("logs and folders of runs are taken as well, a .jsonl log among them", { timeout: PATIENCE }, async () => {
  const at = folder();
  const { epoch, ...curves } = planted("", 9000);
  const rows = epoch.map((one, i) => ({
    epoch: one,
    ...Object.fromEntries(
      Object.entries(curves).flatMap(([name, values]) => (Array.isArray(values) ? [[name, values[i]]] : [])),
    ),
  }));
  const columns = Object.keys(rows[0]);
  const csv = [columns.join(","), ...rows.map((row) => Object.values(row).join(","))].join("\n");
  for (const run of ["one", "two"]) {
    mkdirSync(join(at, "runs", run), { recursive: true });
    writeFileSync(join(at, "runs", run, "metrics.csv"), csv);
  }
  writeFileSync(join(at, "log.jsonl"), rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
  const found = await json(["backtest", join(at, "runs"), join(at, "log.jsonl")]);
  expect(found).toMatchObject({ runs: 3, generalising: 3 });
  const same = await json(["backtest", curvesOf([planted("one", 9000)])]);
  expect((found as unknown as { at: unknown[] }).at[3]).toMatchObject({
    error: (same as unknown as { at: { error: number }[] }).at[3].error,
  });
});
