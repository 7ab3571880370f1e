import type { Anatomy, Edit, Field } from "../mutators.ts";
import { oddName } from "../odd-values.ts";
import type { Random } from "../random.ts";

const HEADER = 100;
const [INTERIOR, LEAF] = [5, 13];

/** A SQLite database: numbers of its header, of the heads of pages, of cells and of records lie; texts say something else. */
export const sqlite: Anatomy = {
  fields: fieldsOf,
  edits: {
    field: (random, bytes) => {
      // Mostly where rows lie: of many pages, few numbers are in the header.
      const changed = Buffer.from(bytes);
      const { at, width } = random.pick(fieldsOf(bytes));
      changed.writeUIntBE(
        random.pick([0, 1, 2, 5, 13, 127, 128, 255, random.below(2 ** (8 * Math.min(width, 4)))]) % 2 ** (8 * width),
        at,
        width,
      );
      return changed;
    },
    page: (random, bytes) => {
      const size = pageSize(bytes);
      const pages = Math.floor(bytes.length / size);
      const changed = Buffer.from(bytes);
      const [from, to] = [random.below(pages), 1 + random.below(Math.max(1, pages - 1))];
      bytes.copy(changed, to * size, from * size, (from + 1) * size);
      return changed;
    },
    circle: (random, bytes) => {
      const size = pageSize(bytes);
      const changed = Buffer.from(bytes);
      const interior = pagesOf(bytes).filter(({ type }) => type === INTERIOR);
      const { start, cells } = random.pick(interior);
      const place = random.pick([start + 8, ...cells]);
      changed.writeUInt32BE(1 + random.below(Math.ceil(bytes.length / size)), place);
      return changed;
    },
    text: text((random, found) =>
      oddName(random)
        .slice(0, found.length)
        .padEnd(found.length, random.pick([" ", "x", "{", '"', "0"])),
    ),
    digits: text((random, found) => found.replace(/\d/, () => random.pick(["9", "-", "e", ".", "N", '"'])), /\d/),
  },
};

function text(change: (random: Random, found: string) => string, like = /./): Edit {
  return (random, bytes) => {
    const places = [...bytes.toString("latin1").matchAll(/[ -~]{4,200}/g)].filter(([found]) => like.test(found));
    const { 0: found, index } = random.pick(places);
    const changed = Buffer.from(bytes);
    changed.write(change(random, found), index, found.length, "utf8");
    return changed;
  };
}

function pageSize(bytes: Buffer): number {
  const stored = bytes.readUInt16BE(16);
  if (stored !== 1 && (stored < 512 || (stored & (stored - 1)) !== 0)) throw new RangeError("no pages");
  return stored === 1 ? 65536 : stored;
}

/** The pages of tables: where each begins, and where its cells do. */
function pagesOf(bytes: Buffer) {
  const size = pageSize(bytes);
  return Array.from({ length: Math.floor(bytes.length / size) }, (_, i) => {
    const start = i * size + (i === 0 ? HEADER : 0);
    const type = bytes[start];
    const head = type === INTERIOR ? 12 : 8;
    const count = type === INTERIOR || type === LEAF ? Math.min(bytes.readUInt16BE(start + 3), size / 4) : 0;
    const pointers = Array.from({ length: count }, (_, n) => start + head + 2 * n).filter(
      (at) => at + 2 <= (i + 1) * size,
    );
    return {
      start,
      type,
      pointers,
      cells: pointers.map((at) => Math.min(i * size + bytes.readUInt16BE(at), bytes.length - 9)),
    };
  });
}

function fieldsOf(bytes: Buffer): readonly Field[] {
  const ofHeader = [
    { at: 16, width: 2 },
    { at: 18, width: 1 },
    { at: 19, width: 1 },
    { at: 20, width: 1 },
    { at: 56, width: 4 },
  ] as const;
  const pages = pagesOf(bytes).filter(({ type }) => type === INTERIOR || type === LEAF);
  const ofPages = pages.flatMap(({ start, type, pointers, cells }): Field[] => [
    { at: start, width: 1 },
    { at: start + 3, width: 2, bigEndian: true },
    ...(type === INTERIOR ? [{ at: start + 8, width: 4, bigEndian: true } as const] : []),
    ...pointers.map((at) => ({ at, width: 2, bigEndian: true }) as const),
    // Length, number and head of a record are a byte or two each, then the types of its values.
    ...cells.flatMap((at) => [0, 1, 2, 3, 4, 5, 6].map((n) => ({ at: at + n, width: 1 }) as const)),
  ]);
  return [...ofHeader.map((field) => ({ ...field, bigEndian: true }) as const), ...ofPages];
}
