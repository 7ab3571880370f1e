import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { readArray } from "#formats/_arrays.js";
import { readFile } from "#formats/_read.js";
import { safetensorsBytes } from "#formats/_write-safetensors.js";
import { contents } from "#layouts/_contents.js";
import { openRun } from "#runs/open.js";

test.each([Number.NaN, Number.POSITIVE_INFINITY])(
  "one weight that is %d is said first, and the others tell the task",
  async (bad) => {
    const path = mkdtempSync(join(tmpdir(), "broken-weights-"));
    onTestFinished(() => rmSync(path, { recursive: true, force: true }));
    const [{ state }] = contents(readFile("fixtures/tiny/final.pth").value).snapshots;
    const arrays = [...state].map(([name, array]) => {
      const data = Float32Array.from(readArray(array));
      if (/W_out/.test(name)) data[7] = bad;
      return { name, shape: array.shape, data };
    });
    writeFileSync(join(path, "6000.safetensors"), safetensorsBytes(arrays, {}));
    const { network, contradictions, doubts } = await openRun(path);
    expect(contradictions[0]).toMatch(/^1 of 12384 weights of the last checkpoint is not finite: blocks\.0\.W_out$/);
    expect(network?.task.name).toBe("addition");
    expect(doubts.join()).not.toContain("no better than by chance");
  },
);
