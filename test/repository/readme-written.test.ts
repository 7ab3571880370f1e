import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { Analyzer } from "#analyzers/_analyzer.js";
import * as analyzers from "#analyzers/index.js";
import { program } from "#cli/program.js";

const README = readFileSync("README.md", "utf8");

/** What stands between a marker and the blank line or fence that ends it is written by this test: `npm test -- -u`. */
function written(readme: string): string {
  const head = ["| command | answers | definitions |", "| --- | --- | --- |"];
  const info = program().commands.find((command) => command.name() === "info");
  const rows = Object.values<Analyzer>(analyzers).map(
    ({ name, question, source }) => `| \`${name}\` | ${question} | ${source} |`,
  );
  const output = execFileSync("node", ["dist/bundle/main.js", "fourier", "fixtures/mainline"], { encoding: "utf8" });
  return readme
    .replace(
      /(<!-- analyzers -->\n)(\|.*\n)*/,
      (_, marker: string) => `${marker}${[...head, `| \`info\` | ${info?.description()} | |`, ...rows].join("\n")}\n`,
    )
    .replace(/(<!-- output of: [^>]*-->\n```text\n)[^`]*```/, (_, head: string) => `${head}${trimmed(output)}\n\`\`\``);
}

function trimmed(output: string): string {
  return output
    .split("\n")
    .map((line) => line.trimEnd())
    .join("\n")
    .trim();
}

test("README's table of analyzers and its example of output are what the program says", async () => {
  expect(written(README)).toMatch(/\| `fourier` \|/);
  await expect(written(README)).toMatchFileSnapshot("../../README.md");
});
