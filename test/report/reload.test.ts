import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, onTestFinished, test } from "vitest";
import attention from "#analyzers/attention.js";
import { writeReport } from "#report/write-report.js";
import type { Result } from "#results/result.js";
import { tinyAnalysis } from "./_analyses.ts";
import { noBrowser, slide, sliderLabel, startBrowser } from "./_browser.ts";

describe.skipIf(noBrowser !== undefined)(`a page that reloads itself (${noBrowser ?? "in a browser"})`, () => {
  test("stays where its reader has put it, and else follows the last epoch", async () => {
    const at = mkdtempSync(join(tmpdir(), "reload-"));
    onTestFinished(() => rmSync(at, { recursive: true, force: true }));
    const file = join(at, "live.html");
    const whole = tinyAnalysis([attention]);
    const all = whole.provenance.checkpoints;
    /** The page of so many checkpoints of the run. */
    const written = async (count: number) => {
      const provenance = { ...whole.provenance, checkpoints: all.slice(0, count) };
      const results = whole.results.map((result): Result => {
        const rows = result.table.rows.filter(({ epoch }) => epoch <= all[count - 1].epoch);
        return { ...result, provenance, table: { ...result.table, rows } };
      });
      await writeReport([{ ...whole, provenance, results }], file, { reload: 1000 });
    };
    await written(4);
    const browser = await startBrowser();
    onTestFinished(() => browser.close());
    const tab = await browser.newPage();
    await tab.goto(pathToFileURL(file).href);
    const [first, second, , fourth, fifth] = all.map(({ epoch }) => `epoch ${epoch}`);
    expect(first).toBe("epoch 0");
    await expect.poll(() => sliderLabel(tab)).toBe(fourth);
    await written(5);
    await tab.reload();
    await expect.poll(() => sliderLabel(tab)).toBe(fifth);
    await slide(tab, 1);
    await written(6);
    await tab.reload();
    await expect.poll(() => sliderLabel(tab)).toBe(second);
  }, 200_000);
});
