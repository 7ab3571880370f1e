import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { weightNorms } from "#analyzers/index.js";
import { readArray } from "#formats/_arrays.js";
import { readFile } from "#formats/_read.js";
import { safetensorsBytes } from "#formats/_write-safetensors.js";
import { contents } from "#layouts/_contents.js";
import { analyze } from "#results/analyze.js";
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

test("weights that are NaN at a checkpoint before the last are said of every result, by name", async () => {
  const path = mkdtempSync(join(tmpdir(), "broken-weights-"));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  const [{ state }] = contents(readFile("fixtures/tiny/final.pth").value).snapshots;
  for (const epoch of [100, 200]) {
    const arrays = [...state].map(([name, array]) => {
      const data = Float32Array.from(readArray(array));
      if (epoch === 100 && /W_in/.test(name)) data.fill(Number.NaN, 3, 5);
      return { name, shape: array.shape, data };
    });
    writeFileSync(join(path, `${epoch}.safetensors`), safetensorsBytes(arrays, {}));
  }
  const run = await openRun(path);
  expect(run.doubts.join()).not.toContain("finite");
  const { provenance } = await analyze(run, weightNorms, {}, { threads: 1 });
  expect(provenance.doubts).toContainEqual(
    expect.stringMatching(/^weights of epoch 100 are not finite: blocks\.0\.W_in \(2 of \d+\)$/),
  );
});
