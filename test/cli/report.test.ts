import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { folder, grok, PATIENCE, printed, TINY } from "./_cli.ts";

/** A run of few checkpoints that can be taken away, and its results. */
const made = mkdtempSync(join(tmpdir(), "cli-report-"));
const RUN = join(made, "run");
const RESULTS = join(made, "results");
const FINAL = join(TINY, "final.pth");

beforeAll(async () => {
  mkdirSync(RUN);
  for (const name of ["init.pth", "0.pth", "300.pth", "2000.pth", "final.pth"])
    copyFileSync(join(TINY, name), join(RUN, name));
  await printed(["analyze", RUN, "--only", "losses,phases", "--out", RESULTS]);
}, PATIENCE);
afterAll(() => rmSync(made, { recursive: true, force: true }));

describe("of a folder of results", () => {
  test("no checkpoint is read: with the run gone it is the same, to the byte", async () => {
    const at = folder();
    const report = (name: string) => printed(["report", RESULTS, "-o", join(at, name)]);
    expect(await report("with.html")).toMatch(/^wrote \S+with\.html, \d+\.\d MiB\n$/);
    rmSync(RUN, { recursive: true });
    await report("without.html");
    const bytes = readFileSync(join(at, "with.html"), "utf8");
    expect(readFileSync(join(at, "without.html"), "utf8") === bytes).toBe(true);
    expect(bytes).toMatch(/^<!doctype html>[\s\S]*<\/html>\n$/);
    expect(bytes).toContain("<h1>run</h1>");
    expect(readdirSync(at).sort()).toEqual(["with.html", "without.html"]);
  });

  test("the page is named after the run unless told otherwise", async () => {
    const cwd = folder();
    expect(await printed(["report", RESULTS], { cwd })).toMatch(/^wrote run-report\.html, /);
    expect(readdirSync(cwd)).toEqual(["run-report.html"]);
  });
});

describe("of several", () => {
  test("there is one page that compares them", async () => {
    const cwd = folder();
    expect(await printed(["report", RESULTS, RESULTS], { cwd })).toMatch(/^wrote comparison\.html, /);
    const html = readFileSync(join(cwd, "comparison.html"), "utf8");
    expect(html).toContain("<h1>2 runs compared</h1>");
    expect(html).toMatch(/<th scope="row">[^\n]*>run \(2\)<\/a>/);
  });

  test(
    "each run without results is analysed, and it is said of which",
    async () => {
      const cwd = folder();
      const out = await printed(["report", FINAL, RESULTS, "-o", "page.html"], { cwd });
      expect(out).toMatch(/^\S+final\.pth: wrote the results to final\.pth-analysis\nwrote page\.html, /);
      expect(readdirSync(cwd).sort()).toEqual(["final.pth-analysis", "page.html"]);
    },
    PATIENCE,
  );

  test.each([
    [["--results", RESULTS], "--results: is of one run; give folders of results in place of the runs"],
    [["--compact"], "--compact: is of the report of one run; give one run, or leave it out"],
  ])("%j, which is of one, is asked wrongly, and nothing is analysed", async (args, message) => {
    const cwd = folder();
    const { code, out, err } = await grok(["report", RESULTS, FINAL, ...args], { cwd });
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toBe(`error: ${message}\n`);
    expect(readdirSync(cwd)).toEqual([]);
  });
});

test("a folder of several runs makes no compact page, and none of them is analysed", async () => {
  const cwd = folder();
  for (const run of ["a", "b"]) {
    mkdirSync(join(cwd, "runs", run), { recursive: true });
    copyFileSync(FINAL, join(cwd, "runs", run, "final.pth"));
  }
  const { code, out, err } = await grok(["report", "runs", "--compact"], { cwd });
  expect({ code, out }).toEqual({ code: 2, out: "" });
  expect(err).toBe("error: --compact: is of the report of one run; give one run, or leave it out\n");
  expect(readdirSync(cwd)).toEqual(["runs"]);
});

test.each<[string, readonly string[], number, RegExp]>([
  ["no run", [], 2, /missing required argument 'runs'/],
  ["a run that is not there", [resolve("gone")], 1, /gone/],
  ["a folder without a run", [folderOfNothing()], 1, /nothing/],
])("%s: one line", async (_, args, exit, message) => {
  const at = join(folder(), "page.html");
  const { code, out, err } = await grok(["report", ...args, "-o", at]);
  expect({ code, out }).toEqual({ code: exit, out: "" });
  expect(err).toMatch(/^error: [^\n]*\n$/);
  expect(err).toMatch(message);
  expect(existsSync(at)).toBe(false);
});

function folderOfNothing(): string {
  const path = join(made, "nothing");
  mkdirSync(path);
  return path;
}

test("a place where no page can be written is an error on one line", async () => {
  const { code, out, err } = await grok(["report", RESULTS, "-o", join(folder(), "gone", "page.html")]);
  expect({ code, out }).toEqual({ code: 1, out: "" });
  expect(err).toMatch(/^error: [^\n]*cannot be written: [^\n]*\n$/);
});
