import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { epochOfFolder, epochOfName, evenEpochs, naturalOrder } from "#runs/_epochs.js";
import { openRun } from "#runs/open.js";
import { checkpoint, state, storages } from "../cli/_checkpoints.ts";
import { list, torchZip } from "../formats/_builders.ts";
import { folder } from "./_made.ts";

test.each<[string, number | undefined]>([
  ["0.pth", 0],
  ["1000.pth", 1000],
  ["run/1000.pth", 1000],
  ["epoch-000100.safetensors", 100],
  ["epoch=7.ckpt", 7],
  ["model_epoch100.pt", 100],
  ["model.epoch.5.pt", 5],
  ["ckpt_500.pth", 500],
  ["checkpoint-500.pth", 500],
  ["checkpoint500.pth", 500],
  ["step12.npz", 12],
  ["init.pth", 0],
  ["initial_model.pth", 0],
  ["final.pth", undefined],
  ["model.pt", undefined],
  ["model_p99zdpze5l.pt", undefined],
  ["mlp2.pt", undefined],
])("the epoch that %s states is %s", (name, epoch) => {
  expect(epochOfName(name)).toBe(epoch);
});

test.each<[string, number | undefined]>([
  ["checkpoint-200", 200],
  ["step_00000800", 800],
  ["epoch=3-step=40", 40],
  ["global_step7", 7],
  ["version_0", undefined],
  ["seed_3", undefined],
  ["run-checkpoints", undefined],
])("the epoch that the folder %s states is %s", (name, epoch) => {
  expect(epochOfFolder(name)).toBe(epoch);
});

/** A folder of files that may lie in sub-folders. */
function tree(files: Readonly<Record<string, string | Uint8Array>>): string {
  const at = folder();
  for (const [name, bytes] of Object.entries(files)) {
    mkdirSync(join(at, dirname(name)), { recursive: true });
    writeFileSync(join(at, name), bytes);
  }
  return at;
}

test("a folder a checkpoint is one run, with the configuration beside each and without the optimizer", async () => {
  const optimizer = torchZip(new Map<any, any>([["param_groups", list()]]), {});
  const at = tree({
    "checkpoint-0/model.pt": checkpoint(),
    "checkpoint-200/model.pt": checkpoint(),
    "checkpoint-200/optimizer.pt": optimizer,
    "checkpoint-200/config.json": '{"n_head": 4}',
    "checkpoint-1000/model.pt": checkpoint(),
  });
  const { checkpoints, settings } = await openRun(at);
  expect(checkpoints.map(({ epoch, file }) => [epoch, file])).toEqual([
    [0, "checkpoint-0/model.pt"],
    [200, "checkpoint-200/model.pt"],
    [1000, "checkpoint-1000/model.pt"],
  ]);
  expect(settings.n_head).toBe(4);
  expect((await openRun(join(at, "checkpoint-200"))).checkpoints.map(({ epoch }) => epoch)).toEqual([200]);
  expect((await openRun(join(at, "checkpoint-200/model.pt"))).checkpoints.map(({ epoch }) => epoch)).toEqual([200]);
});

test("a final model beside checkpoints/ is of their run", async () => {
  const at = tree({
    "model.pt": checkpoint(),
    "checkpoints/step_0.pt": checkpoint(),
    "checkpoints/step_50.pt": checkpoint(),
  });
  expect((await openRun(at)).checkpoints.map(({ file }) => file)).toEqual([
    "checkpoints/step_0.pt",
    "checkpoints/step_50.pt",
    "model.pt",
  ]);
});

test("states and losses each have the list of epochs that is of their name and length", async () => {
  const file = torchZip(
    new Map<any, any>([
      ["its", list(0, 50, 100)],
      ["val_loss", list(3, 2, 1)],
      ["train_loss", list(3, 2, 1)],
      ["net_its", list(0, 100)],
      ["net", list(state(), state())],
    ]),
    storages(),
  );
  const run = await openRun(folder({ "res.pt": file }));
  expect(run.checkpoints.map(({ epoch }) => epoch)).toEqual([0, 100]);
  expect(run.history.map(({ epochs }) => epochs)).toEqual([
    [0, 50, 100],
    [0, 50, 100],
  ]);
});

test("names are ordered as people do", () => {
  expect(["10.pth", "9.pth", "final.pth", "100.pth", "1.pth"].sort(naturalOrder)).toEqual([
    "1.pth",
    "9.pth",
    "10.pth",
    "100.pth",
    "final.pth",
  ]);
});

test("values logged up to the last epoch lie evenly, whether the first is of epoch 0 or 1", () => {
  expect(evenEpochs(5, 4)).toEqual([0, 1, 2, 3, 4]);
  expect(evenEpochs(4, 4)).toEqual([0, 1, 2, 3]);
  expect(evenEpochs(5, 400)).toEqual([0, 100, 200, 300, 400]);
  expect(evenEpochs(1, 400)).toEqual([0]);
});

const epochs = async (path: string) => (await openRun(path)).checkpoints.map(({ epoch }) => epoch);

test("checkpoints stand in order of epoch, which the content says before the name does", async () => {
  const at = folder({
    "2.pth": checkpoint(),
    "10.pth": checkpoint(),
    "1.pth": checkpoint({ epoch: 30 }),
    "final.pth": checkpoint({ epoch: 40 }),
  });
  const { checkpoints } = await openRun(at);
  expect(checkpoints.map(({ epoch, file }) => [epoch, file])).toEqual([
    [2, "2.pth"],
    [10, "10.pth"],
    [30, "1.pth"],
    [40, "final.pth"],
  ]);
});

test("a milestone gives way to the file of its epoch, and is listed; a final one without epoch comes last", async () => {
  const at = folder({
    "init.pth": checkpoint(),
    "0.pth": checkpoint(),
    "best.pth": checkpoint({ epoch: 100 }),
    "100.pth": checkpoint(),
    "final.pth": checkpoint(),
  });
  const { checkpoints, skipped, doubts } = await openRun(at);
  expect(checkpoints.map(({ file }) => file)).toEqual(["0.pth", "100.pth", "final.pth"]);
  expect(checkpoints.at(-1)?.epoch).toBeGreaterThan(100);
  expect(doubts.join()).toContain("final.pth does not say its epoch");
  expect(skipped).toEqual([
    { file: "init.pth", reason: "is of epoch 0 like 0.pth" },
    { file: "best.pth", reason: "is of epoch 100 like 100.pth" },
  ]);
});

test("checkpoints in a folder below are found", async () => {
  expect(await epochs("fixtures/layouts/lightning")).toEqual([0, 200, 400]);
});

test.each<[string, Buffer, readonly number[]]>([
  ["a list", torchZip(list(state(), state(), state()), storages()), [0, 1, 2]],
  [
    "a dictionary by step",
    torchZip(
      new Map([
        [200, state()],
        [100, state()],
      ]),
      storages(),
    ),
    [100, 200],
  ],
  [
    "a dictionary by step in words",
    torchZip(
      new Map([
        ["step_100", state()],
        ["step_20", state()],
      ]),
      storages(),
    ),
    [20, 100],
  ],
  [
    "a list beside its epochs",
    torchZip(
      new Map([
        ["state_dicts", list(state(), state())],
        ["epochs", list(0, 500)],
      ]),
      storages(),
    ),
    [0, 500],
  ],
  [
    "a list of checkpoints that say their epochs",
    torchZip(
      list(
        ...[5, 10].map(
          (epoch) =>
            new Map<string, any>([
              ["model", state()],
              ["epoch", epoch],
            ]),
        ),
      ),
      storages(),
    ),
    [5, 10],
  ],
])("one file of many: %s", async (_, bytes, expected) => {
  expect(await epochs(`${folder({ "run.pth": bytes })}/run.pth`)).toEqual(expected);
});
