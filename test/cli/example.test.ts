import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { folder, grok, PATIENCE, printed, TINY } from "./_cli.ts";

test("example writes the run that the package brings, whole", { timeout: PATIENCE }, async () => {
  const out = join(folder(), "example-run");
  expect(await printed(["example", out])).toContain(`grok-analyze info ${out}`);
  const there = readdirSync(TINY);
  expect(readdirSync(out)).toEqual(there);
  for (const name of there) expect(readFileSync(join(out, name)).equals(readFileSync(join(TINY, name)))).toBe(true);
});

test("example writes over nothing: one line, with what to do", { timeout: PATIENCE }, async () => {
  const out = folder();
  const { code, out: said, err } = await grok(["example", out]);
  expect({ code, said }).toEqual({ code: 2, said: "" });
  expect(err).toBe(`error: ${out}: is there already; nothing is written over: name a folder that is not there yet\n`);
  expect(readdirSync(out)).toEqual([]);
});

test("example says in one line what the system refuses, and leaves nothing", { timeout: PATIENCE }, async () => {
  const at = folder();
  const file = join(at, "file");
  writeFileSync(file, "");
  const { code, err } = await grok(["example", join(file, "run")]);
  expect(code).toBe(1);
  expect(err).toMatch(/^error: [^\n]*run: cannot be written: [^\n]*; free space, or name another folder\n$/);
  expect(readdirSync(at)).toEqual(["file"]);
});
