import { execFileSync, spawnSync } from "node:child_process";
import { expect, test } from "vitest";
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

test.skipIf(!hasScript)("where only stdout is a terminal there is no bar (skipped without util-linux's script)", () => {
  expect(onTerminal(`${losses} 2>/dev/null`)).not.toContain("checkpoints |");
});
