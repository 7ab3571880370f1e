import fc from "fast-check";
import { expect, test } from "vitest";
import { integer, number, numbers, optionalBoolean, optionalNumber, optionalNumbers, text } from "#tables/column.js";
import { csv } from "#tables/csv.js";
import { textOfCell } from "./_cells.ts";

const columns = {
  epoch: integer("training epoch"),
  "loss, train": number("mean cross-entropy", "nats"),
  gap: optionalNumber("a number that some lack"),
  note: text("words"),
  grokked: optionalBoolean("whether it did"),
};

test("a header, then a line for each row, null empty and text quoted where it must be", () => {
  const rows = [
    { epoch: 0, "loss, train": 0.1 + 0.2, gap: null, note: 'say "a, b"', grokked: true },
    { epoch: 100, "loss, train": Number.NaN, gap: -0, note: "", grokked: null },
    { epoch: 200, "loss, train": 1e-20, gap: Number.POSITIVE_INFINITY, note: "two\nlines", grokked: false },
  ];
  expect(csv({ columns, rows })).toBe(
    [
      'epoch,"loss, train",gap,note,grokked',
      '0,0.30000000000000004,,"say ""a, b""",true',
      '100,NaN,-0,"",',
      '200,1e-20,Infinity,"two\nlines",false',
      "",
    ].join("\r\n"),
  );
});

test("a table without rows is its header", () => {
  expect(csv({ columns: { k: integer("frequency") }, rows: [] })).toBe("k\r\n");
});

test("a reader of RFC 4180 gets back every number to the bit and every text to the letter", () => {
  const row = fc.record({
    x: fc.double(),
    note: fc.string({
      unit: fc.constantFrom("a", '"', ",", "\n", "\r", " ", "é", "=", "-", "'", "\\", "u0041", "\x1b", "1"),
    }),
  });
  fc.assert(
    fc.property(fc.array(row), (rows) => {
      const table = { columns: { x: number("any number"), note: text("any text") }, rows };
      const [, ...lines] = parsed(csv(table));
      expect(lines.map(([x, note]) => ({ x: Number(x), note: textOfCell(note) }))).toEqual(rows);
    }),
  );
});

test("a list of numbers is one field, with spaces between, that reads back to the bit", () => {
  const lists = { curve: numbers("a curve", "nats"), maybe: optionalNumbers("one that some lack") };
  const rows = [
    { curve: [0.1 + 0.2, -0, 5e-324, Number.NaN, Number.NEGATIVE_INFINITY], maybe: null },
    { curve: [7], maybe: [] },
  ];
  expect(csv({ columns: lists, rows })).toBe(
    ["curve,maybe", "0.30000000000000004 -0 5e-324 NaN -Infinity,", "7,", ""].join("\r\n"),
  );
  fc.assert(
    fc.property(fc.array(fc.double(), { minLength: 1 }), (curve) => {
      const [, [field]] = parsed(csv({ columns: { curve: lists.curve }, rows: [{ curve }] }));
      expect(field.split(" ").map(Number)).toEqual(curve);
    }),
  );
});

/** The fields of each record, read by the grammar of RFC 4180. */
function parsed(file: string): string[][] {
  const records: string[][] = [];
  let record: string[] = [];
  for (const [, quoted, bare, end] of file.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    record.push(quoted?.replaceAll('""', '"') ?? bare ?? "");
    if (end === ",") continue;
    records.push(record);
    record = [];
  }
  return records;
}
