import { spawnSync } from "node:child_process";
import { stripVTControlCharacters } from "node:util";
import { describe, expect, test } from "vitest";
import { explained, listed } from "#cli/_glossary.js";
import { termOf, terms } from "#cli/_term-of.js";
import { nearest } from "#glossary/_nearest.js";
import { grok, MAIN, printed } from "./_cli.ts";

/** The first is too narrow for a name and its text side by side, and wide enough for the longest word. */
const WIDTHS = [48, 60, 80, 120];
const plain = (text: string) => text.split(/\s+/).filter(Boolean);

test("without a term it lists each on a line, plain where it is piped", async () => {
  const lines = (await printed(["explain"])).split("\n");
  for (const { name, brief } of terms) {
    expect(lines.filter((line) => line.trimStart().startsWith(`${name} `) && line.endsWith(`  ${brief}`))).toHaveLength(
      1,
    );
  }
  expect(stripVTControlCharacters(lines.join("\n"))).toBe(lines.join("\n"));
});

test("a term of several words, in any spelling", async () => {
  const out = await printed(["explain", "Key", "frequencies"]);
  expect(out).toBe(await printed(["explain", "key-frequencies"]));
  for (const label of ["What", "Why", "Formula", "Reading", "Careful", "Source", "Shown by", "Related"])
    expect(out).toMatch(new RegExp(`^${label} +\\S`, "m"));
});

test("--json is the term, or all of them", async () => {
  expect(JSON.parse(await printed(["explain", "delay", "--json"]))).toEqual(termOf(["delay"]));
  expect(JSON.parse(await printed(["explain", "--json"]))).toEqual(terms);
});

test.each([
  [["groking"], /there is no term "groking"; the nearest: grokking\n/],
  [["exluded", "loss"], /there is no term "exluded loss"; the nearest: excluded-loss, /],
  [["neuorns", "--json"], /there is no term "neuorns"; the nearest: neurons/],
  [["xyzzy"], /there is no term "xyzzy"; explain without a term lists all\n/],
])("%j is no term: one line, exit 2", async (words, message) => {
  const { code, out, err } = await grok(["explain", ...words]);
  expect({ code, out }).toEqual({ code: 2, out: "" });
  expect(err).toMatch(/^error: explain: [^\n]*\n$/);
  expect(err).toMatch(message);
});

/** util-linux's `script` runs a command on a pseudo-terminal; other systems have none, or another with other options. */
const hasScript = /util-linux/.test(spawnSync("script", ["--version"]).stdout?.toString() ?? "");

test.skipIf(!hasScript)("no line is longer than the terminal (skipped without util-linux's script)", () => {
  const { NO_COLOR: _, FORCE_COLOR: __, CI: ___, ...env } = process.env;
  const command = `stty cols 80; '${process.execPath}' '${MAIN}' explain variant`;
  const seen = spawnSync("script", ["-qec", command, "/dev/null"], {
    env: { ...env, TERM: "xterm" },
  }).stdout.toString();
  expect(seen).not.toBe(stripVTControlCharacters(seen));
  expect(stripVTControlCharacters(seen).replaceAll("\r", "")).toBe(explained(termOf(["variant"]), 80, false));
});

describe.each(WIDTHS)("in %i columns", (columns) => {
  test.each(terms.map((term) => [term.name, term] as const))("%s is whole, and within them", (_, term) => {
    const out = explained(term, columns, false);
    expect(plain(out)).toEqual(plain(explained(term, undefined, false)));
    for (const line of out.split("\n")) expect(line.length).toBeLessThanOrEqual(columns);
    expect(stripVTControlCharacters(explained(term, columns, true))).toBe(out);
  });

  test("the list is whole, and within them", () => {
    const out = listed(columns, false);
    expect(plain(out)).toEqual(plain(listed(undefined, false)));
    for (const line of out.split("\n")) expect(line.length).toBeLessThanOrEqual(columns);
    expect(stripVTControlCharacters(listed(columns, true))).toBe(out);
  });
});

test("in 80 columns a term of the list is one line", () => {
  const lines = listed(80, false).split("\n");
  for (const { brief } of terms) expect(lines.filter((line) => line.endsWith(`  ${brief}`))).toHaveLength(1);
});

test.each(terms.map((term) => [term.name, term] as const))(
  "%s is found by each of its names, and past a slip",
  (_, term) => {
    for (const words of [term.name, term.title, term.title.toUpperCase(), ...(term.also ?? [])])
      expect(termOf(words.split(" "))).toBe(term);
    for (let i = 0; i < term.name.length; i++) {
      const slip = term.name.slice(0, i) + term.name.slice(i + 1);
      expect(
        nearest(
          slip,
          terms.map(({ name }) => name),
        )[0],
      ).toBe(term.name);
    }
  },
);

test("a word is near by few slips or a part in common, and by nothing else", () => {
  expect(nearest("clokc", ["lock", "clock", "pizza"])).toEqual(["clock", "lock"]);
  expect(nearest("circuit", ["ov-circuit", "circle", "pizza"])[0]).toBe("ov-circuit");
  expect(nearest("ab", ["ov-about"])).toEqual([]);
  expect(nearest("", ["delay"])).toEqual([]);
});
