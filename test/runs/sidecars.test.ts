import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { describes } from "#runs/_beside.js";
import { openRun } from "#runs/open.js";
import { checkpoint } from "../cli/_checkpoints.ts";
import { bareWeights, folder } from "./_made.ts";

test.each([
  ["cfg.json", "anything.pth", true],
  ["config.json", "anything.pth", true],
  ["summary_metrics.json", "model.pt", true],
  ["metrics.csv", "model.pt", true],
  ["config.yaml", "model.pt", true],
  ["run.yml", "model.pt", true],
  ["losses.jsonl", "model.pt", true],
  ["training_log.tsv", "model.pt", true],
  ["loss_history.json", "model.pt", true],
  ["trainer_state.json", "model.safetensors", true],
  ["other_losses.json", "model.pt", false],
  ["config_abc.yaml", "model_abc.pt", true],
  ["config_abc.json", "model_abc.pt", true],
  ["model_abc.json", "model_abc.pt", true],
  ["config_abd.json", "model_abc.pt", false],
  ["S4.table.json", "model.pt", false],
])("%s beside %s: %s", (name, model, expected) => {
  expect(describes(name, model)).toBe(expected);
});

test("a model takes the configuration of its own name only", async () => {
  const files = {
    "model_one.pt": checkpoint(),
    "config_one.json": JSON.stringify({ operation: "subtraction" }),
    "config_two.json": JSON.stringify({ operation: "multiplication" }),
  };
  const at = folder(files);
  const { network, doubts } = await openRun(`${at}/model_one.pt`);
  expect(network?.task.name).toBe("subtraction");
  expect(doubts.length).toBeGreaterThan(0);
});

test("a log beside the checkpoints is the history, at the epochs that it states", async () => {
  const csv = "epoch,lr,train_loss,val_loss,train_acc\n0,1,2.5,2.6,0.1\n50,1,,2.2,\n100,1,0.5,1.5,0.9\n";
  const { history } = await openRun(folder({ "0.pth": checkpoint(), "100.pth": checkpoint(), "metrics.csv": csv }));
  expect(history.map(({ measure, epochs, values }) => [measure, epochs, values])).toEqual([
    ["train_loss", [0, 100], [2.5, 0.5]],
    ["test_loss", [0, 50, 100], [2.6, 2.2, 1.5]],
    ["train_accuracy", [0, 100], [0.1, 0.9]],
  ]);
});

test("curves without epochs are spread up to the last checkpoint", async () => {
  const log = JSON.stringify({ train_losses: [4, 3, 2, 1, 0.5], note: "x" });
  const { history } = await openRun(folder({ "0.pth": checkpoint(), "400.pth": checkpoint(), "losses.json": log }));
  expect(history).toHaveLength(1);
  expect(history[0]?.epochs).toEqual([0, 100, 200, 300, 400]);
});

test.each([
  ["not JSON", "{ nonsense", /is not JSON/],
  ["JSON in two lines that are not", '{"a": 1,\nb}', /is not JSON/],
])("a side-car that is %s is listed with the reason, on one line", async (_, text, reason) => {
  const { skipped } = await openRun(folder({ "0.pth": checkpoint(), "config.json": text }));
  expect(skipped.map(({ file }) => file)).toEqual(["config.json"]);
  expect(skipped[0]?.reason).toMatch(reason);
  expect(skipped[0]?.reason).not.toContain("\n");
});

test("a side-car that nests for ever changes nothing", async () => {
  const text = `${'{"a":'.repeat(500)}1${"}".repeat(500)}`;
  expect((await openRun(folder({ "0.pth": checkpoint(), "config.json": text }))).checkpoints).toHaveLength(1);
});

test("losses beside one of several checkpoints are its own, and not the last one's", async () => {
  const path = mkdtempSync(join(tmpdir(), "steps-"));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  for (const step of [100, 200, 500]) {
    mkdirSync(join(path, `checkpoint-${step}`));
    writeFileSync(join(path, `checkpoint-${step}`, "model.safetensors"), bareWeights(`fixtures/tiny/${step}.pth`));
    if (step < 500)
      writeFileSync(
        join(path, `checkpoint-${step}`, "metrics.json"),
        JSON.stringify({ train_loss: step, test_loss: 2 }),
      );
  }
  const { checkpoints } = await openRun(path);
  expect(checkpoints.map(({ epoch, stored }) => [epoch, stored.train_loss])).toEqual([
    [100, 100],
    [200, 200],
    [500, undefined],
  ]);
});
