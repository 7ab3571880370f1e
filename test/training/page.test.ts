import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { program } from "#cli/program.js";

const page = readFileSync("docs/interventions.md", "utf8");
const commands = page.replaceAll("\\\n", " ").match(/^grok-analyze train .*$/gm) ?? [];

test("the page of interventions has commands for each of its five tables", () => {
  expect(commands.length).toBeGreaterThanOrEqual(5);
});

test.each(commands)("%s has only options that there are, with values that they take", (text) => {
  const command = program().commands.find((one) => one.name() === "train");
  command?.exitOverride();
  const parsed = command?.parseOptions(text.split(/\s+/).slice(2));
  expect(parsed?.unknown).toEqual([]);
  expect(parsed?.operands).toHaveLength(1);
});

/** What a run is begun from is what a command before it writes. */
test("each --from is a run that a command above makes", () => {
  const made: string[] = [];
  for (const text of commands) {
    const from = /--from ([^\s@]+)/.exec(text)?.[1];
    if (from !== undefined) expect(made).toContain(from);
    made.push(text.split(/\s+/)[2] as string);
  }
});
