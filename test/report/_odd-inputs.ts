import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as analyzers from "#analyzers/index.js";
import type { Analysis } from "#results/analysis.js";
import { analyzeAll } from "#results/analyze.js";
import { type OpenOptions, openRun } from "#runs/open.js";
import { trainRun } from "#training/train-run.js";
import { checkpoint, storages } from "../cli/_checkpoints.ts";
import { f32, list, torchZip } from "../formats/_builders.ts";
import { small } from "../training/_small.ts";
import { analysisOf } from "./_analyses.ts";

/** Runs that are not what the figures of a grokking run were made for, made in a folder; by name. */
export const ODD: Readonly<Record<string, (folder: string) => Promise<Analysis>>> = {
  "one checkpoint": () => analysisOf("fixtures/tiny/5000.pth"),
  "no known split": () => analysisOf("fixtures/layouts/clock-and-pizza"),
  "a group without frequencies": () => {
    const path = "fixtures/layouts/universality-table";
    return analysisWith(path, { task: `${path}/S4.table.json` });
  },
  "division by a network without attention": () => analysisOf("fixtures/tasks/division"),
  "several blocks": () => analysisOf("fixtures/layouts/structural/nn-transformer"),
  "weights that are not finite": (folder) => {
    const { 0: weights } = storages((W_in) => {
      W_in[0] = Number.NaN;
      W_in[5] = Number.POSITIVE_INFINITY;
    });
    const path = join(folder, "broken.pth");
    writeFileSync(path, checkpoint({ epoch: 3, train_loss: Number.NaN }, { 0: weights, 1: storages()[1] }));
    return analysisOf(path);
  },
  "an even p that groks never, in a run with an odd name": async (folder) => {
    const path = join(folder, `Ødd <run> & "quotes"`);
    await trainRun(path, small({ p: 6, weight_decay: 0 }));
    return analysisOf(path);
  },
  "a log with gaps and infinities": async (folder) => {
    const path = join(folder, "gaps");
    await trainRun(path, small({ p: 5 }));
    const rows = Array.from({ length: 11 }, (_, i) => `${i},${i % 3 === 1 ? "nan" : 2 - i / 9},${i % 2 ? "inf" : 2}`);
    writeFileSync(join(path, "metrics.csv"), ["epoch,train_loss,test_loss", ...rows].join("\n"));
    return analysisOf(path);
  },
  "loss curves of several runs alone": (folder) => {
    mkdirSync(folder, { recursive: true });
    const path = join(folder, "sweep.pth");
    const curve = (late: number) => list(...Array.from({ length: 40 }, (_, i) => 4 / (1 + Math.exp(i - late))));
    writeFileSync(path, torchZip(list(list(0.9, 0.3), list(curve(5), curve(6), curve(5), curve(30))), { 0: f32(1) }));
    return analysisOf(path);
  },
  "results of the losses alone": () => analysisOf("fixtures/tiny/5000.pth", [analyzers.losses]),
};

async function analysisWith(path: string, options: OpenOptions): Promise<Analysis> {
  const run = await openRun(path, options);
  const { results, skipped } = await analyzeAll(run);
  return { run: run.name, provenance: results[0].provenance, results, skipped, history: [], settings: {}, missing: [] };
}
