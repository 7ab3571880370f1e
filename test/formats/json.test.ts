import { expect, it } from "vitest";
import { parsedJson } from "#formats/_json.js";
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
