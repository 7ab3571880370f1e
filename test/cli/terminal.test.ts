import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import { MAIN, TINY } from "./_cli.ts";

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

test.skipIf(!hasScript)("a terminal gets colours (skipped without util-linux's script)", () => {
  expect(onTerminal(`${losses} 2>/dev/null`)).toContain(COLOUR);
});

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

test.skipIf(!hasScript)("where only stdout is a terminal there is no bar (skipped without util-linux's script)", () => {
  expect(onTerminal(`${losses} 2>/dev/null`)).not.toContain("checkpoints |");
});

test.skipIf(!hasScript)("no line is wider than the terminal (skipped without util-linux's script)", () => {
  const at = mkdtempSync(join(tmpdir(), "cli-"));
  onTestFinished(() => rmSync(at, { recursive: true }));
  const curves = "fixtures/mainline/metrics.csv";
  const commands = [
    `analyze ${curves} --verbose --out '${at}'`,
    "phases fixtures/logs/trackio",
    "fourier fixtures/mainline --last",
    "hand-over fixtures/mainline --last",
  ];
  for (const columns of [80, 120])
    for (const command of commands) {
      const seen = onTerminal(`stty cols ${columns}; '${process.execPath}' '${MAIN}' ${command} 2>/dev/null`);
      const lines = stripVTControlCharacters(seen).split(/\r?\n/);
      expect(lines.length).toBeGreaterThan(8);
      expect(lines.filter((line) => line.length > columns && line.includes(" "))).toEqual([]);
    }
});
