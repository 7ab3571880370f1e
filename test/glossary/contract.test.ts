import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { Analyzer } from "#analyzers/_analyzer.js";
import * as analyzers from "#analyzers/index.js";
import { program } from "#cli/program.js";
import { GROUPS, type Term } from "#glossary/_term.js";
import * as glossary from "#glossary/index.js";
import { FREQUENCY_VARIANT_NAMES } from "#quantities/frequency-variants.js";
import type { PhaseName } from "#quantities/phase-boundaries.js";
import { VERDICTS } from "#quantities/verdicts/verdict.js";

const terms = Object.entries<Term>(glossary);
const names = terms.map(([, { name }]) => name);
const called = (name: string) => terms.find(([, term]) => term.name === name)?.[1];

const kebab = (words: string) =>
  words
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .join("-");
const papers = (text: string) => text.match(/arXiv:\d{4}\.\d{4,5}\b/g) ?? [];

describe.each(terms)("%s", (file, term) => {
  const { name, title, group, brief, what, why, formula, reading, careful, source, shownBy, related } = term;

  test("is called as its file, and by its title as in an anchor of a page", () => {
    expect(name.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())).toBe(file);
    expect(kebab(title)).toBe(name);
    expect(Object.keys(GROUPS)).toContain(group);
  });

  test("is said in short sentences, with nothing that is markup on a page", () => {
    for (const text of [what, why, reading, careful]) {
      expect(text).toMatch(/^["\p{Lu}0-9].*\.$/su);
      expect(text.length).toBeLessThanOrEqual(260);
    }
    for (const phrase of [brief, source]) expect(phrase).not.toMatch(/\.$/);
    for (const text of [brief, what, why, formula ?? "", reading, careful, source, title])
      expect(text).not.toMatch(/[`*\n]| {2}|<[a-z/]|^\s|\s$/);
  });

  test("names papers by numbers that arXiv could have", () => {
    for (const text of [what, reading, careful, source])
      expect(papers(text)).toHaveLength(text.match(/arXiv/g)?.length ?? 0);
  });

  test("leads to other terms, and some other term leads to it", () => {
    expect(related.length).toBeGreaterThan(1);
    expect(names).toEqual(expect.arrayContaining([...related]));
    expect(new Set([name, ...related]).size).toBe(related.length + 1);
    expect(terms.some(([, other]) => other.related.includes(name))).toBe(true);
  });

  test("names commands that there are", () => {
    const commands = program().commands.map((command) => command.name());
    expect(commands).toEqual(expect.arrayContaining([...shownBy]));
  });
});

test("no word is two terms'", () => {
  const words = terms.flatMap(([, { name, also = [] }]) => [name, ...also.map(kebab)]);
  expect(words.filter((word, i) => word !== "" && words.indexOf(word) !== i)).toEqual([]);
});

test.each(Object.values<Analyzer>(analyzers).map((analyzer) => [analyzer.name, analyzer] as const))(
  "the analyzer %s is a term, shown by itself, with all the papers that it is after",
  (name, { source }) => {
    const term = called(name);
    expect(term?.shownBy).toContain(name);
    expect(papers(term?.source ?? "")).toEqual(expect.arrayContaining(papers(source)));
  },
);

/** The compiler asks for each, and for no other. */
const PHASES: Readonly<Record<PhaseName, true>> = {
  memorisation: true,
  "circuit formation": true,
  cleanup: true,
  stable: true,
};

test("each phase is a term among the phases", () => {
  const own = terms.flatMap(([, { group, title }]) => (group === "phases" ? [title] : []));
  expect(own.toSorted()).toEqual(["phases", ...Object.keys(PHASES)].toSorted());
});

test("each variant of the frequencies' part is found as a variant", () => {
  expect(called("variant")?.also).toEqual(expect.arrayContaining([...FREQUENCY_VARIANT_NAMES]));
});

test("each verdict is a term among the verdicts", () => {
  const own = terms.flatMap(([, { group, title }]) => (group === "verdicts" ? [title] : []));
  expect(own.toSorted()).toEqual(VERDICTS.toSorted());
});

const DEFINITIONS = "docs/verdicts.md";

test.skipIf(!existsSync(DEFINITIONS))(`each verdict is in ${DEFINITIONS} (skipped where that is absent)`, () => {
  const defined = Array.from(readFileSync(DEFINITIONS, "utf8").matchAll(/^\| `([^`]+)` \|/gm), ([, name]) => name);
  expect(defined.toSorted()).toEqual(VERDICTS.toSorted());
});
