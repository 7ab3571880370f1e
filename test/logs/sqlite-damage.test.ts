import { expect, test } from "vitest";
import { mlflowDb } from "#logs/index.js";
import { databaseOf } from "./_database.ts";
import { readLog } from "./_logs.ts";

const made = () =>
  databaseOf({
    metrics: {
      sql: "CREATE TABLE metrics (key, value, run_uuid)",
      rows: [
        ["loss", 0.5, "a"],
        ["loss", 0.25, "a"],
      ],
    },
  });
const [SECOND, CELLS] = [4096, 4096 + 8];
/** The message of a database of which two bytes, or four, are others. */
const fault = (change: (bytes: Buffer) => unknown) => {
  const bytes = made();
  change(bytes);
  const { error, rows } = readLog(mlflowDb, "made.db", bytes);
  return [error?.replace(/^made\.db: /, ""), rows.length];
};

test.each<[string, string | undefined, number, (bytes: Buffer) => unknown]>([
  ["none", undefined, 2, () => {}],
  ["a page of less than 512 bytes", "byte 16: SQLite pages of 256 bytes", 0, (bytes) => bytes.writeUInt16BE(256, 16)],
  ["a page of no power of two", "byte 16: SQLite pages of 4097 bytes", 0, (bytes) => bytes.writeUInt16BE(4097, 16)],
  [
    "a page without room",
    "byte 20: 479 bytes of a SQLite page are of use",
    0,
    (bytes) => [bytes.writeUInt16BE(512, 16), bytes.writeUInt8(33, 20)],
  ],
  [
    "a kind of page that is none",
    "SQLite page 2: byte 0: 7 is no page of a table",
    0,
    (bytes) => bytes.writeUInt8(7, SECOND),
  ],
  [
    "more cells than fit",
    "SQLite page 2: byte 3: 2045 cells do not fit",
    0,
    (bytes) => bytes.writeUInt16BE(2045, SECOND + 3),
  ],
  [
    "a cell at the end",
    "SQLite page 2: byte 10: no cell can begin at 4093",
    1,
    (bytes) => bytes.writeUInt16BE(4093, CELLS + 2),
  ],
  [
    "a page that leads to itself",
    "SQLite page 2: is reached in a circle",
    0,
    (bytes) => [bytes.writeUInt8(5, SECOND), bytes.writeUInt16BE(0, SECOND + 3), bytes.writeUInt32BE(2, SECOND + 8)],
  ],
  [
    "a page that is not there",
    "SQLite page 3 is not in the file",
    0,
    (bytes) => [bytes.writeUInt8(5, SECOND), bytes.writeUInt16BE(0, SECOND + 3), bytes.writeUInt32BE(3, SECOND + 8)],
  ],
  [
    "page 0",
    "SQLite page 0 is not in the file",
    0,
    (bytes) => [bytes.writeUInt8(5, SECOND), bytes.writeUInt16BE(0, SECOND + 3), bytes.writeUInt32BE(0, SECOND + 8)],
  ],
  [
    "a row that is shorter than it says",
    "SQLite page 2: a row is shorter than it says",
    0,
    (bytes) => {
      const at = SECOND + bytes.readUInt16BE(CELLS);
      // Length, number, and the length of the head come before the type of the first column.
      bytes.writeUInt8(127, at + 3);
    },
  ],
  [
    "a row that is longer than all pages",
    "SQLite page 2: byte 4077: a row of 16256 bytes",
    0,
    (bytes) => {
      const at = SECOND + bytes.readUInt16BE(CELLS);
      bytes.set([0xff, 0x00], at);
    },
  ],
])("a table with %s", (_, message, rows, change) => {
  const [found, count] = fault(change);
  expect(found === undefined ? undefined : String(found)).toEqual(message && expect.stringContaining(message));
  expect(count).toBe(rows);
});
