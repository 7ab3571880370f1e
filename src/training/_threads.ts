import { availableParallelism } from "node:os";
import { setImmediate } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { BackendName } from "../engine/backend.ts";
import { shardWork, type Work, type WorkerData } from "./_shard.ts";
import { SHARDS, type TrainingConfig } from "./config.ts";
import type { Outcome } from "./gradient.ts";

/** Smaller shards than this take less time than handing them over. */
const MIN_SHARD = 64;

/** Gradients of many pairs, computed by threads. */
export interface Threads {
  /** Shared with the threads: what is written here they read. */
  readonly weights: Float32Array;
  /** The outcome on some pairs; with their mean gradient in `gradient`, if that is given. */
  readonly outcome: (pairs: Int32Array, gradient?: Float32Array) => Promise<Outcome>;
  readonly close: () => Promise<void>;
}

/** Does pieces of work, several at once where there are threads. */
interface Pool {
  readonly run: (work: Work) => Promise<Outcome>;
  readonly destroy: () => Promise<void>;
}

/** Starts the threads, this one among them, one for each shard unless told otherwise; `size` is how many values all parameters have. */
export async function startThreads(
  config: TrainingConfig,
  size: number,
  backend: BackendName,
  threads: number = Math.min(SHARDS, availableParallelism()),
): Promise<Threads> {
  const weights = new SharedArrayBuffer(4 * size);
  const gradients = Array.from({ length: SHARDS }, () => new SharedArrayBuffer(4 * size));
  const workerData: WorkerData = { config, backend, weights, gradients };
  const pool = threads > 1 ? await threadPool(workerData, threads) : samePool(workerData);
  return {
    weights: new Float32Array(weights),
    outcome: async (pairs, gradient) => {
      const shards = pairs.length >= SHARDS * MIN_SHARD ? SHARDS : 1;
      const parts = Array.from({ length: shards }, (_, shard): Work => {
        const cut = (i: number) => Math.floor((i * pairs.length) / shards);
        return { shard, pairs: pairs.slice(cut(shard), cut(shard + 1)), scale: gradient && 1 / pairs.length };
      });
      const outcomes = await Promise.all(parts.map((part) => pool.run(part)));
      if (gradient) {
        const [first, ...others] = gradients.slice(0, shards).map((buffer) => new Float32Array(buffer));
        gradient.set(first);
        for (const other of others) for (let i = 0; i < size; i++) gradient[i] += other[i];
      }
      return { loss: total(outcomes, "loss"), correct: total(outcomes, "correct"), zero: total(outcomes, "zero") };
    },
    close: () => pool.destroy(),
  };
}

/** This thread, which does the first piece of each batch, and others for the rest. */
async function threadPool(workerData: WorkerData, threads: number): Promise<Pool> {
  const { Tinypool } = await import("tinypool");
  const filename = fileURLToPath(new URL("./_shard-worker.js", import.meta.url));
  // More would have nothing to do.
  const others = Math.min(threads, SHARDS) - 1;
  const pool = new Tinypool({
    filename,
    // Not the flags of this process: a thread cannot start with those of `node --eval`.
    execArgv: [],
    minThreads: others,
    maxThreads: others,
    workerData,
  });
  const own = samePool(workerData);
  return {
    run: (work) => (work.shard === 0 ? own : pool).run(work),
    destroy: () => pool.destroy(),
  };
}

/** No thread but this one, in which the backend runs: nothing is handed over. */
function samePool(workerData: WorkerData): Pool {
  const worked = shardWork(workerData);
  return {
    run: async (work) => {
      // Else no timer, signal or message would be heard until the end.
      await setImmediate();
      return worked(work);
    },
    destroy: async () => {},
  };
}

function total(outcomes: readonly Outcome[], what: keyof Outcome): number {
  return outcomes.reduce((sum, outcome) => sum + outcome[what], 0);
}
