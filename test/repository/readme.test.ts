import { spawnSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import type { Command } from "commander";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { program } from "#cli/program.js";
import { tinyResults } from "../_tiny-results.ts";

/** Pages whose commands and programs a newcomer pastes: they name fixtures, or what an earlier command of the page has made. */
const PASTED = ["README.md", "docs/start.md", "docs/library.md"];
/** Pages whose commands are looked up: that there are such commands and options, and that a value is one. */
const LOOKED_UP = ["commands", "measures"].flatMap((folder) =>
  readdirSync(`docs/${folder}`).map((file) => `docs/${folder}/${file}`),
);

/** Pages run whole analyses of small runs, each in a process of its own. */
const TIMEOUT = 600_000;

const blocks = (text: string, language: string) =>
  Array.from(text.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, "gm")), ([, body]) => body);
/** Command lines of the package; a backslash joins two lines, and `$ ` before a command is a prompt. */
const commandsOf = (text: string) =>
  blocks(text, "sh").flatMap((body) =>
    body
      .replace(/\\\n\s*/g, " ")
      .split("\n")
      .map((line) => line.trim().replace(/^\$ /, ""))
      .filter((line) => /^(npx )?grok-analyze\b/.test(line)),
  );
const read = (pages: readonly string[]) => pages.map((page) => readFileSync(page, "utf8"));
const texts = read(PASTED);
/** The run that `example` writes, and that of the fixtures, which it is: a command on one does what it does on the other. */
const [EXAMPLE, SAME] = ["example-run", "fixtures/tiny"];
const alike = (line: string) => line.replaceAll(EXAMPLE, SAME);
const commands = texts
  .flatMap(commandsOf)
  .filter((line, i, all) => all.findIndex((other) => alike(other) === alike(line)) === i);
const others = [...new Set(read(LOOKED_UP).flatMap(commandsOf))].filter((line) => !commands.includes(line));
const programs = [...new Set(texts.flatMap((text) => blocks(text, "ts")))];
const nameOf = (program: string) => `program-${programs.indexOf(program)}`;

describe("pages", () => {
  // A folder as a reader has it: the package installed, the fixtures beside. Files that a command writes stay in it.
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "readme-"));
    mkdirSync(join(folder, "node_modules/@types"), { recursive: true });
    mkdirSync(join(folder, "bin"));
    symlinkSync(resolve("."), join(folder, "node_modules/grok-analyze"), "junction");
    symlinkSync(resolve("node_modules/@types/node"), join(folder, "node_modules/@types/node"), "junction");
    symlinkSync(resolve("fixtures"), join(folder, "fixtures"), "junction");
    // What `analyze fixtures/tiny` wrote before: it computes nothing twice.
    cpSync(tinyResults(), join(folder, "tiny-analysis"), { recursive: true });
    writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
    const command = join(folder, "bin/grok-analyze");
    writeFileSync(command, `#!/bin/sh\nexec "${process.execPath}" "${resolve("dist/bundle/main.js")}" "$@"\n`);
    chmodSync(command, 0o755);
  }, TIMEOUT);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test("show commands and programs", () => {
    expect(commands.length).toBeGreaterThan(0);
    expect(programs.length).toBeGreaterThan(0);
    expect(others.length).toBeGreaterThan(0);
  });

  test.each(others)("a command is one that there is: %s", async (line) => {
    const [, words = ""] = /^(?:npx )?grok-analyze +([^|>&;#]*)/.exec(line) ?? [];
    const root = idle(program());
    await root.parseAsync(words.trim().split(/\s+/), { from: "user" });
  });

  test.each(commands)("a command runs: %s", { timeout: TIMEOUT }, (line) => {
    const PATH = [join(folder, "bin"), process.env.PATH].join(delimiter);
    // `pipefail` is not in every sh, so that only the last command of a pipe is seen to fail.
    const run = spawnSync(line.replaceAll("npx grok-analyze", "grok-analyze"), {
      cwd: folder,
      env: { ...process.env, PATH },
      shell: true,
      encoding: "utf8",
    });
    expect(run.status, `${run.stdout}${run.stderr}`).toBe(0);
  });

  test("the example is the run of the fixtures, byte for byte", () => {
    const filesOf = (at: string) =>
      new Map(readdirSync(at).map((name) => [name, readFileSync(join(at, name), "latin1")]));
    expect(filesOf(join(folder, EXAMPLE))).toEqual(filesOf(SAME));
  });

  test("programs type-check", { timeout: TIMEOUT }, () => {
    for (const program of programs) writeFileSync(join(folder, `${nameOf(program)}.ts`), program);
    const options = ["--target", "es2023", "--module", "nodenext", "--strict", "--skipLibCheck", "--types", "node"];
    const tsc = resolve("node_modules/typescript/bin/tsc");
    const files = programs.map((program) => `${nameOf(program)}.ts`);
    const built = spawnSync(process.execPath, [tsc, ...options, ...files], { cwd: folder, encoding: "utf8" });
    expect(built.status, `${built.stdout}${built.stderr}`).toBe(0);
  });

  test.each(programs.map((program) => [nameOf(program), program]))("%s runs", { timeout: TIMEOUT }, (name) => {
    const run = spawnSync(process.execPath, [`${name}.js`], { cwd: folder, encoding: "utf8" });
    expect(run.status, `${run.stdout}${run.stderr}`).toBe(0);
  });
});

/** The command line, which parses and does nothing; what is asked wrongly is thrown. */
function idle(command: Command): Command {
  command.exitOverride().configureOutput({ writeErr: () => {}, writeOut: () => {} });
  for (const inner of command.commands) idle(inner);
  return command.commands.length > 0 ? command : command.action(() => {});
}
