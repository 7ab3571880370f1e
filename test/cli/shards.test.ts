import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { apart, folder, grok, outOf, PATIENCE, printed, start, TINY } from "./_cli.ts";

/** Those that settle on keys by the last checkpoint, one that looks at what was logged at each, one that is told the last. */
const ONLY = ["--only", "restricted-loss,phases,losses,input-maps,weight-norms"];
/** A run of few checkpoints: what is of their number costs no time. */
const EPOCHS = [0, 100, 300, 1000, 2000, 3000, 4000, 5000];
const CHECKPOINTS = EPOCHS.length;

const out = () => join(folder(), "out");
const aside = mkdtempSync(join(tmpdir(), "shards-"));
const RUN = join(aside, "tiny");
mkdirSync(RUN);
for (const name of ["init", ...EPOCHS]) copyFileSync(join(TINY, `${name}.pth`), join(RUN, `${name}.pth`));
afterAll(() => rmSync(aside, { recursive: true }));
const BASE = ["analyze", RUN, "--threads", "1", ...ONLY];
const analyze = (at: string, ...more: readonly string[]) => [...BASE, "--out", at, ...more];
/** The bytes of every file of results, without the cache. */
const results = (at: string) =>
  Object.fromEntries(
    readdirSync(at)
      .filter((name) => name !== "cache")
      .map((name) => [name, readFileSync(join(at, name), "latin1")]),
  );
/** How many rows of checkpoints each file of the cache has. */
const lines = (at: string) =>
  readdirSync(join(at, "cache")).map((name) => readFileSync(join(at, "cache", name), "utf8").split("\n").length - 1);
const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0);

let whole: ReturnType<typeof results>;
let rows: number;

beforeAll(async () => {
  const at = join(aside, "out");
  await printed(analyze(at));
  whole = results(at);
  rows = sum(lines(at));
}, PATIENCE);

describe("--shard", () => {
  test(
    "shards at once, each in a file of its own, and then the rest give the bytes of one run",
    async () => {
      const at = out();
      const ended = await Promise.all([1, 2, 3].map((i) => apart(analyze(at, "--shard", `${i}/3`))));
      const said = ended.map(outOf);
      expect(said.map((text) => text.split("\n")[0])).toEqual([
        "tiny: shard 1 of 3: 3 of 8 checkpoints, 0 of them known before",
        "tiny: shard 2 of 3: 3 of 8 checkpoints, 0 of them known before",
        "tiny: shard 3 of 3: 2 of 8 checkpoints, 0 of them known before",
      ]);
      expect(readdirSync(at)).toEqual(["cache"]);
      expect(lines(at)).toHaveLength(3);
      expect(sum(lines(at))).toBe(rows);
      expect(await printed(analyze(at, "--missing"))).toBe("");
      expect(await printed(analyze(at, "--missing", "--shard", "/3"))).toBe("");
      expect(await printed(analyze(at))).toContain(`${CHECKPOINTS} checkpoints, ${CHECKPOINTS} from the cache`);
      expect(results(at)).toEqual(whole);
      expect(sum(lines(at))).toBe(rows);
    },
    PATIENCE,
  );

  test(
    "what a killed shard has done is not done again, and only its rest is missing",
    async () => {
      const at = out();
      // Tried again where it had ended before it was killed.
      for (let signal: string | null = null; signal === null; ) {
        rmSync(at, { recursive: true, force: true });
        const { child, ended } = start(analyze(at, "--shard", "2/2"));
        while (child.exitCode === null && (!existsSync(join(at, "cache")) || sum(lines(at)) <= rows / CHECKPOINTS))
          await pause(1);
        child.kill("SIGKILL");
        signal = (await ended).signal;
      }
      await printed(analyze(at, "--shard", "1/2"));
      const missing = (await printed(analyze(at, "--missing"))).trim().split(",");
      expect(missing.length).toBeGreaterThan(0);
      expect(missing.length).toBeLessThan(4);
      expect(await printed(analyze(at, "--missing", "--shard", "/2"))).toBe("1\n");
      expect(await printed(analyze(at, "--missing", "--shard", "/2", "--from-one"))).toBe("2\n");
      const again = await printed(analyze(at, "--shard", "/2"), { env: { ...process.env, LSB_JOBINDEX: "2" } });
      expect(again).toContain(`shard 2 of 2: 4 of 8 checkpoints, ${4 - missing.length} of them known before`);
      // Every row stands once, also those of a checkpoint of which some were there.
      expect(sum(lines(at))).toBe(rows);
      await printed(analyze(at));
      expect(results(at)).toEqual(whole);
    },
    PATIENCE,
  );

  test("more shards than checkpoints leave some with none", async () => {
    expect(await printed(analyze(out(), "--last", "--shard", "2/2"))).toContain("shard 2 of 2: 0 of 1 checkpoint, 0");
  });

  test.each([
    ["5/4", {}, /'5\/4' is invalid\. It must be i\/n with i from 1 to n/],
    ["0/4", {}, /'0\/4' is invalid/],
    ["/0", {}, /'\/0' is invalid/],
    ["auto/4", {}, /^error: --shard: \/4 is of a scheduler's array, and this is in none; give i\/4, or set SLURM/],
    ["/4", { SLURM_ARRAY_TASK_ID: "4" }, /^error: SLURM_ARRAY_TASK_ID: 4 is no shard of 4; let the array be 0-3/],
    ["/4", { SGE_TASK_ID: "5" }, /^error: SGE_TASK_ID: 5 is no shard of 4; let the array be 1-4/],
    [
      "/4",
      { PBS_ARRAY_INDEX: "2", JOB_COMPLETION_INDEX: "1" },
      /^error: PBS_ARRAY_INDEX: is place 2, .*give --shard i\/4/,
    ],
  ])("%s with %j is refused in a line", async (shard, env, message) => {
    const { code, err } = await grok(analyze(out(), "--shard", shard), { env: { ...process.env, ...env } });
    expect(code).toBe(2);
    expect(err).toMatch(message);
    expect(err.trim().split("\n")).toHaveLength(1);
  });

  test.each([
    [["--shard", "1/2", "--json"], /cannot be used with option '--json'/],
    [["--shard", "1/2", "--missing"], /^error: --missing: asks all shards; give --shard \/2/],
    [["--shard", "1/2", "--from-one"], /^error: --from-one: counts what --missing prints/],
  ])("%j is refused", async (given, message) => {
    const { code, err } = await grok(analyze(out(), ...given));
    expect(code).toBe(2);
    expect(err).toMatch(message);
  });
});

describe("several processes at once on one folder", () => {
  test(
    "the whole twice gives the bytes of one",
    async () => {
      const at = out();
      for (const end of await Promise.all([1, 2].map(() => apart(analyze(at))))) outOf(end);
      expect(results(at)).toEqual(whole);
      expect(await printed(analyze(at))).toContain(`${CHECKPOINTS} checkpoints, ${CHECKPOINTS} from the cache`);
      expect(results(at)).toEqual(whole);
    },
    PATIENCE,
  );

  test(
    "different analyzers lose nothing of one another",
    async () => {
      const at = out();
      const names = ONLY[1].split(",");
      const parts = [names.slice(0, 2), names.slice(2)];
      const asked = parts.map((part) => apart(analyze(at, "--only", part.join(","))));
      for (const end of await Promise.all(asked)) outOf(end);
      expect(Object.keys(results(at))).toEqual(Object.keys(whole));
      expect(Object.keys(JSON.parse(results(at)["analysis.json"]).asked).sort()).toEqual(names.toSorted());
    },
    PATIENCE,
  );
});

describe("ended by SIGKILL at any moment", () => {
  test(
    "the same command goes on to the same bytes",
    async () => {
      const at = out();
      for (let kills = 0; ; kills++) {
        const { child, ended } = start(analyze(at));
        // Node needs some of it to start: some are killed before anything, some between, some while results are written.
        const timer = setTimeout(() => child.kill("SIGKILL"), 150 + Math.random() * 600 + 500 * kills);
        const { signal } = await ended;
        clearTimeout(timer);
        if (signal === null) break;
      }
      rmSync(join(at, "analysis.json"), { force: true });
      await printed(analyze(at));
      expect(results(at)).toEqual(whole);
      expect(readdirSync(join(at, "cache")).filter((name) => name.endsWith(".tmp"))).toEqual([]);
    },
    PATIENCE,
  );
});
