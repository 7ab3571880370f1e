type Value = number | string | Uint8Array | null;

/** A table of one page at most: its statement and its rows, whose numbers are theirs from 1. */
export interface Made {
  readonly sql: string;
  readonly rows: readonly (readonly Value[])[];
}

const PAGE = 4096;

function varint(value: number): number[] {
  const low = value % 128;
  return value < 128 ? [low] : [...varint(Math.floor(value / 128)).map((byte) => byte | 128), low];
}

function stored(value: Value): readonly [type: number, bytes: Buffer] {
  if (value === null) return [0, Buffer.alloc(0)];
  if (typeof value === "string") return [13 + 2 * Buffer.byteLength(value), Buffer.from(value)];
  if (typeof value !== "number") return [12 + 2 * value.length, Buffer.from(value)];
  const bytes = Buffer.alloc(8);
  if (Number.isSafeInteger(value)) bytes.writeBigInt64BE(BigInt(value));
  else bytes.writeDoubleBE(value);
  return [Number.isSafeInteger(value) ? 6 : 7, bytes];
}

function leaf(rows: Made["rows"], start = 0): Buffer {
  const page = Buffer.alloc(PAGE);
  page[start] = 13;
  page.writeUInt16BE(rows.length, start + 3);
  let end = PAGE;
  for (const [i, row] of rows.entries()) {
    const cells = row.map(stored);
    const types = cells.flatMap(([type]) => varint(type));
    const record = Buffer.concat([Buffer.from([types.length + 1, ...types]), ...cells.map(([, bytes]) => bytes)]);
    const cell = Buffer.concat([Buffer.from([...varint(record.length), ...varint(i + 1)]), record]);
    end -= cell.copy(page, end - cell.length);
    page.writeUInt16BE(end, start + 8 + 2 * i);
  }
  page.writeUInt16BE(end, start + 5);
  return page;
}

/** A SQLite database of these tables, by the file format's own page: a page each after that of the schema. */
export function databaseOf(tables: Readonly<Record<string, Made>>): Buffer {
  const made = Object.entries(tables);
  const first = leaf(
    made.map(([name, { sql }], i) => ["table", name, name, i + 2, sql]),
    100,
  );
  first.write("SQLite format 3\0", "latin1");
  first.writeUInt16BE(PAGE, 16);
  first.set([1, 1, 0, 64, 32, 32], 18);
  first.writeUInt32BE(made.length + 1, 28);
  first.writeUInt32BE(4, 44);
  first.writeUInt32BE(1, 56);
  return Buffer.concat([first, ...made.map(([, { rows }]) => leaf(rows))]);
}
