import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { apart, folder, json, outOf, PATIENCE, printed, start, TINY } from "./_cli.ts";

const COMMANDS = ["info", "fourier"];
/** Three checkpoints, which are done without threads; and enough for two of them. */
const FEW = ["--epochs", "0..50"];
const FOR_THREADS = ["--epochs", "0..100"];
const epochsOf = (rows: readonly Record<string, any>[]) => [...new Set(rows.map(({ epoch }) => epoch))];
// The characters that every colour begins with.
const COLOUR = "\u001b[";

describe.each(COMMANDS)("%s", (command) => {
  const few = command === "info" ? [] : FEW;

  test("--json prints one object, of what an analyzer concludes too, and nothing else", async () => {
    const text = await printed([command, TINY, "--json", ...few]);
    expect(text.trimEnd()).not.toContain("\n");
    const result = JSON.parse(text);
    const concluded = command === "info" ? [] : ["conclusion"];
    expect(Object.keys(result)).toEqual(["analyzer", "options", "provenance", "findings", ...concluded, "table"]);
    expect(result.analyzer).toBe(command);
    expect(Object.keys(result.table)).toEqual(["columns", "rows"]);
    for (const row of result.table.rows) expect(Object.keys(row)).toEqual(Object.keys(result.table.columns));
    expect(result.table.rows.length).toBeGreaterThan(0);
  });

  test("--csv prints the same table", async () => {
    const { table } = await json([command, TINY, ...few]);
    const [header, ...lines] = (await printed([command, TINY, "--csv", ...few])).trimEnd().split("\r\n");
    expect(header?.split(",")).toEqual(Object.keys(table.columns));
    expect(lines).toHaveLength(table.rows.length);
    for (const [i, line] of lines.entries()) {
      // A comma within quotes is part of a field.
      const fields = line.match(/("([^"]|"")*"|[^,]*)(,|$)/g)?.slice(0, header?.split(",").length) ?? [];
      const row = fields.map((field) => field.replace(/,$/, "").replace(/^"(.*)"$/, "$1"));
      expect(row).toEqual(Object.values(table.rows[i] ?? {}).map((value) => String(value ?? "")));
    }
  });

  test("--out writes what --json and --csv print, over older results, and leaves no other file", async () => {
    const at = folder();
    writeFileSync(join(at, `${command}.json`), "older");
    const out = await printed([command, TINY, "--json", "--out", at, ...few]);
    expect(readdirSync(at).sort()).toEqual([`${command}.csv`, `${command}.json`]);
    expect(readFileSync(join(at, `${command}.json`), "utf8")).toBe(out);
    expect(readFileSync(join(at, `${command}.csv`), "utf8")).toBe(await printed([command, TINY, "--csv", ...few]));
  });

  test("the same question gets the same bytes, on one thread and on two", async () => {
    const threads = (n: number) => (command === "info" ? [] : [...FOR_THREADS, "--threads", `${n}`]);
    const [one, again, two] = await Promise.all(
      [1, 1, 2].map((n) => printed([command, TINY, "--json", ...threads(n)])),
    );
    expect(again).toBe(one);
    expect(two).toBe(one);
  });
});

describe("which checkpoints", () => {
  const all = [0, 25, 50, 75, 100, 150, 200, 300];
  test.each<[readonly string[], readonly number[]]>([
    [["--epochs", "0..300"], all],
    [
      ["--epochs", "0..300", "--every", "3"],
      [25, 100, 300],
    ],
    [
      ["--epochs", "..50"],
      [0, 25, 50],
    ],
    [
      ["--epochs", "3500.."],
      [3500, 4000, 5000, 6000],
    ],
    [["--epochs", "100..100"], [100]],
    [["--last"], [6000]],
    [["--epochs", "0..300", "--last"], [300]],
    [["--every", "1000"], [6000]],
  ])("%j", async (options, epochs) => {
    expect(epochsOf((await json(["weight-norms", TINY, ...options])).table.rows)).toEqual(epochs);
  });
});

describe("paths", () => {
  const path = join(TINY, "final.pth");
  const result = (run: string, cwd: string) => printed(["losses", run, "--last", "--json"], { cwd });

  test(
    "relative, absolute, with a slash at the end, from elsewhere: one result",
    async () => {
      const expected = await result(TINY, process.cwd());
      const elsewhere = folder();
      const forms = [`${TINY}/`, relative(elsewhere, TINY), `${TINY}/../tiny//.`];
      for (const form of forms) expect(await result(form, elsewhere)).toBe(expected);
      expect(await result("tiny", dirname(TINY))).toBe(expected);
      expect(await result(".", TINY)).toBe(expected);
    },
    PATIENCE,
  );

  test(
    "spaces, other scripts and links",
    async () => {
      const at = join(folder(), "mes réseaux – 運転 #1 %20 'q'");
      mkdirSync(at);
      cpSync(path, join(at, basename(path)));
      symlinkSync(at, join(at, "..", "link"));
      const expected = JSON.parse(await result(path, process.cwd())).table;
      expect(JSON.parse(await result(join(at, basename(path)), at)).table).toEqual(expected);
      expect(JSON.parse(await result(at, "/")).table.rows).toEqual(expected.rows);
      expect(JSON.parse(await result(join(at, "..", "link"), "/")).provenance.run).toBe("link");
    },
    PATIENCE,
  );

  test("no result knows where the run lies", async () => {
    expect(await result(TINY, process.cwd())).not.toContain(dirname(TINY));
  });
});

describe("streams", () => {
  test.each([{}, { CI: "true" }, { NO_COLOR: "1" }])("a pipe gets no colour and no progress bar: %j", async (more) => {
    const { FORCE_COLOR: _, ...env } = process.env;
    const out = outOf(await apart(["losses", join(TINY, "final.pth")], { env: { ...env, ...more } }));
    expect(out).not.toContain(COLOUR);
    expect(out).toContain("train_loss");
  });

  test("a reader that leaves early, such as head, is no failure", async () => {
    const { child, ended } = start(["fourier", TINY, "--csv"]);
    child.stdout.once("data", () => child.stdout.destroy());
    expect(await ended).toMatchObject({ code: 0, err: "" });
  });

  test("interrupted, it ends at once and leaves nothing half-written", async () => {
    const at = join(folder(), "out");
    // Half a minute's work, of which nothing is done when the signal comes.
    const { child, ended } = start([
      "ablations",
      "fixtures/mainline",
      "--threads",
      "1",
      "--backend",
      "wasm",
      "--out",
      at,
    ]);
    await pause(400);
    child.kill("SIGINT");
    expect(await ended).toMatchObject({ signal: "SIGINT", out: "", err: "" });
    expect(() => readdirSync(at)).toThrow("ENOENT");
  });

  test("failure and success tell by their code alone", async () => {
    expect((await apart(["--version"])).code).toBe(0);
    expect((await apart(["info", join(TINY, "gone.pth")])).code).toBe(1);
    expect((await apart(["inform", TINY])).code).toBe(2);
  });
});
