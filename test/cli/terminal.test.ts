import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import { folder, MAIN, printed, TINY } from "./_cli.ts";

const COLOUR = "\u001b[";

/** util-linux's `script` runs a command on a pseudo-terminal; other systems have none, or another with other options. */
const hasScript = /util-linux/.test(spawnSync("script", ["--version"]).stdout?.toString() ?? "");

/** What a terminal would receive, stdout and stderr together, unless one of them is redirected. */
function onTerminal(command: string, env: Record<string, string> = {}): string {
  const { NO_COLOR: _, FORCE_COLOR: __, CI: ___, ...outer } = process.env;
  return execFileSync("script", ["-qec", command, "/dev/null"], {
    env: { ...outer, TERM: "xterm", ...env },
  }).toString();
}

const losses = `'${process.execPath}' '${MAIN}' losses '${TINY}' --epochs 0..300`;

test.skipIf(!hasScript)(
  "a terminal gets colours, and no bar where stderr is none (skipped without util-linux's script)",
  () => {
    const seen = onTerminal(`${losses} 2>/dev/null`);
    expect(seen).toContain(COLOUR);
    expect(seen).not.toContain("checkpoints |");
  },
);

test.skipIf(!hasScript)("… but not under NO_COLOR (skipped without util-linux's script)", () => {
  expect(onTerminal(`${losses} 2>/dev/null`, { NO_COLOR: "1" })).not.toContain(COLOUR);
});

test.skipIf(!hasScript)(
  "a bar shows progress on stderr, and stdout stays clean (skipped without util-linux's script)",
  () => {
    const seen = onTerminal(`${losses} --json >/dev/null`);
    expect(seen).toMatch(/\/8 checkpoints/);
    expect(seen).not.toContain("provenance");
  },
);

test.skipIf(!hasScript)("analyze shows how fast it is, and leaves no bar (skipped without util-linux's script)", () => {
  const at = mkdtempSync(join(tmpdir(), "cli-"));
  onTestFinished(() => rmSync(at, { recursive: true }));
  const args = `analyze '${TINY}' --only losses --threads 1 --out '${at}'`;
  const seen = onTerminal(`'${process.execPath}' '${MAIN}' ${args}`);
  expect(seen).toMatch(/\d+% \| \d+\/23 checkpoints \| \S+\/s \| \w+ left \| epoch \d+/);
  expect(seen.slice(seen.lastIndexOf("checkpoints |"))).toMatch(/\r?\n23 checkpoints, 0 from the cache\r?\n/);
});

/** Those whose prose, tables and findings are the longest. */
const LONG = ["phases fixtures/logs/trackio", "fourier fixtures/mainline --last", "hand-over fixtures/mainline --last"];
const tooWide = (text: string, columns: number) => {
  const lines = stripVTControlCharacters(text).split(/\r?\n/);
  expect(lines.length).toBeGreaterThan(8);
  return lines.filter((line) => line.length > columns && line.includes(" "));
};

test.skipIf(!hasScript)("no line is wider than the terminal (skipped without util-linux's script)", () => {
  const command = `'${process.execPath}' '${MAIN}' ${LONG[0]}`;
  expect(tooWide(onTerminal(`stty cols 80; ${command} 2>/dev/null`), 80)).toEqual([]);
});

test.each([80, 120])("no line of any command is wider than %i columns", async (columns) => {
  const analysed = `analyze fixtures/mainline/metrics.csv --verbose --out ${join(folder(), "out")}`;
  for (const command of [...LONG, analysed])
    expect(tooWide(await printed(command.split(" "), { columns }), columns)).toEqual([]);
});
