import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { LogFormat } from "#logs/_format.js";
import * as logs from "#logs/index.js";

const PAGE = "docs/logs.md";
const [BEGIN, END] = ["<!-- formats -->\n", "<!-- end of formats -->"];

/** `npm test -- -u` writes the table of formats. */
test("the page lists every format of logs", async () => {
  const text = readFileSync(PAGE, "utf8");
  const rows = Object.values<LogFormat>(logs).map(({ title, specification }) => `| ${title} | ${specification} |`);
  const table = ["| format | written by, or specified in |", "| --- | --- |", ...rows, ""].join("\n");
  const [before, rest = ""] = text.split(BEGIN);
  const [, after] = rest.split(END);
  await expect(`${before}${BEGIN}\n${table}\n${END}${after}`).toMatchFileSnapshot(`../../${PAGE}`);
});
