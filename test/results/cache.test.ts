import { cpSync, readdirSync, readFileSync, renameSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Analyzer } from "#analyzers/_analyzer.js";
import * as units from "#analyzers/index.js";
import { defineAnalyzer } from "#index.js";
import { type AnalyzeAllSettings, analyzeAll } from "#results/analyze.js";
import { resultJson } from "#results/write.js";
import { openRun } from "#runs/open.js";
import { selected } from "#runs/select.js";
import { csv } from "#tables/csv.js";
import { trainRun } from "#training/train-run.js";
import { small } from "../training/_small.ts";
import { copyOf, folder } from "./_runs.ts";

const ASKED: readonly Analyzer[] = [units.fourier, units.losses, units.weightNorms];
const COMPUTED = ASKED.length;
/** Five checkpoints, enough for two threads, of a network that is soon done with. */
const RUN = "fixtures/layouts/two-layer-mlp";

/** A run in safetensors, which store no checksums, made in no time: checkpoints at epochs 0 to 10. */
async function made(epochs = 10): Promise<string> {
  const path = join(folder(), "run");
  await trainRun(path, small({ epochs, checkpoint_every: 1 }));
  return path;
}

/** What a pass gives in bytes, how many checkpoints came from the cache, and the lines that the cache then has. */
async function asked(path: string, cache?: string, more: AnalyzeAllSettings = {}, analyzers = ASKED) {
  const run = await openRun(path);
  const { results, fromCache } = await analyzeAll(run, analyzers, {
    threads: 1,
    ...more,
    ...(cache === undefined ? {} : { cache }),
  });
  const bytes = results.map((result) => resultJson(result) + csv(result.table)).join("");
  return { bytes, fromCache, total: run.checkpoints.length, lines: cache === undefined ? [] : lines(cache) };
}

function lines(cache: string): readonly string[] {
  return readdirSync(cache).flatMap((file) => readFileSync(join(cache, file), "utf8").trimEnd().split("\n"));
}

describe("a second pass", () => {
  test("computes nothing and gives the same bytes, on one thread and on two", async () => {
    const cache = join(folder(), "deep", "cache");
    const fresh = await asked(RUN);
    const first = await asked(RUN, cache, { threads: 2 });
    const again = await asked(RUN, cache);
    expect(first).toMatchObject({ bytes: fresh.bytes, fromCache: 0 });
    expect(again).toEqual({ ...first, fromCache: first.total });
    expect(readdirSync(cache).sort()).toEqual(["fourier.jsonl", "losses.jsonl", "weight-norms.jsonl"]);
    expect(first.lines).toHaveLength(COMPUTED * first.total);
  });

  test("computes a new checkpoint, and what was the last one before", async () => {
    const path = await made();
    const [cache, aside] = [folder(), join(folder(), "later.safetensors")];
    const last = join(path, "checkpoints", "epoch-000010.safetensors");
    renameSync(last, aside);
    const before = await asked(path, cache);
    expect(before).toMatchObject({ total: 10, fromCache: 0 });
    renameSync(aside, last);
    const after = await asked(path, cache);
    expect(after).toMatchObject({ total: 11, fromCache: 9, bytes: (await asked(path)).bytes });
    expect(after.lines).toHaveLength(before.lines.length + 2 * COMPUTED);
    expect(await asked(path, cache)).toEqual({ ...after, fromCache: 11 });
  });

  test("computes what an option changes, of that analyzer alone", async () => {
    const cache = folder();
    const first = await asked(RUN, cache);
    const options = { fourier: { rules: "every" } };
    const changed = await asked(RUN, cache, { options });
    expect(changed).toMatchObject({
      fromCache: 0,
      bytes: (await asked(RUN, undefined, { options })).bytes,
    });
    expect(changed.lines).toHaveLength(first.lines.length + first.total);
    expect(await asked(RUN, cache)).toMatchObject({ fromCache: first.total, bytes: first.bytes });
  });

  test("computes what a changed weight changes, be it one bit", async () => {
    const path = await made();
    const cache = folder();
    await asked(path, cache);
    const file = join(path, "checkpoints", "epoch-000004.safetensors");
    const bytes = readFileSync(file);
    bytes[bytes.length - 4] ^= 1;
    writeFileSync(file, bytes);
    const changed = await asked(path, cache);
    expect(changed).toMatchObject({ fromCache: 10, bytes: (await asked(path)).bytes });
  });

  test("of fewer checkpoints uses those that it has", async () => {
    const cache = folder();
    // What is measured of one of its checkpoints does not depend on which others are there.
    await asked("fixtures/tiny", cache);
    const run = selected(await openRun("fixtures/tiny"), { every: 5 });
    const { fromCache } = await analyzeAll(run, ASKED, { cache });
    expect(fromCache).toBe(run.checkpoints.length);
  });

  test("of more analyzers computes the new ones", async () => {
    const cache = folder();
    const before = await asked(RUN, cache, {}, [units.weightNorms]);
    const all = await asked(RUN, cache);
    expect(all).toMatchObject({ fromCache: 0, bytes: (await asked(RUN)).bytes });
    expect(all.lines).toHaveLength(COMPUTED * before.total);
  });
});

describe("a file of kept rows", () => {
  test("that ends in the middle of a line loses that line, and is whole again afterwards", async () => {
    const cache = folder();
    const first = await asked(RUN, cache);
    truncateSync(join(cache, "losses.jsonl"), readFileSync(join(cache, "losses.jsonl")).length - 20);
    const second = await asked(RUN, cache);
    expect(second).toMatchObject({ bytes: first.bytes, fromCache: first.total - 1 });
    expect([...second.lines].sort()).toEqual([...first.lines].sort());
    expect(await asked(RUN, cache)).toEqual({ ...second, fromCache: first.total });
  });

  test("with lines of other versions, of nobody, or of other columns has them ignored, then dropped", async () => {
    const cache = folder();
    const first = await asked(RUN, cache);
    const path = join(cache, "losses.jsonl");
    const [line, ...rest] = readFileSync(path, "utf8").trimEnd().split("\n");
    const foreign = [
      ...rest.slice(0, 2).map((one) => one.replace(/"version":"[^"]*"/, '"version":"0.0.1"')),
      "not a line",
      '{"version":',
      line.replace(/"rows":.*/, '"rows":[[1,2,3]]}'),
      ...rest.slice(2),
    ];
    writeFileSync(path, foreign.join("\n"));
    const second = await asked(RUN, cache);
    expect(second).toMatchObject({ bytes: first.bytes, fromCache: first.total - 3 });
    const keys = (all: readonly string[]) => all.map((one) => /"key":"(\w+)"/.exec(one)?.[1]).sort();
    expect(keys(second.lines)).toEqual(keys(first.lines));
    expect(await asked(RUN, cache)).toMatchObject({ bytes: first.bytes, fromCache: first.total });
  });

  test("with the file of a shard takes its rows, and drops its lines of other versions", async () => {
    const cache = folder();
    const first = await asked(RUN, cache);
    const [path, ofShard] = [join(cache, "losses.jsonl"), join(cache, "shard.elsewhere-7.jsonl")];
    const lines = readFileSync(path, "utf8").trimEnd().split("\n");
    const old = lines.slice(0, 2).map((one) => one.replace(/"version":"[^"]*"/, '"version":"0.0.1"'));
    writeFileSync(ofShard, `${[...old, ...lines.slice(2)].join("\n")}\n`);
    rmSync(path);
    expect(await asked(RUN, cache)).toMatchObject({ bytes: first.bytes, fromCache: first.total - 2 });
    expect(readFileSync(ofShard, "utf8").trimEnd().split("\n")).toEqual(lines.slice(2));
  });

  test("keeps NaN, infinities and −0 as they are", async () => {
    const path = await made(3);
    const file = join(path, "checkpoints", "epoch-000002.safetensors");
    const bytes = readFileSync(file);
    for (const [i, value] of [Number.NaN, Number.POSITIVE_INFINITY, -0].entries()) {
      bytes.writeFloatLE(value, bytes.length - 4 * (i + 1));
    }
    writeFileSync(file, bytes);
    const cache = folder();
    const fresh = await asked(path);
    expect(fresh.bytes).toContain("NaN");
    expect(await asked(path, cache, { threads: 2 })).toMatchObject({ bytes: fresh.bytes, fromCache: 0 });
    expect(await asked(path, cache)).toMatchObject({ bytes: fresh.bytes, fromCache: 4 });
  });

  test("cannot be where a file is: a GrokError says so", async () => {
    const file = join(folder(), "mine");
    writeFileSync(file, "mine");
    await expect(asked(RUN, join(file, "cache"))).rejects.toThrow(/cannot be written: .*; choose another/);
    expect(readFileSync(file, "utf8")).toBe("mine");
  });
});

test("rows of an analyzer of the user's own are not kept, as no version tells its changes", async () => {
  const own = (value: number) =>
    defineAnalyzer({
      ...units.weightNorms,
      measure: (_, { epoch }) => [
        { parameter: "total", l2: epoch, sum_of_squares: value, effective_rank: null, values: 1 },
      ],
    });
  const cache = folder();
  for (const value of [1, 2]) {
    const run = await openRun("fixtures/layouts/full-run-data");
    const { results, fromCache } = await analyzeAll(run, [own(value)], { cache });
    expect(results[0].table.rows.map((row) => row.sum_of_squares)).toEqual([value, value, value]);
    expect(fromCache).toBe(0);
  }
  expect(readdirSync(cache)).toEqual([]);
});

test("a run that lies elsewhere has the same rows", async () => {
  const cache = folder();
  const { total } = await asked(RUN, cache);
  const path = join(folder(), "other-name");
  cpSync(copyOf(RUN.replace("fixtures/", "")), path, { recursive: true });
  expect((await asked(path, cache)).fromCache).toBe(total);
});
