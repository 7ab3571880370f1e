import { expect, test } from "vitest";
import * as column from "#tables/column.js";
import * as field from "#tables/field.js";

type Fact =
  | { readonly kind: "level"; readonly value: number }
  | { readonly kind: "change"; readonly from: number; readonly to: number | null };

const FACT: field.TaggedFields<Fact> = {
  kind: column.text("level or change"),
  value: column.optionalNumber("of a level"),
  from: column.optionalNumber("of a change"),
  to: column.optionalNumber("of a change"),
};

test("a record of one kind is filled with the fields of the others, as null", () => {
  const level: Fact = { kind: "level", value: 3 };
  expect(field.filled<Fact>(FACT, level)).toStrictEqual({ kind: "level", value: 3, from: null, to: null });
  const change: Fact = { kind: "change", from: 0, to: null };
  expect(field.filled<Fact>(FACT, change)).toStrictEqual({ kind: "change", value: null, from: 0, to: null });
});

test("it is told apart by its kind as before", () => {
  const facts: readonly Fact[] = [
    { kind: "level", value: 3 },
    { kind: "change", from: 1, to: 2 },
  ];
  const filled = facts.map((fact) => field.filled(FACT, fact));
  const starts: readonly number[] = filled.map((fact) => (fact.kind === "level" ? fact.value : fact.from));
  expect(starts).toEqual([3, 1]);
});

test("a declaration has the fields of all kinds, and no others: else nothing compiles", () => {
  const { to: _, ...less } = FACT;
  // @ts-expect-error: the end of a change is missing.
  const missing = field.taggedRecord<Fact>("a fact", less);
  // @ts-expect-error: no kind has it.
  const more = field.taggedRecords<Fact>("facts", { ...FACT, more: column.number("no field") });
  // @ts-expect-error: it is no text.
  const other = field.taggedRecords<Fact>("facts", { ...FACT, from: column.text("no number") });
  expect([missing, more, other].map(({ kind }) => kind)).toEqual(["record", "records", "records"]);
});
