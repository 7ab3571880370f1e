import { writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import losses from "#analyzers/losses.js";
import { contents } from "#report/_contents.js";
import { analyzeAll } from "#results/analyze.js";
import { figuresOf } from "#results/figures-of.js";
import { openRun } from "#runs/open.js";
import { folder } from "../runs/_made.ts";

/** Of a run's losses what each figure is called, says of which pairs, and draws; and what the report's panel says and draws. */
async function drawnOf(path: string) {
  const run = await openRun(path);
  const { results, skipped } = await analyzeAll(run, [losses]);
  const figures = figuresOf(results[0], losses).map(({ title, caption, data }) => [
    title,
    /of (.*?)(?:,| whose)/.exec(caption)?.[1],
    data.map(({ name }) => name),
  ]);
  const { provenance } = results[0];
  const { panels } = contents({
    run: "x",
    provenance,
    results,
    skipped,
    history: run.history,
    settings: {},
    missing: [],
  });
  const panel = panels.find(({ id }) => id === "losses");
  return { figures, panel: panel && [panel.caption, panel.figure.data.map(({ name }) => name)] };
}

test("titles and captions of losses name what is drawn: of a split, of none, of a log of one part", async () => {
  expect(await drawnOf("fixtures/tiny/5000.pth")).toEqual({
    figures: [
      ["Train and test loss", "the training and of the test pairs", ["train", "test"]],
      ["Train and test accuracy", "the pairs", ["train", "test"]],
    ],
    panel: ["Train loss and test loss: float64 over the p answers.", ["train loss", "test loss"]],
  });
  expect(await drawnOf("fixtures/layouts/clock-and-pizza")).toEqual({
    figures: [
      ["All pairs' loss", "all pairs", ["all pairs"]],
      ["All pairs' accuracy", "the pairs", ["all accuracy"]],
    ],
    panel: undefined,
  });
  const log = folder();
  writeFileSync(`${log}/log.csv`, "epoch,train_loss\n0,4\n1,3\n2,1\n");
  const { figures, panel } = await drawnOf(`${log}/log.csv`);
  expect(figures[0]).toEqual(["Train loss", "the training pairs", ["train"]]);
  expect(panel).toEqual(["Train loss: curves as the run logged them.", ["train loss"]]);
});
