import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { program } from "#cli/program.js";

const page = readFileSync("docs/interventions.md", "utf8");
const commands = page.replaceAll("\\\n", " ").match(/(?<=^|`)grok-analyze (train|sweep|intervene) [^`\n]*/gm) ?? [];

test("the page of interventions has commands of each kind", () => {
  expect(new Set(commands.map((text) => text.split(" ")[1]))).toEqual(new Set(["train", "sweep", "intervene"]));
});

test.each(commands)("%s has only options that there are, with values that they take", (text) => {
  const [, name, ...words] = text.trim().split(/\s+/);
  const command = program().commands.find((one) => one.name() === name);
  command?.exitOverride();
  expect(command?.parseOptions(words).unknown).toEqual([]);
});
