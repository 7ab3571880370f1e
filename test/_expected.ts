import { readdirSync, readFileSync } from "node:fs";
import type { OpenOptions } from "#runs/open.js";

/** What PyTorch and numpy computed of one checkpoint, in float64: see fixtures/README.md. */
export interface ExpectedCheckpoint {
  readonly file: string;
  readonly epoch: number | null;
  readonly all: ExpectedLoss;
  readonly train?: ExpectedLoss;
  readonly test?: ExpectedLoss;
  readonly logits: readonly { readonly pair: readonly [number, number]; readonly values: readonly number[] }[];
}
export interface ExpectedLoss {
  readonly loss: number;
  readonly accuracy: number;
  readonly loss_all_logits?: number;
}
export interface ExpectedRun<C = ExpectedCheckpoint> {
  readonly path: string;
  readonly p: number;
  readonly split: { readonly train_size: number | null; readonly test_size: number | null };
  readonly checkpoints: readonly C[];
}

/** … and besides, of the checkpoints of tiny. */
export interface ExpectedTiny extends ExpectedCheckpoint {
  readonly embedding: ExpectedSpectrum;
  readonly logit_map: ExpectedSpectrum;
  readonly keys: {
    readonly rules: Readonly<Record<"neuron" | "logit_map" | "embedding" | "cosine", readonly number[]>>;
    readonly cosine_similarity: readonly number[];
    readonly neurons_alive: number;
    readonly neurons_per_frequency: Readonly<Record<string, number>>;
    readonly "neurons_share_at_least_0.85": number;
  };
  readonly weights: {
    readonly parameters: Readonly<Record<string, ExpectedNorm>>;
    readonly total_sum_of_squares: number;
    readonly total_l2: number;
  };
}
export interface ExpectedSpectrum {
  readonly cos: readonly number[];
  readonly sin: readonly number[];
  readonly frequency: readonly number[];
  readonly gini_component: number;
  readonly gini_frequency: number;
}
export interface ExpectedNorm {
  readonly sum_of_squares: number;
  readonly l2: number;
  readonly effective_rank?: number;
}

/** Runs whose layouts have tests of their own, values included. */
const ELSEWHERE = /^(structural-.*|lightning|formats)\.json$/;

/** The names of the runs with expected values. */
export const expectedRuns: readonly string[] = readdirSync("fixtures/expected")
  .filter((file) => file.endsWith(".json") && !ELSEWHERE.test(file))
  .map((file) => file.replace(".json", ""));

export function expected(name: "tiny"): ExpectedRun<ExpectedTiny>;
export function expected(name: string): ExpectedRun;
export function expected(name: string): ExpectedRun {
  return JSON.parse(readFileSync(`fixtures/expected/${name}.json`, "utf8"));
}

/** What a user must state for a run to open as what it is. */
export function stated(name: string): OpenOptions {
  return name === "universality-table" ? { task: "fixtures/layouts/universality-table/S4.table.json" } : {};
}
