import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, onTestFinished, test } from "vitest";
import * as analyzers from "#analyzers/index.js";
import { writeReport } from "#report/write-report.js";
import { analyzeAll } from "#results/analyze.js";
import { openRun } from "#runs/open.js";
import { noBrowser, slide, sliderLabel, startBrowser } from "./_browser.ts";

describe.skipIf(noBrowser !== undefined)(`a page that reloads itself (${noBrowser ?? "in a browser"})`, () => {
  test("stays where its reader has put it, and else follows the last epoch", async () => {
    const at = mkdtempSync(join(tmpdir(), "reload-"));
    onTestFinished(() => rmSync(at, { recursive: true, force: true }));
    const run = await openRun("fixtures/tiny");
    const file = join(at, "live.html");
    const written = async (checkpoints: typeof run.checkpoints) => {
      const { results, skipped } = await analyzeAll({ ...run, checkpoints }, [analyzers.attention]);
      const [{ provenance }] = results;
      const { history, settings } = run;
      const analysis = { run: "tiny", provenance, results, skipped, history, settings, missing: [] };
      await writeReport([analysis], file, { reload: 1000 });
    };
    await written(run.checkpoints.slice(0, 4));
    const browser = await startBrowser();
    onTestFinished(() => browser.close());
    const tab = await browser.newPage();
    await tab.goto(pathToFileURL(file).href);
    const [first, second, , fourth, fifth] = run.checkpoints.map(({ epoch }) => `epoch ${epoch}`);
    expect(first).toBe("epoch 0");
    await expect.poll(() => sliderLabel(tab)).toBe(fourth);
    await written(run.checkpoints.slice(0, 5));
    await tab.reload();
    await expect.poll(() => sliderLabel(tab)).toBe(fifth);
    await slide(tab, 1);
    await written(run.checkpoints.slice(0, 6));
    await tab.reload();
    await expect.poll(() => sliderLabel(tab)).toBe(second);
  }, 200_000);
});
