import { Command } from "commander";
import { describe, expect, test } from "vitest";
import type { Analyzer } from "#analyzers/_analyzer.js";
import { ownOptions, withOwnOptions, withSharedOptions } from "#cli/_arguments.js";
import { defineAnalyzer, option } from "#index.js";

const one = defineAnalyzer({
  name: "one",
  title: "One",
  question: "What?",
  source: "this test, 2026",
  options: {
    keys: option.integers("the frequencies"),
    layer: option.integerOr("which layer", ["last", "all"], "last"),
    maxRank: option.integer("how many", 3),
  },
  columns: {},
  summary: { series: [], values: [] },
  forward: false,
  measure: () => [],
  figures: () => [],
});
const two: Analyzer = { ...one, name: "two", options: { keys: one.options.keys } };

const quiet = () => new Command("x").exitOverride().configureOutput({ writeErr: () => {} });
const own = (...words: readonly string[]) =>
  ownOptions(withOwnOptions(quiet(), one).parse(words, { from: "user" }).opts(), one);

describe("an analyzer's options as flags", () => {
  test.each<[readonly string[], object]>([
    [[], { layer: "last", maxRank: 3 }],
    [["--keys", "14,0,35"], { keys: [14, 0, 35], layer: "last", maxRank: 3 }],
    [["--layer", "all", "--max-rank", "12"], { layer: "all", maxRank: 12 }],
    [["--layer", "0"], { layer: 0, maxRank: 3 }],
  ])("%j", (words, options) => {
    expect(own(...words)).toEqual(options);
  });

  test.each([
    [["--keys", "3,,5"], /whole numbers from 0, e\.g\. 3,5,14/],
    [["--keys", "-3"], /whole numbers from 0/],
    [["--keys", "1.5"], /whole numbers from 0/],
    [["--keys", ""], /whole numbers from 0/],
    [["--layer", "first"], /must be last, all or a whole number from 0/],
    [["--layer", "-1"], /must be last, all or a whole number from 0/],
    [["--layer", ""], /must be last, all or a whole number from 0/],
    [["--max-rank", "0"], /whole number from 1/],
  ])("%j is refused", (words, message) => {
    expect(() => own(...words)).toThrow(message);
  });

  test("shared by several, there is one flag, without a value unless it is given", () => {
    const command = withSharedOptions(quiet(), [one, two]);
    expect(command.options.map(({ flags, description }) => [flags, description])).toEqual([
      ["--keys <integers>", "one, two: the frequencies"],
      ["--layer <integer|last|all>", "one: which layer; else last"],
      ["--max-rank <integer>", "one: how many; else 3"],
    ]);
    const given = command.parse(["--keys", "5"], { from: "user" }).opts();
    expect([ownOptions(given, one), ownOptions(given, two)]).toEqual([{ keys: [5] }, { keys: [5] }]);
  });
});
