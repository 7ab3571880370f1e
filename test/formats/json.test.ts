import { describe, expect, it, test } from "vitest";
import { isRecord, parsedJson, parsedJsonText } from "#formats/_json.js";
import { formatError } from "./_builders.ts";

const parsed = (text: string) => parsedJson(Buffer.from(text), "a.json");

it("reads JSON, brackets within its strings included", () => {
  const value = { a: "[".repeat(1000), 'b"{[': [1, { c: "\\" }] };
  expect(parsed(JSON.stringify(value))).toEqual(value);
});

it.each([
  ["nests for ever", `${"[".repeat(1e5)}${"]".repeat(1e5)}`, /nested deeper than 100/],
  ["nests for ever in objects", `${'{"a":'.repeat(500)}1${"}".repeat(500)}`, /nested deeper/],
  ["is all empty lists", `[${"[],".repeat(2e6)}0]`, /asks for more than 134217728 bytes of objects/],
  ["is all keys", `{${'"a":1,'.repeat(2e6)}"b":1}`, /asks for more than 134217728 bytes of objects/],
  ["ends in the middle", '{"a": [1', /no valid JSON/],
])("refuses a text that %s", (_, text, message) => {
  expect(formatError(() => parsed(text))).toMatch(message);
});

describe("JSON's bounds", () => {
  test("of a hundred levels is the deepest", () => {
    const nested = (depth: number) => "[".repeat(depth) + "]".repeat(depth);
    expect(() => parsedJsonText(nested(100), "a")).not.toThrow();
    expect(formatError(() => parsedJsonText(nested(101), "a"))).toMatch("a: JSON nested deeper than 100; leave it out");
    // Brackets count after a string of any length, and what it escapes.
    for (const text of ["", "a", "ab", '\\"', "\\\\"])
      expect(formatError(() => parsedJsonText(`["${text}", ${nested(100)}]`, "a"))).toMatch("nested deeper than 100");
    // One beside the other is not within.
    expect(parsedJsonText(`[${Array(200).fill('{"a":{}}').join()}]`, "a")).toHaveLength(200);
    expect(parsedJsonText(`[${Array(200).fill(nested(50)).join()}]`, "a")).toHaveLength(200);
    expect(parsedJsonText(`["\\"${"[".repeat(200)}"]`, "a")).toEqual([`"${"[".repeat(200)}`]);
  });

  test("has to be UTF-8", () => {
    expect(formatError(() => parsedJson(Buffer.from([0x22, 0xff, 0x22]), "a"))).toMatch("a: no valid JSON: ");
  });

  test("an object is no list, and not null", () => {
    expect([{}, { a: 1 }, [], null, 3, "x", undefined].map(isRecord)).toEqual([
      true,
      true,
      false,
      false,
      false,
      false,
      false,
    ]);
  });
});
