import { stripVTControlCharacters } from "node:util";
import fc from "fast-check";
import { expect, test } from "vitest";
import { wrapped } from "#cli/_wrap.js";

test("lines that fit, rows of tables, and text for no terminal stay as they are", () => {
  const text = "short\n a row of a table that is wider than the terminal is\nend\n";
  expect(wrapped(text, 20)).toBe(text);
  expect(wrapped("a line that is wider than nothing at all", undefined)).toBe(
    "a line that is wider than nothing at all",
  );
});

test("a long line is broken at spaces, and what follows is indented; colours take no room", () => {
  expect(wrapped("verdict: grokked at epoch 10 920", 20)).toBe("verdict: grokked at\n  epoch 10 920");
  expect(wrapped("a: \u001b[1mbold and long\u001b[22m end", 14)).toBe("a: \u001b[1mbold and\n  long\u001b[22m end");
});

test("no word is lost, and no line is over the width unless one word is", () => {
  const word = fc.stringMatching(/^[a-zé0-9.,]{1,12}$/);
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 40 }), fc.integer({ min: 16, max: 60 }), (words, columns) => {
      const out = wrapped(words.join(" "), columns);
      expect(out.split(/\s+/).filter(Boolean)).toEqual(words);
      for (const line of out.split("\n")) expect(stripVTControlCharacters(line).length).toBeLessThanOrEqual(columns);
    }),
  );
});

test("a number and its % stay together", () => {
  expect(wrapped("the share is 97 % of it", 15)).toBe("the share is\n  97 % of it");
});
