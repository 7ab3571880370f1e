import { FormatError } from "../errors.ts";
import { budget, ROWS } from "../formats/_budget.ts";
import { HEADER, type Pages } from "./_sqlite-pages.ts";

/** A value as SQLite stores it; an integer beyond 2⁵³ is rounded. */
export type SqlValue = number | string | Uint8Array | null;

const [INTERIOR, LEAF] = [5, 13] as const;
/** Pages below one another: 2⁶⁴ rows need fewer. */
const MAX_DEPTH = 20;
const INTEGER_BYTES = [0, 1, 2, 3, 4, 6, 8] as const;

/** The rows of the table whose tree begins at page `root`, by rowid. Throws a FormatError that names the page. */
export function* tableRows(pages: Pages, root: number): Generator<readonly [rowid: number, values: SqlValue[]]> {
  const { usable, path } = pages;
  const decoder = new TextDecoder(pages.encoding);
  // A page has one place: where pages go in a circle, more of them come by than there are.
  let left = pages.count;
  const damaged = (number: number, problem: string): FormatError =>
    new FormatError(path, `SQLite page ${number}: ${problem}`, "the file is damaged: copy it again");
  // Each row has bytes of its own, unless cells of a page are one, or rows go on in the same pages.
  const spend = budget(ROWS, pages.byteLength, (problem, remedy) => {
    throw new FormatError(path, `SQLite table at page ${root} ${problem}`, remedy);
  });

  function* rowsBelow(number: number, depth: number): Generator<readonly [number, SqlValue[]]> {
    if (--left < 0 || depth > MAX_DEPTH) throw damaged(number, "is reached in a circle");
    const page = pages.page(number);
    const start = number === 1 ? HEADER : 0;
    const type = page[start];
    if (type !== INTERIOR && type !== LEAF) throw damaged(number, `byte ${start}: ${type} is no page of a table`);
    const count = page.readUInt16BE(start + 3);
    const pointers = start + (type === INTERIOR ? 12 : 8);
    if (pointers + 2 * count > usable) throw damaged(number, `byte ${start + 3}: ${count} cells do not fit`);
    for (let i = 0; i < count; i++) {
      const at = page.readUInt16BE(pointers + 2 * i);
      if (at + 4 > usable) throw damaged(number, `byte ${pointers + 2 * i}: no cell can begin at ${at}`);
      if (type === INTERIOR) yield* rowsBelow(page.readUInt32BE(at), depth + 1);
      else yield row(number, page, at);
    }
    if (type === INTERIOR) yield* rowsBelow(page.readUInt32BE(start + 8), depth + 1);
  }

  function row(number: number, page: Buffer, at: number): readonly [number, SqlValue[]] {
    const [length, afterLength] = varint(page, at);
    const [rowid, start] = varint(page, afterLength);
    const local = localBytes(length, usable);
    const end = start + local + (local < length ? 4 : 0);
    if (end > usable || length > pages.count * usable) throw damaged(number, `byte ${at}: a row of ${length} bytes`);
    spend(length);
    if (local === length) return [rowid, values(number, page.subarray(start, start + length))];
    const parts = [page.subarray(start, start + local)];
    let next = page.readUInt32BE(start + local);
    for (let missing = length - local; missing > 0; missing -= usable - 4) {
      const more = pages.page(next);
      parts.push(more.subarray(4, 4 + Math.min(missing, usable - 4)));
      next = more.readUInt32BE(0);
    }
    return [rowid, values(number, Buffer.concat(parts))];
  }

  function values(number: number, record: Buffer): SqlValue[] {
    const [head, first] = varint(record, 0);
    const found: SqlValue[] = [];
    let at = first;
    let from = head;
    while (at < head) {
      const [type, next] = varint(record, at);
      const size = type >= 12 ? Math.floor((type - 12) / 2) : type === 7 ? 8 : (INTEGER_BYTES[type] ?? 0);
      if (from + size > record.length) throw damaged(number, "a row is shorter than it says");
      found.push(decoded(type, record.subarray(from, from + size), decoder));
      at = next;
      from += size;
    }
    return found;
  }

  yield* rowsBelow(root, 0);
}

/** A value by its serial type: https://www.sqlite.org/fileformat2.html#record_format. */
function decoded(type: number, bytes: Buffer, decoder: TextDecoder): SqlValue {
  if (type >= 12) return type % 2 === 0 ? Uint8Array.from(bytes) : decoder.decode(bytes);
  if (type === 7) return bytes.readDoubleBE(0);
  if (type === 8 || type === 9) return type - 8;
  if (bytes.length === 0) return null;
  return bytes.length === 8 ? Number(bytes.readBigInt64BE(0)) : bytes.readIntBE(0, bytes.length);
}

/** How many bytes of a row are in its page; the others follow in pages of their own. */
function localBytes(length: number, usable: number): number {
  if (length <= usable - 35) return length;
  const least = Math.floor(((usable - 12) * 32) / 255) - 23;
  const local = least + ((length - least) % (usable - 4));
  return local <= usable - 35 ? local : least;
}

/** SQLite's integer of one to nine bytes, high bits first, and the offset after it; of a negative one the value is wrong. */
function varint(bytes: Buffer, start: number): readonly [value: number, end: number] {
  let value = 0;
  for (let i = 0; i < 8; i++) {
    const byte = bytes[start + i] ?? 0;
    value = value * 128 + (byte & 127);
    if (byte < 128) return [value, start + i + 1];
  }
  return [value * 256 + (bytes[start + 8] ?? 0), start + 9];
}
