import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { sources } from "./_source.ts";

/*
 * Results have the same bits in every Node and browser. IEEE 754 fixes sums, products, quotients, square roots and roundings;
 * all else is the engine's own, whose last digit differs between them.
 */

/** Figures, pages and what is printed may round differently in the last digit. */
const SHOWN = new Set(["figures", "page", "report", "explorer", "render", "cli", "glossary"]);
const COMPUTING = sources.filter(({ room, path }) => !SHOWN.has(room) && !path.includes("/figures/"));
/** IEEE 754's own, and what only compares or rounds. */
const EXACT = /^(abs|ceil|clz32|floor|fround|imul|max|min|random|round|sign|sqrt|trunc|[A-Z0-9_]+)$/;
/** A square, or a power of two: the same everywhere. */
const SAME_EVERYWHERE = /(^|[^\w.])2n? \*\* |\*\* 2\b(?!\.)/;

/** What is no comment and no text of a file. */
const code = (text: string) =>
  text
    .replace(/\/\*[\s\S]*?\*\//g, "")
    .replace(/^\s*\/\/.*$/gm, "")
    .replace(/"(?:[^"\\\n]|\\.)*"/g, '""')
    .replace(/\/\^.*\/[a-z]*/g, "");

test("a browser's worker has the elementary functions of Math that results are made of", () => {
  const [, assigned = ""] =
    /Object\.assign\(Math, \{([^}]*)\}/.exec(readFileSync("src/browser/reproducible-math.ts", "utf8")) ?? [];
  const reproducible = new Set(assigned.split(",").map((name) => name.trim()));
  expect(reproducible.size).toBeGreaterThan(5);
  const others = COMPUTING.flatMap(({ path, text }) =>
    Array.from(code(text).matchAll(/\bMath\.(\w+)/g), ([, name]) => name)
      .filter((name) => !EXACT.test(name) && !reproducible.has(name))
      .map((name) => `${path}: Math.${name}`),
  );
  expect(others).toEqual([]);
});

test("powers but squares and those of two are numerics/power's", () => {
  const others = COMPUTING.flatMap(({ path, text }) =>
    code(text)
      .split("\n")
      .filter((line) => / \*\* /.test(line) && !SAME_EVERYWHERE.test(line))
      .map((line) => `${path}: ${line.trim()}`),
  );
  expect(others).toEqual([]);
});
