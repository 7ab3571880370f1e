import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { folder, grok, PATIENCE } from "./_cli.ts";
import { HOSTILE, hostileRun, hostileTensors, STEERING } from "./_hostile-run.ts";

/** What of a text steers who shows it, a line feed apart. */
const steering = (text: string) => [...text.replaceAll("\n", "")].filter((sign) => STEERING.test(sign));

test(
  "a run whose every name is hostile steers no terminal, and no file that is made of it",
  async () => {
    const at = folder();
    const run = hostileRun(at);
    const made = join(at, "made");
    mkdirSync(made);
    mkdirSync(join(at, "tensors"));
    const few = ["--only", "losses,phases,weight-norms"];
    const results = `${HOSTILE}-analysis`;
    const asked: readonly (readonly [code: number, ...args: string[]])[] = [
      [0, "analyze", run, ...few],
      [0, "info", run, "--verbose"],
      [0, "phases", run, "--csv"],
      [0, "info", run, "--json"],
      [1, "info", hostileTensors(join(at, "tensors"))],
      [0, "figures", results, "--only", "losses,phases", "--format", "svg,json,pgf"],
      [0, "report", results],
      [11, "watch", run, "--once"],
      [124, "watch", run, "--for", "0.5", "--verbose"],
      [2, "info", "--", HOSTILE, HOSTILE],
    ];
    for (const [code, ...args] of asked) {
      const { code: ended, out, err } = await grok(args, { cwd: made });
      const said = { args, code: ended, steering: steering(out.replaceAll("\r\n", "\n") + err) };
      expect(said).toEqual({ args, code, steering: [] });
      // A line of its own is ours alone.
      expect(`${out}${err}`).not.toMatch(/^error: forged/m);
    }
    const files = readdirSync(made, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
    expect(files.map(({ name }) => name)).toEqual(expect.arrayContaining(["losses.csv", "captions.md"]));
    expect(files.some(({ name }) => name.endsWith("-report.html"))).toBe(true);
    for (const { parentPath, name } of files) {
      if (name.endsWith(".begin") || name.endsWith(".png")) continue;
      const text = readFileSync(join(parentPath, name), "utf8").replaceAll("\r\n", "\n");
      expect({ name, steering: steering(text) }).toEqual({ name, steering: [] });
    }
  },
  PATIENCE,
);

test("stdout and stderr are written by one module, so that no sentence can go around it", () => {
  const sources = readdirSync("src", { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".ts"));
  const around = sources.filter((name) => {
    if (name.startsWith("page/") || name === join("cli", "_out.ts")) return false;
    return /process\.std(?:out|err)\.write|console\.\w+\(/.test(readFileSync(join("src", name), "utf8"));
  });
  // What is drawn again and again on a terminal, of `plain` words.
  expect(around).toEqual([join("cli", "_opened.ts")]);
});
