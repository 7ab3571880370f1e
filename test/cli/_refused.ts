import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { folder, grok } from "./_cli.ts";

/**
 * Runs `info` and `losses` on a path, with --out into a folder that is not there: each must exit with 1, print nothing,
 * write nothing and say on one line what is wrong, the path first. Returns that line of `info`.
 */
export async function refused(path: string, ...options: readonly string[]): Promise<string> {
  const empty = folder();
  const commands = ["info", "losses"].map((command) =>
    grok([command, path, "--out", join(empty, "results"), ...options]),
  );
  const [info, losses] = await Promise.all(commands);
  for (const { code, out, err } of [info, losses]) {
    expect(out).toBe("");
    expect(err).toMatch(/^error: .*\n$/);
    expect.soft(err, "a remedy stands after a semicolon").toMatch(/; \S/);
    expect(err, "the text after `error: ` names the path").toContain(path);
    expect(err).not.toContain("a fault of grok-analyze's own");
    expect(code, err).toBe(1);
  }
  expect(readdirSync(empty)).toEqual([]);
  expect(losses.err).toBe(info.err);
  return info.err.slice("error: ".length, -1);
}
