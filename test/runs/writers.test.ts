import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import phases from "#analyzers/phases.js";
import { analyze } from "#results/analyze.js";
import { openRun } from "#runs/open.js";

const FOLDER = "fixtures/logs";
/** They have other runs than that of fixtures/mainline. */
const OTHERS = ["trackio-before-ids", "trackio-running"];
/** Neither says the accuracies of the training pairs, by which the delay is told. */
const WITHOUT_ACCURACY = ["transformers"];

async function concluded(path: string) {
  const { conclusion } = await analyze(await openRun(path), phases);
  return conclusion?.runs[0];
}

const writers = readdirSync(FOLDER).filter((name) => !OTHERS.includes(name));

describe("the curves of fixtures/mainline as each logger writes them", () => {
  test.each(writers.filter((name) => !WITHOUT_ACCURACY.includes(name)))("%s", async (name) => {
    const found = await concluded(`${FOLDER}/${name}`);
    expect(found?.delay.train?.epoch).toBe(137);
    expect(found?.test.at?.epoch).toBe(10640);
    expect(found?.verdict).toBe("grokked");
  });

  test.each(WITHOUT_ACCURACY)("%s", async (name) => {
    expect((await concluded(`${FOLDER}/${name}`))?.test.at?.epoch).toBe(10640);
  });

  test("as a pickled history alone, by row", async () => {
    const { history } = await openRun(`${FOLDER}/keras/history.pkl`);
    expect(history.map(({ axis }) => axis)).toEqual(history.map(() => "row"));
  });
});
