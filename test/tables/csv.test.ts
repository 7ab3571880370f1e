import fc from "fast-check";
import { expect, test } from "vitest";
import { integer, number, optionalBoolean, optionalNumber, text } from "#tables/column.js";
import { csv } from "#tables/csv.js";

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
    note: fc.string({ unit: fc.constantFrom("a", '"', ",", "\n", "\r", " ", "é") }),
  });
  fc.assert(
    fc.property(fc.array(row), (rows) => {
      const table = { columns: { x: number("any number"), note: text("any text") }, rows };
      const [, ...lines] = parsed(csv(table));
      expect(lines.map(([x, note]) => ({ x: Number(x), note }))).toEqual(rows);
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
