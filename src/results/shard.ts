import type { Analyzer } from "../analyzers/_analyzer.ts";
import { startBackend } from "../engine/backend.ts";
import type { Run } from "../runs/run.ts";
import { type Known, known, passed } from "./_known.ts";
import { questionsOf } from "./_questions.ts";
import { rowCache } from "./_row-cache.ts";
import type { AnalyzeAllSettings } from "./analyze.ts";

/** One of several processes that share the checkpoints of a run: every `count`-th is its own, from `index`, which is from 0. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

export type ShardSettings = Omit<AnalyzeAllSettings, "onResults" | "cache"> & {
  /** The folder that keeps the rows, which all shards share. */
  readonly cache: string;
};

/** What a shard has done. */
export interface ShardDone {
  /** Checkpoints that are its own. */
  readonly own: number;
  /** … of which nothing had to be computed. */
  readonly fromCache: number;
  /** Whether the signal came before the end. */
  readonly stopped: boolean;
}

/**
 * Computes what the cache lacks of a shard's checkpoints, and adds it there in a file of its own. What analyzers ask is settled
 * by the whole of `run`, as without shards, so that `analyzeAll` finds all of it.
 */
export async function analyzeShard(
  run: Run,
  asked: readonly Analyzer[],
  shard: Shard,
  settings: ShardSettings,
): Promise<ShardDone> {
  const own = run.checkpoints.filter((_, i) => isOwn(shard, i)).length;
  const { questions } = await questionsOf(run, asked, settings);
  if (!run.network) return { own, fromCache: own, stopped: false };
  const all = known(run, run.network, questions, await startBackend(), {
    ...settings,
    cache: rowCache(settings.cache, { alone: true }),
  });
  const part: Known = {
    ...all,
    moments: all.moments.filter((_, i) => isOwn(shard, i)),
    works: all.works.filter(({ i }) => isOwn(shard, i)),
  };
  const { cache: _, ...others } = settings;
  const done = await passed(part, run.network, questions, others);
  return { own, fromCache: own - part.works.length, stopped: done < part.works.length };
}

/** The checkpoints, by their places in the run, of which the cache lacks something. */
export async function missingCheckpoints(
  run: Run,
  asked: readonly Analyzer[],
  settings: Pick<ShardSettings, "cache" | "options" | "everything" | "thorough">,
): Promise<readonly number[]> {
  const { questions } = await questionsOf(run, asked, settings);
  if (!run.network) return [];
  return known(run, run.network, questions, await startBackend(), {
    ...settings,
    cache: rowCache(settings.cache),
  }).works.map(({ i }) => i);
}

/** The shards that have such checkpoints, by their indices. */
export function shardsOf(checkpoints: readonly number[], count: number): readonly number[] {
  return [...new Set(checkpoints.map((i) => i % count))].toSorted((a, b) => a - b);
}

function isOwn({ index, count }: Shard, i: number): boolean {
  return i % count === index;
}
