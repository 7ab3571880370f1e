import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { logitsOf } from "#networks/forward.js";
import { lossesOfPairs, meanOver } from "#networks/pair-losses.js";
import { modelAt } from "#runs/model-at.js";
import { openRun } from "#runs/open.js";

const FOLDER = "fixtures/architectures";
const expected: Readonly<
  Record<string, { readonly all_loss: number; readonly sequence: readonly (string | number)[] }>
> = JSON.parse(readFileSync(`${FOLDER}/expected.json`, "utf8"));

/** Float32 forward passes of two libraries. */
const NEAR = 1e-5;

test.each(Object.entries(expected))(
  "%s, as its library saves it, has that library's losses",
  async (name, { all_loss, sequence }) => {
    const run = await openRun(`${FOLDER}/${name}`, { task: "addition" });
    const network = run.network ?? expect.unreachable();
    expect(run.contradictions).toEqual([]);
    expect(network.architecture.kind === "transformer" && network.architecture.sequence).toEqual(sequence);
    const logits = logitsOf(modelAt(run, run.checkpoints[0]));
    const ours = meanOver(lossesOfPairs(logits, network.architecture, network.task), network.task);
    expect(Math.abs(ours / all_loss - 1)).toBeLessThan(NEAR);
  },
);
