import fc from "fast-check";
import { expect, test } from "vitest";
import { rowsOfText, textOfRows } from "#results/_cells.js";
import * as column from "#tables/column.js";

const columns = {
  epoch: column.integer("epoch"),
  value: column.number("value"),
  maybe: column.optionalNumber("value"),
  words: column.text("words"),
  flag: column.optionalBoolean("flag"),
  few: column.integers("a few whole numbers"),
  curve: column.numbers("many values"),
  maybeCurve: column.optionalNumbers("many values"),
};
const row = fc.record({
  epoch: fc.integer(),
  value: fc.double(),
  maybe: fc.option(fc.double()),
  words: fc.oneof(fc.string({ unit: "grapheme" }), fc.constantFrom("NaN", "-0", "Infinity", "\n", '"', "null")),
  flag: fc.option(fc.boolean()),
  few: fc.array(fc.integer()),
  curve: fc.array(fc.double()),
  maybeCurve: fc.option(fc.array(fc.double())),
});

test("rows come back from their text to the bit: NaN, infinities, −0, and words that look like them", () => {
  fc.assert(
    fc.property(fc.array(row), (rows) => {
      const text = textOfRows(rows, columns);
      expect(text).not.toContain("\n");
      expect(rowsOfText(text, columns)).toStrictEqual(rows.map((one) => ({ ...one })));
    }),
  );
  const odd = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0, 5e-324, 0.1 + 0.2];
  const rows = odd.map((value) => ({
    epoch: -0,
    value,
    maybe: null,
    words: "-0",
    flag: null,
    few: [3, 0, 5],
    curve: odd,
    maybeCurve: null,
  }));
  expect(rowsOfText(textOfRows(rows, columns), columns)).toStrictEqual(rows);
});

test.each(["", "{}", "[", "[1]", "[[1,2]]", "[[1,2,3,4,5,6,7,8,9]]", "[null]", '["abcde"]'])(
  "%j is no text of rows",
  (text) => {
    expect(rowsOfText(text, columns)).toBeUndefined();
  },
);
