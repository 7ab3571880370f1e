import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const README = readFileSync("README.md", "utf8");
/** Lines of the example's output that stand there: down to the key frequencies by each rule. */
const LINES = 8;

/** What stands between the marker and the fence that ends it is written by this test: `npm test -- -u`. */
function written(readme: string): string {
  const output = execFileSync("node", ["dist/bundle/main.js", "fourier", "fixtures/mainline"], { encoding: "utf8" });
  const lines = output.split("\n").map((line) => line.trimEnd());
  return readme.replace(
    /(<!-- output of: [^>]*-->\n```text\n)[^`]*```/,
    (_, head: string) => `${head}${lines.slice(0, LINES).join("\n")}\n…\n\`\`\``,
  );
}

test("README's example of output is what the program says", async () => {
  await expect(written(README)).toMatchFileSnapshot("../../README.md");
});

test("README is a screen and a half", () => {
  expect(README.split("\n").length).toBeLessThanOrEqual(110);
});
