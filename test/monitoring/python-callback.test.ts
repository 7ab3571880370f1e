import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { python } from "../_missing-tools.ts";
import { folder, isRow, watching } from "./_watching.ts";

const CODE = resolve("docs/python-callback.py");

test("docs/python-callback.md has the code of docs/python-callback.py, of 30 lines at most", () => {
  const code = readFileSync(CODE, "utf8");
  expect(readFileSync("docs/python-callback.md", "utf8")).toContain(`\`\`\`python\n${code}\`\`\``);
  expect(code.trimEnd().split("\n").length).toBeLessThanOrEqual(30);
});

/** A training loop as people write it: a network that the program has not seen, mod 7. */
const TRAINER = `
import importlib.util, sys
spec = importlib.util.spec_from_file_location("callback", sys.argv[1])
callback = importlib.util.module_from_spec(spec)
spec.loader.exec_module(callback)
import torch
from torch import nn
from torch.nn.functional import cross_entropy

torch.manual_seed(0)
p = 7

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.embed = nn.Embedding(p, 16)
        self.hidden = nn.Linear(32, 64)
        self.out = nn.Linear(64, p)

    def forward(self, x):
        return self.out(torch.relu(self.hidden(self.embed(x).flatten(1))))

pairs = torch.cartesian_prod(torch.arange(p), torch.arange(p))
answers = pairs.sum(1) % p
order = torch.randperm(p * p)
train, test = order[:36], order[36:]
net = Net()
optimiser = torch.optim.AdamW(net.parameters(), lr=1e-2, weight_decay=1.0)
log = callback.GrokLog(sys.argv[2])
for epoch in range(101):
    loss = cross_entropy(net(pairs[train]), answers[train])
    if epoch % 10 == 0:
        with torch.no_grad():
            logits = net(pairs)
        right = (logits.argmax(1) == answers).float()
        log.log(epoch, train_loss=loss, test_loss=cross_entropy(logits[test], answers[test]),
                train_accuracy=right[train].mean(), test_accuracy=right[test].mean())
    if epoch % 50 == 0:
        log.save(epoch, net)
    optimiser.zero_grad()
    loss.backward()
    optimiser.step()
`;

const torch = spawnSync(python, ["-c", "import torch"]).status === 0;

describe.skipIf(!torch)("with PyTorch (skipped without)", () => {
  test("a trainer that has it is watched: its rows, and its checkpoints as they come", async () => {
    const at = folder();
    const run = join(at, "run");
    const script = join(at, "train.py");
    writeFileSync(script, TRAINER);
    const watch = watching([run], [], at);
    const trainer = spawn(python, [script, CODE, run], { stdio: "ignore" });
    const [code] = await once(trainer, "close");
    expect(code).toBe(0);
    await watch.seen(isRow(100));
    for (const epoch of [0, 50, 100]) {
      const { values } = await watch.seen((event) => event.kind === "checkpoint" && event.epoch === epoch);
      const logged = readFileSync(join(run, "metrics.jsonl"), "utf8")
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line));
      // All pairs are read as the script has them: their accuracies come out.
      const { train_accuracy, test_accuracy } = logged.find((row) => row.epoch === epoch);
      expect((36 * values.train_accuracy + 13 * values.test_accuracy) / 49).toBeCloseTo(
        (36 * train_accuracy + 13 * test_accuracy) / 49,
        5,
      );
    }
    expect(watch.events.filter(({ problem }) => problem === "unreadable")).toEqual([]);
  });
});
