import { expect, test } from "vitest";
import { restored } from "#results/_restored.js";
import * as column from "#tables/column.js";
import * as field from "#tables/field.js";

const FIELDS = {
  epoch: column.integer("a whole number"),
  loss: column.number("a number", "nats"),
  maybe: column.optionalNumber("a number that there may not be"),
  keys: column.integers("whole numbers"),
  curve: column.numbers("numbers"),
  word: column.optionalText<"yes" | "no">("a word"),
  flag: column.boolean("yes or no"),
  one: field.optionalRecord("a record", { name: column.text("a word") }),
  all: field.records("records", { share: column.number("a number", "share") }),
};
const WHOLE: field.FieldValues<typeof FIELDS> = {
  epoch: 3,
  loss: 0.5,
  maybe: null,
  keys: [14, 35],
  curve: [0.5, -1],
  word: "yes",
  flag: false,
  one: { name: "" },
  all: [{ share: 0 }, { share: 1 }],
};

test("a conclusion comes back from its JSON, NaN where a number was not finite", () => {
  const read = (value: unknown) => restored(JSON.parse(JSON.stringify(value)), FIELDS);
  expect(read(WHOLE)).toStrictEqual(WHOLE);
  const broken = { ...WHOLE, loss: Number.NaN, curve: [Number.NaN], one: null, all: [{ share: Number.NaN }] };
  expect(read(broken)).toStrictEqual(broken);
  expect(read({ ...WHOLE, all: [], keys: [], word: null })).toStrictEqual({ ...WHOLE, all: [], keys: [], word: null });
});

test.each([
  ["one field less", Object.fromEntries(Object.entries(WHOLE).slice(1))],
  ["one field more", { ...WHOLE, more: 1 }],
  ["keys as they once were", { ...WHOLE, keys: "14 35" }],
  ["a word for a number", { ...WHOLE, epoch: "3" }],
  ["nothing where there is always something", { ...WHOLE, keys: null }],
  ["no truth", { ...WHOLE, flag: "no" }],
  ["another record", { ...WHOLE, one: { title: "" } }],
  ["a list of records of which one is another", { ...WHOLE, all: [{ share: 1 }, {}] }],
  ["a record for several", { ...WHOLE, all: { share: 1 } }],
  ["a list", [WHOLE]],
  ["nothing", null],
])("%s is not what is declared", (_, value) => {
  expect(restored(value, FIELDS)).toBeUndefined();
});
