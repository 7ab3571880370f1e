import { type Command, Option } from "commander";
import { analysisFolder } from "../results/analysis-folder.ts";
import { analyzeShard, missingCheckpoints, type Shard } from "../results/shard.ts";
import type { Run } from "../runs/run.ts";
import { selected } from "../runs/select.ts";
import { type AnalyzeArguments, chosen, optionsOf } from "./_asked.ts";
import { givenShard } from "./_given-shard.ts";
import { interruptedCode, interruptible } from "./_interruptible.ts";
import { opened } from "./_opened.ts";
import { say } from "./_out.ts";
import type { Place } from "./_place.ts";
import { progress } from "./_progress.ts";
import { countOf } from "./_terminal.ts";

/** Adds the options that share the work out. */
export function addShards(command: Command): void {
  command
    .addOption(
      new Option(
        "--shard <i/n>",
        "compute the i-th of n shares of the checkpoints, into the cache alone; /n is this task's of a job array",
      )
        .argParser(givenShard)
        .conflicts(["json", "verbose"]),
    )
    .addOption(
      new Option(
        "--missing",
        "print the epochs that are not in the cache; with --shard /n the shards, as an array takes them, from 0",
      ).conflicts(["json", "verbose"]),
    )
    .option("--from-one", "count them from 1, for LSF and Grid Engine");
}

/** Does a shard of the run at a place, and says what it did; returns whether it was stopped. */
export async function shardAt(place: Place, given: AnalyzeArguments, shard: Shard): Promise<boolean> {
  const { run, part, asked, cache } = await askedAt(place, given);
  const bar = await progress();
  const { own, fromCache, stopped } = await interruptible(async (signal) => {
    try {
      return await analyzeShard(part, asked, shard, {
        cache,
        options: optionsOf(asked, given),
        everything: given.only === undefined,
        thorough: given.thorough === true,
        signal,
        onProgress: bar.update,
        ...(given.threads === undefined ? {} : { threads: given.threads }),
      });
    } finally {
      bar.stop();
    }
  });
  const { index, count } = shard;
  const of = `${own} of ${countOf(part.checkpoints.length)}, ${fromCache} of them known before`;
  say(`${place.name ?? run.name}: shard ${index + 1} of ${count}: ${of}`);
  if (stopped) process.exitCode = interruptedCode();
  return stopped;
}

/** The selected checkpoints of the run at a place of which something is not in the cache, by their places in the selection. */
export async function missingAt(
  place: Place,
  given: AnalyzeArguments,
): Promise<{ readonly missing: readonly number[]; readonly epochs: readonly number[] }> {
  const { part, asked, cache } = await askedAt(place, given);
  const everything = given.only === undefined;
  const settings = { cache, options: optionsOf(asked, given), everything, thorough: given.thorough === true };
  const missing = await missingCheckpoints(part, asked, settings);
  return { missing, epochs: missing.map((i) => part.checkpoints[i].epoch) };
}

async function askedAt({ path, results }: Place, given: AnalyzeArguments) {
  const asked = chosen(given);
  const { run: _, ...reading } = given;
  const run: Run = await opened(path, {
    ...reading,
    ...(asked.every(({ curves }) => curves) ? {} : { weights: "required" }),
  });
  const names = asked.map(({ name }) => name);
  return { run, part: selected(run, given), asked, cache: analysisFolder(results, run, names).cache };
}
