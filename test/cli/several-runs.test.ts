import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { folder, grok, PATIENCE, printed } from "./_cli.ts";

/** A folder with two runs and a file that is none. */
function runs(): string {
  const at = folder();
  cpSync("fixtures/layouts/two-layer-mlp", join(at, "runs", "a"), { recursive: true });
  cpSync("fixtures/layouts/two-layer-mlp-square", join(at, "runs", "b"), { recursive: true });
  return at;
}

test("info lists the runs of a folder, one line each, and what is wrong with one", async () => {
  const at = runs();
  cpSync("fixtures/layouts/two-layer-mlp", join(at, "runs", "c"), { recursive: true });
  for (const name of readdirSync(join(at, "runs", "c")))
    writeFileSync(join(at, "runs", "c", name), readFileSync(join(at, "runs", "c", name)).subarray(0, 500));
  const out = await printed(["info", "runs"], { cwd: at });
  expect(out).toMatch(/^ a +a \+ b mod 11 +two-layer-mlp +5 +0 +301 *$/m);
  expect(out).toMatch(/^ b +a \+ b mod 13 /m);
  const lines: readonly { run: string; error: string }[] = JSON.parse(
    await printed(["info", "runs", "--json"], { cwd: at }),
  ).table.rows;
  expect(lines.map(({ run }) => run)).toEqual(["a", "b", "c"]);
  expect(lines[2].error).toMatch(/^holds no readable checkpoint: 0\.pth .*truncated/);
});

test("a question of one run names the runs; --run takes one", async () => {
  const at = runs();
  const { code, err } = await grok(["losses", "runs"], { cwd: at });
  expect([code, err]).toEqual([1, expect.stringMatching(/^error: runs: holds 2 runs: a, b; --run takes one[^\n]*\n$/)]);
  const out = await printed(["losses", "runs", "--run", "b", "--last"], { cwd: at });
  expect(out).toContain("a + b mod 13");
});

test(
  "analyze and report take all of them, into a folder each, and one page",
  async () => {
    const at = runs();
    const out = await printed(["analyze", "runs", "--only", "losses,phases"], { cwd: at });
    expect(out.match(/^analyze {2}[ab]$/gm)).toEqual(["analyze  a", "analyze  b"]);
    for (const run of ["a", "b"]) expect(existsSync(join(at, "runs-analysis", run, "phases.json"))).toBe(true);
    for (const from of ["runs", "runs-analysis"]) {
      const said = await printed(["report", from, "-o", `${from}.html`], { cwd: at });
      if (from === "runs") expect(said).toContain("runs/a: from the results in runs-analysis/a\n");
      expect(readFileSync(join(at, `${from}.html`), "utf8")).toContain("2 runs");
    }
    // One of them has the results that were made of all.
    const one = await printed(["report", "runs", "--run", "b", "-o", "b.html"], { cwd: at });
    expect(one).toContain("from the results in runs-analysis/b\n");
  },
  PATIENCE,
);

test("one that fails is named, the others are done, and the command fails", async () => {
  const at = runs();
  writeFileSync(join(at, "runs", "a", "config.json"), JSON.stringify({ activation: "mish" }));
  const { code, out, err } = await grok(["analyze", "runs", "--only", "weight-norms"], { cwd: at });
  expect(code).toBe(1);
  expect(err).toMatch(/^error: runs\/a: configuration: activation "mish": is not known[^\n]*\n$/);
  expect(out).toContain("analyze  b");
  expect((await grok(["analyze", "runs", "--task", "nonsense"], { cwd: at })).code).toBe(2);
});
