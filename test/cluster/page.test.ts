import { spawnSync } from "node:child_process";
import { chmodSync, cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "commander";
import { expect, test } from "vitest";
import { program } from "#cli/program.js";
import { folder, MAIN, PATIENCE, TINY } from "../cli/_cli.ts";

const page = readFileSync("docs/cluster.md", "utf8");
/** What the page has a shell do, continued lines put together. */
const lines = page.replaceAll("\\\n", " ").split("\n");
const commands = lines.flatMap((line) => line.match(/grok-analyze[ ,]+(?:analyze|sweep)[^|)<>`\]]*/g) ?? []);

/** The command that words name, and the words after its name. */
function named([word, ...rest]: readonly string[], among: Command): readonly [Command, readonly string[]] {
  const found = among.commands.find((one) => one.name() === word);
  return found ? named(rest, found) : [among, [word, ...rest]];
}

test.each(commands)("%s has only options that there are", (text) => {
  const [command, words] = named(text.split(/[ ,]+/).slice(1), program());
  expect(["analyze", "run", "plan", "submit", "missing"]).toContain(command.name());
  const options = command.options.flatMap(({ long, short }) => [long, short]);
  for (const word of words.filter((one) => /^--?[a-z]/.test(one))) expect(options).toContain(word.replaceAll('"', ""));
});

/** A folder with the page's run and sweep, both small, in which a shell finds the program. */
function project() {
  const at = folder();
  cpSync(TINY, join(at, "ckpt"), { recursive: true });
  writeFileSync(join(at, "grok-analyze"), `#!/bin/sh\nexec '${process.execPath}' '${MAIN}' "$@"\n`);
  chmodSync(join(at, "grok-analyze"), 0o755);
  const sh = (line: string) => {
    const env = { ...process.env, PATH: `${at}:${process.env.PATH}` };
    const { status, stdout, stderr } = spawnSync("sh", ["-c", line], { cwd: at, env, encoding: "utf8" });
    expect({ line, status, stderr }).toEqual({ line, status: 0, stderr: "" });
    return stdout;
  };
  const tiny = "--set family=mlp --set neurons=8 --set epochs=20 --grid p=7,8 --grid weight_decay=0,1";
  sh(`grok-analyze sweep plan ${tiny} -o sweeps/decay`);
  return { at, sh };
}
/** The line of the page that begins and ends so. */
const line = (start: string, end = "") => {
  const found = lines.find((one) => one.startsWith(start) && one.endsWith(end));
  expect(found, `${start} … ${end}`).toBeDefined();
  return found as string;
};
const parallel = spawnSync("parallel", ["--version"], { encoding: "utf8" }).stdout?.startsWith("GNU parallel") === true;

test.each(["xargs", ...(parallel ? ["parallel"] : [])])(
  "the manifest by %s, and what is missing alone",
  (tool) => {
    const { at, sh } = project();
    sh(line(`${tool} `, "manifest.txt"));
    expect(sh("grok-analyze sweep missing sweeps/decay")).toBe("");
    const cells = readdirSync(join(at, "sweeps", "decay", "cells")).sort();
    expect(cells).toHaveLength(4);
    for (const i of [0, 1, 3]) rmSync(join(at, "sweeps", "decay", "cells", cells[i]));
    const places = sh("grok-analyze sweep missing sweeps/decay").trim();
    sh(line("grok-analyze sweep missing sweeps/decay | tr", "> missing.txt"));
    const missing = readFileSync(join(at, "missing.txt"), "utf8").trim().split("\n").map(Number);
    expect(missing).toHaveLength(3);
    expect(places.split(",").length).toBeLessThanOrEqual(3);
    sh(
      parallel
        ? line("parallel ", "< missing.txt")
        : "xargs -n 1 grok-analyze sweep run sweeps/decay --index < missing.txt",
    );
    expect(sh("grok-analyze sweep missing sweeps/decay")).toBe("");
  },
  PATIENCE,
);
