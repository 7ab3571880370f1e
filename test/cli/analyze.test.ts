import { spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { apart, file, folder, grok, outOf, PATIENCE, printed, start, TINY } from "./_cli.ts";

/** Analyzers that these tests ask: three that have been there from the first, so that more of them cost no time. */
const THREE = ["fourier", "losses", "weight-norms"];
const ONLY = ["--threads", "1", "--only", THREE.join(",")];
/** Half of the checkpoints of the tiny run: what is of their number costs no time. */
const KEPT = ["0", "50", "100", "200", "300", "500", "1000", "2000", "3000", "4000", "5000", "final"];
const CHECKPOINTS = KEPT.length;
const aside = mkdtempSync(join(tmpdir(), "cli-"));
const RUN = join(aside, "tiny");
mkdirSync(RUN);
for (const name of ["init", ...KEPT]) cpSync(join(TINY, `${name}.pth`), join(RUN, `${name}.pth`));

const out = () => join(folder(), "out");
/** Every file below a folder with its bytes as text. */
const contents = (path: string) =>
  Object.fromEntries(
    readdirSync(path, { recursive: true, encoding: "utf8" })
      .filter((name) => /\.\w+$/.test(name))
      .sort()
      .map((name) => [name, readFileSync(join(path, name), "utf8")]),
  );
/** Those of analyzers: not the cache, nor what is of the run and of no analyzer. */
const resultsIn = (path: string) =>
  Object.fromEntries(Object.entries(contents(path)).filter(([name]) => !/^cache|^analysis\.json$/.test(name)));
/** How many lines the cache has of each analyzer. */
const kept = (path: string) =>
  THREE.map((name) => {
    const cache = join(path, "cache", `${name}.jsonl`);
    return existsSync(cache) ? readFileSync(cache, "utf8").split("\n").length - 1 : 0;
  });
/** How many checkpoints a command said that it took from the cache. */
const fromCache = (text: string) => Number(/^\d+ checkpoints?, (\d+) from the cache$/m.exec(text)?.[1]);

/** The folder of an analysis that nothing disturbed, and what it printed as JSON. */
let whole: string;
let wholeJson: string;
beforeAll(async () => {
  whole = join(aside, "whole");
  wholeJson = await printed(["analyze", RUN, "--json", "--out", whole, ...ONLY]);
});
afterAll(() => rmSync(aside, { recursive: true }));

describe("analyze", () => {
  test("writes and prints what the commands give one by one", async () => {
    const json = JSON.parse(wholeJson);
    expect(Object.keys(json)).toEqual(["results", "skipped"]);
    expect(json.skipped).toEqual([]);
    const alone = out();
    for (const name of THREE) await printed([name, RUN, "--out", alone]);
    expect(resultsIn(whole)).toEqual(contents(alone));
    expect(json.results).toEqual(THREE.map((name) => JSON.parse(contents(alone)[`${name}.json`])));
    expect(kept(whole)).toEqual([CHECKPOINTS, CHECKPOINTS, CHECKPOINTS]);
  });

  test("asks every analyzer that there is, and says with --verbose what each finds; a second time it computes nothing", async () => {
    const cwd = folder();
    const args = ["analyze", RUN, "--last", "--verbose"];
    const [first, second] = [await printed(args, { cwd }), await printed(args, { cwd })];
    expect(first).toMatch(/^analyze {2}tiny\na \+ b mod 29, mainline layout, 1 checkpoint, epoch 6000\n/);
    for (const line of ["Fourier spectra and key frequencies", "key frequencies, logit-map: 3, 11, 13", "Weight norms"])
      expect(first).toContain(`\n${line}\n`);
    expect(first).toMatch(/\n1 checkpoint, 0 from the cache\nwrote \d+ files to tiny-analysis\n/);
    expect(second).toBe(first.replace("0 from the cache", "1 from the cache"));
    const files = Object.keys(resultsIn(join(cwd, "tiny-analysis")));
    const skipped = Array.from(first.matchAll(/^(\S+) does not apply: /gm), ([, name]) => name);
    const commands = (await printed(["--help"])).matchAll(/^ {2}([a-z-]+) \[options\] <run>/gm);
    const known = Array.from(commands, ([, name]) => name).filter(
      (name) => !["info", "analyze", "figures", "report"].includes(name),
    );
    expect(known.filter((name) => !skipped.includes(name) && !files.includes(`${name}.json`))).toEqual([]);
  });

  test("--only and --skip choose, and options go to those that have them", async () => {
    const at = out();
    await printed(["analyze", RUN, "--last", "--out", at, ...ONLY, "--skip", "losses", "--rules", "every"]);
    expect(Object.keys(resultsIn(at))).toEqual([
      "fourier.csv",
      "fourier.json",
      "weight-norms.csv",
      "weight-norms.json",
    ]);
    expect(JSON.parse(contents(at)["fourier.json"]).options).toEqual({ block: "each", rules: "every" });
    expect(JSON.parse(contents(at)["weight-norms.json"]).options).toEqual({});
  });

  test("says which analyzers do not apply; where none does, that is a failure", async () => {
    const run = join(TINY, "..", "tasks", "quadratic");
    const text = await printed(["analyze", run, "--out", out(), ...ONLY]);
    expect(text).toMatch(/\nfourier does not apply: .* no cyclic group/);
    const at = out();
    const { code, out: none, err } = await grok(["analyze", run, "--out", at, "--only", "fourier"]);
    expect({ code, none }).toEqual({ code: 1, none: "" });
    expect(err).toMatch(/^error: [^\n]*no analyzer asked applies: fourier, as [^\n]*\n$/);
    expect(existsSync(at)).toBe(false);
  });

  test.each([
    [
      ["--only", "losses,fouriers"],
      /^error: --only: there is no analyzer "fouriers"; choose among .*fourier, .*losses/,
    ],
    [["--skip", "loss"], /^error: --skip: there is no analyzer "loss"; choose among .*losses/],
    [["--only", "losses", "--skip", "losses"], /^error: --skip: leaves no analyzer; /],
    [["--only", "losses", "--rules", "every"], /^error: --rules: no analyzer asked has this option; fourier has it/],
    [["--rules", "most"], /'most' is invalid.*last, every/],
    [["--csv"], /unknown option '--csv'/],
    [["--threads", "0"], /'--threads <n>' argument '0' is invalid/],
  ])("%j is asked wrongly: one line, exit 2, nothing written", async (args, message) => {
    const at = out();
    const { code, out: text, err } = await grok(["analyze", RUN, "--out", at, ...args]);
    expect({ code, text }).toEqual({ code: 2, text: "" });
    expect(err).toMatch(/^error: [^\n]*; [^\n]*\n$/);
    expect(err).toMatch(message);
    expect(existsSync(at)).toBe(false);
  });

  test("--help says what it takes and gives", async () => {
    const help = await printed(["analyze", "--help"]);
    for (const word of ["--task", "--every", "--threads", "--only", "--skip", "--out", "--json", "--rules", "cache/"])
      expect(help).toContain(word);
    for (const word of [...THREE, "Ctrl-C", "Examples:"]) expect(help).toContain(word);
  });
});

describe("a folder of results", () => {
  test("of another run is refused and left as it is", async () => {
    const at = out();
    await printed(["analyze", RUN, "--every", "10", "--out", at, ...ONLY]);
    const before = contents(at);
    const others = [join(TINY, "..", "layouts", "full-run-data"), join(TINY, "..", "tasks", "quadratic")];
    for (const other of others) {
      const { code, out: text, err } = await grok(["analyze", other, "--out", at, ...ONLY]);
      expect({ code, text }).toEqual({ code: 1, text: "" });
      expect(err).toMatch(
        /^error: \S*out: holds results of another run: fourier\.json [^\n]*; choose another --out\n$/,
      );
      expect(contents(at)).toEqual(before);
    }
    // Other checkpoints of the same run are no other run.
    expect(await printed(["analyze", RUN, "--epochs", "50..100", "--out", at, ...ONLY])).toContain("from the cache");
  });

  test("that holds a file of the user's own under a result's name is refused and left as it is", async () => {
    for (const name of ["losses.csv", "losses.json"]) {
      const at = join(file(name, "epoch,mine\n"), "..");
      const { code, err } = await grok(["analyze", RUN, "--last", "--out", at, ...ONLY]);
      expect(code).toBe(1);
      expect(err).toMatch(new RegExp(`^error: [^\\n]*: holds ${name}, which is no result; choose another --out\\n$`));
      expect(contents(at)).toEqual({ [name]: "epoch,mine\n" });
      expect(await printed(["analyze", RUN, "--last", "--out", at, "--only", "fourier"])).toContain("wrote 3 files");
    }
  });

  test("inside the run's folder is no part of the run; the run's folder itself is refused", async () => {
    const run = join(folder(), "tiny");
    cpSync(RUN, run, { recursive: true });
    const info = await printed(["info", run, "--json"]);
    const { code, err } = await grok(["analyze", run, "--last", "--out", run, ...ONLY]);
    expect(code).toBe(1);
    expect(err).toMatch(/^error: \S*tiny: holds the run: [^\n]*; choose another --out\n$/);
    await printed(["analyze", ".", "--last", ...ONLY], { cwd: run });
    expect(existsSync(join(run, "tiny-analysis", "cache"))).toBe(true);
    expect(await printed(["info", run, "--json"])).toBe(info);
  });

  test("cannot be where a file is, or without a name", async () => {
    const cwd = folder();
    for (const at of [file("results", "mine"), join(file("results", "mine"), "deeper"), ""]) {
      const { code, out: text, err } = await grok(["analyze", RUN, "--last", "--out", at, ...ONLY], { cwd });
      expect({ code, text }).toEqual({ code: 1, text: "" });
      expect(err).toMatch(/^error: [^\n]*cannot be written: [^\n]*; choose another --out\n$/);
      expect(readdirSync(cwd)).toEqual([]);
    }
  });
});

describe("a run that is still being written", () => {
  test(
    "is picked up where it was",
    async () => {
      const run = join(folder(), "tiny");
      cpSync(RUN, run, { recursive: true });
      const [at, once, aside] = [out(), out(), join(folder(), "5000.pth")];
      // Without the file that comes with the end of training.
      rmSync(join(run, "final.pth"));
      renameSync(join(run, "5000.pth"), aside);
      expect(fromCache(await printed(["analyze", run, "--out", at, ...ONLY]))).toBe(0);
      renameSync(aside, join(run, "5000.pth"));
      expect(fromCache(await printed(["analyze", run, "--out", at, ...ONLY]))).toBe(CHECKPOINTS - 3);
      expect(fromCache(await printed(["analyze", run, "--out", once, ...ONLY]))).toBe(0);
      expect(resultsIn(at)).toEqual(resultsIn(once));
    },
    PATIENCE,
  );
});

/** Starts an analysis and sends the signal once the cache has some checkpoints; tries again where it was too late. */
async function interrupted(signal: NodeJS.Signals, at: string, more: readonly string[] = []) {
  for (;;) {
    const { child, ended } = start(["analyze", RUN, "--out", at, ...ONLY, ...more]);
    while (Math.min(...kept(at)) < 3 && child.exitCode === null) await pause(1);
    child.kill(signal);
    const end = await ended;
    if (end.code !== 0) return end;
    rmSync(at, { recursive: true });
  }
}

describe("ended before its end", () => {
  test.each(["1", "2"])(
    "by SIGKILL, what was done comes from the cache and the end is the same, on %s threads",
    async (threads) => {
      const at = out();
      expect(await interrupted("SIGKILL", at, ["--threads", threads])).toMatchObject({ signal: "SIGKILL", out: "" });
      const done = Math.min(...kept(at));
      expect(done).toBeGreaterThanOrEqual(3);
      expect(done).toBeLessThan(CHECKPOINTS);
      expect(fromCache(await printed(["analyze", RUN, "--out", at, ...ONLY]))).toBeGreaterThanOrEqual(done);
      expect(resultsIn(at)).toEqual(resultsIn(whole));
      expect(kept(at)).toEqual(kept(whole));
    },
    PATIENCE,
  );

  test.each(["1", "2"])(
    "by Ctrl-C, it writes what there is and exits 130, on %s threads",
    async (threads) => {
      const at = out();
      const { code, signal, out: text, err } = await interrupted("SIGINT", at, ["--threads", threads]);
      expect({ code, signal, err }).toEqual({ code: 130, signal: null, err: "" });
      expect(text).toMatch(/\nwrote 7 files to \S+\nstopped: run the same command again to go on\n$/);
      for (const name of THREE) {
        const { provenance, table } = JSON.parse(contents(at)[`${name}.json`]);
        const epochs = provenance.checkpoints.map(({ epoch }: { epoch: number }) => epoch);
        expect(epochs.length).toBeGreaterThanOrEqual(3);
        expect(epochs.length).toBeLessThan(CHECKPOINTS);
        // On one thread the last checkpoint is done first.
        if (threads === "1") expect(epochs.at(-1)).toBe(6000);
        expect([...new Set(table.rows.map(({ epoch }: { epoch: number }) => epoch))]).toEqual(epochs);
      }
      await printed(["analyze", RUN, "--out", at, ...ONLY]);
      expect(resultsIn(at)).toEqual(resultsIn(whole));
    },
    PATIENCE,
  );

  test("by Ctrl-C, it leaves results of more checkpoints, and prints nothing with --json", async () => {
    const at = out();
    cpSync(whole, at, { recursive: true });
    rmSync(join(at, "cache"), { recursive: true });
    const { code, out: text, err } = await interrupted("SIGINT", at, ["--threads", "1", "--json"]);
    expect({ code, text, err }).toEqual({ code: 130, text: "", err: "" });
    expect(resultsIn(at)).toEqual(resultsIn(whole));
  });

  test("half-written files of a killed process are removed", async () => {
    const at = out();
    mkdirSync(join(at, "cache"), { recursive: true });
    const { pid } = spawnSync(process.execPath, ["--version"]);
    const end = `${hostname()}.${pid}.tmp`;
    for (const name of [`.losses.json.${end}`, join("cache", `.losses.jsonl.${end}`)])
      writeFileSync(join(at, name), "half");
    await printed(["analyze", RUN, "--last", "--out", at, ...ONLY]);
    expect(readdirSync(at, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".tmp"))).toEqual([]);
  });

  test("what a living process has not finished stays", async () => {
    const at = out();
    mkdirSync(at, { recursive: true });
    const names = [`.losses.json.${hostname()}.${process.pid}.tmp`, ".losses.json.elsewhere.1.tmp"];
    for (const name of names) writeFileSync(join(at, name), "half");
    outOf(await apart(["analyze", RUN, "--last", "--out", at, ...ONLY]));
    expect(readdirSync(at).filter((name) => name.endsWith(".tmp"))).toEqual(names.toSorted());
  });
});
