import { cpSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import type { Analyzer } from "#analyzers/_analyzer.js";
import * as analyzers from "#analyzers/index.js";
import { writeManifest } from "#results/_write-manifest.js";
import { holdsResults, interruptedInWords, resultFolders, storedAnalysis } from "#results/analysis.js";
import { type Analyses, analyzeAll } from "#results/analyze.js";
import { figuresOf } from "#results/figures-of.js";
import { writeResult } from "#results/write.js";
import { openRun } from "#runs/open.js";
import type { Run } from "#runs/run.js";
import { selected } from "#runs/select.js";
import { folder } from "./_runs.ts";

const ASKED: readonly Analyzer[] = [analyzers.losses, analyzers.phases, analyzers.fourier, analyzers.embeddingCircles];
let run: Run;
let made: Analyses;
beforeAll(async () => {
  run = await openRun("fixtures/tiny");
  made = await analyzeAll(selected(run, { every: 6 }), ASKED);
});

function stored(): string {
  const path = folder();
  for (const result of made.results) writeResult(result, path);
  return path;
}

/** Asked of these epochs, each of them. */
const asked = (names: readonly string[], epochs: readonly number[] = []) =>
  Object.fromEntries(names.map((name) => [name, epochs]));

describe("an analysis read back", () => {
  test("has the results as they were made, figures too", () => {
    const { results, run: name, provenance } = storedAnalysis(stored());
    expect(name).toBe("tiny");
    expect(provenance).toEqual(made.results[0].provenance);
    const byName = (all: Analyses["results"]) => all.toSorted((a, b) => (a.analyzer < b.analyzer ? -1 : 1));
    expect(byName(results)).toEqual(byName(made.results));
    for (const result of results)
      expect(figuresOf(result)).toEqual(
        figuresOf(made.results.find((one) => one.analyzer === result.analyzer) as never),
      );
  });

  test("has what the run logged and its configuration, and keeps why others do not apply", () => {
    const path = stored();
    const settings = { seed: 3, weight_decay: 1 };
    writeManifest(path, { ...run, settings }, asked(["ablations"]), [{ analyzer: "ablations", reason: "no reason" }]);
    writeManifest(path, { ...run, settings }, asked(["attention"]), [{ analyzer: "attention", reason: "an MLP" }]);
    const found = storedAnalysis(path);
    expect(found.settings).toEqual(settings);
    expect(found.history).toEqual(run.history);
    expect(found.history.length).toBeGreaterThan(0);
    expect(found.skipped.map(({ analyzer }) => analyzer)).toEqual(["ablations", "attention"]);
    // Asked again, it applies.
    writeManifest(path, run, asked(["attention"]), []);
    expect(storedAnalysis(path).skipped.map(({ analyzer }) => analyzer)).toEqual(["ablations"]);
  });

  test("does without a result of other columns, and says so", () => {
    const path = stored();
    const file = join(path, "fourier.json");
    writeFileSync(file, readFileSync(file, "utf8").replaceAll("gini_per_frequency", "gini"));
    const { results, skipped } = storedAnalysis(path);
    expect(results.map(({ analyzer }) => analyzer)).toEqual(["embedding-circles", "losses", "phases"]);
    expect(skipped).toEqual([
      {
        analyzer: "fourier",
        reason: expect.stringMatching(/^fourier\.json is of version \S+, with other contents: analyze again$/),
      },
    ]);
  });

  test("does without a result whose key frequencies are a text, or that concludes other things", () => {
    const path = stored();
    const rewrite = (name: string, change: (json: any) => void) => {
      const json = JSON.parse(readFileSync(join(path, `${name}.json`), "utf8"));
      change(json);
      writeFileSync(join(path, `${name}.json`), JSON.stringify(json));
    };
    rewrite("phases", ({ table }) => {
      table.columns.keys.kind = "text";
      for (const row of table.rows) row.keys = row.keys.join(" ");
    });
    rewrite("fourier", ({ conclusion }) => {
      for (const rule of conclusion.rules) rule.keys = rule.keys.join(" ");
    });
    rewrite("losses", (json) => delete json.conclusion);
    const { results, skipped } = storedAnalysis(path);
    expect(results.map(({ analyzer }) => analyzer)).toEqual(["embedding-circles"]);
    expect(skipped.map(({ analyzer }) => analyzer).sort()).toEqual(["fourier", "losses", "phases"]);
    for (const { reason } of skipped)
      expect(reason).toMatch(/^\S+ is of version \S+, with other contents: analyze again$/);
  });

  test("says of which checkpoints, of those that were asked, some result is not", () => {
    const path = stored();
    const epochs = made.results[0].provenance.checkpoints.map(({ epoch }) => epoch);
    writeManifest(path, run, asked(["losses", "fourier"], epochs), []);
    expect(storedAnalysis(path).missing).toEqual([]);
    expect(interruptedInWords(storedAnalysis(path))).toBeUndefined();
    const more = [...epochs, 77, 78];
    writeManifest(path, run, asked(["losses"], more), []);
    expect(storedAnalysis(path).missing).toEqual([77, 78]);
    expect(interruptedInWords(storedAnalysis(path))).toMatch(
      /interrupted, and is without epochs 77, 78: run analyze again to go on/,
    );
    // Another one that was asked and is whole changes nothing; asked anew of fewer, it is.
    writeManifest(path, run, asked(["fourier"], epochs), []);
    expect(storedAnalysis(path).missing).toEqual([77, 78]);
    writeManifest(path, run, asked(["losses"], epochs), []);
    expect(storedAnalysis(path).missing).toEqual([]);
    // One that does not apply is not waited for; one without any result is.
    writeManifest(path, run, asked(["split"], epochs), [{ analyzer: "split", reason: "no reason" }]);
    expect(storedAnalysis(path).missing).toEqual([]);
    writeManifest(path, run, asked(["split"], epochs), []);
    expect(storedAnalysis(path).missing).toEqual(epochs);
  });

  test("has NaN where a number was not finite", () => {
    const path = folder();
    const [losses] = made.results;
    const broken = made.results.find(({ analyzer }) => analyzer === "fourier") as typeof losses;
    const rows = broken.table.rows.map((row, i) => (i === 2 ? { ...row, norm: Number.POSITIVE_INFINITY } : row));
    writeResult({ ...broken, table: { ...broken.table, rows } } as typeof broken, path);
    const [result] = storedAnalysis(path).results;
    expect((result.table.rows[2] as unknown as { readonly norm: number }).norm).toBeNaN();
    expect(JSON.stringify(figuresOf(result))).not.toContain("NaN");
  });
});

test("results that a link leads to too count once", () => {
  const path = folder();
  cpSync(stored(), join(path, "a"), { recursive: true });
  symlinkSync("a", join(path, "latest"));
  expect(resultFolders(path)).toEqual(["a"]);
});

test("a folder without results is told from one with", () => {
  const path = stored();
  expect(holdsResults(path)).toBe(true);
  expect(holdsResults(join(path, "nowhere"))).toBe(false);
  expect(holdsResults(join(path, "losses.json"))).toBe(false);
  for (const { analyzer } of made.results) rmSync(join(path, `${analyzer}.json`));
  expect(holdsResults(path)).toBe(false);
  expect(() => storedAnalysis(path)).toThrow(/holds no results; make them with analyze/);
  expect(holdsResults("fixtures/tiny")).toBe(false);
});
