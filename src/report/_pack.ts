import { deflateSync } from "fflate";
import { host } from "../host/host.ts";
import { type Packing, packedName } from "../page/unpacked.ts";
import { characters } from "./_characters.ts";

/** A matrix of more cells is a picture, … */
export const EXACT_CELLS = 1024;
/** … for which so many levels are as many as the eye tells apart, and a tenth of the bytes. */
export const LEVELS = 64;

/** Shorter arrays stay JSON: a reference would be as long. */
const MIN_LENGTH = 8;

/** The level that stands for no value. */
const NO_VALUE = 255;

/** From narrow to wide; the first that holds every value exactly is taken. */
const TYPES = [
  ["u1", Uint8Array],
  ["i2", Int16Array],
  ["i4", Int32Array],
  ["f4", Float32Array],
  ["f8", Float64Array],
] as const;

type Cell = number | null;

/**
 * A plain JSON value as bytes, for `unpacked` in src/page: its numbers as typed arrays, each once, behind the rest as JSON.
 * Arrays of numbers keep every value, in the narrowest type that holds them all; null and what is not finite become NaN.
 * A matrix named `z` of more than `EXACT_CELLS` cells is quantised: `LEVELS` of them, evenly from its least to its greatest value.
 */
export function packed(value: unknown): Uint8Array {
  const parts: Uint8Array[] = [];
  const places = new Map<string, number>();
  let end = 0;
  const place = (bytes: Uint8Array): number => {
    const key = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
    const known = places.get(key);
    if (known !== undefined) return known;
    const offset = end;
    const padded = new Uint8Array(Math.ceil(bytes.byteLength / 8) * 8);
    padded.set(bytes);
    parts.push(padded);
    places.set(key, offset);
    end += padded.length;
    return offset;
  };
  const reference = (values: readonly Cell[], columns?: number): { readonly $: Packing } => {
    const [type, array] = narrowest(values);
    const offset = place(bytesOf(array));
    return { $: columns === undefined ? [type, offset, values.length] : [type, offset, values.length, columns] };
  };
  const walked = (node: unknown, name: string): unknown => {
    if (Array.isArray(node)) {
      if (node.length >= MIN_LENGTH && node.every(isCell)) return reference(node);
      const columns = matrixColumns(node);
      if (columns === undefined) return node.map((child) => walked(child, name));
      const cells = (node as Cell[][]).flat();
      if (cells.length < MIN_LENGTH) return node;
      if (name !== "z" || cells.length <= EXACT_CELLS || narrowest(cells)[0] === "u1") return reference(cells, columns);
      const { levels, least, step } = quantised(cells);
      const mirrored = columns ** 2 === cells.length ? mirroredLevels(levels, columns) : undefined;
      return mirrored !== undefined && zippedSize(mirrored) < zippedSize(levels)
        ? { $: ["u1", place(mirrored), cells.length, columns, least, step, 1] }
        : { $: ["u1", place(levels), cells.length, columns, least, step] };
    }
    if (typeof node !== "object" || node === null) return node;
    return Object.fromEntries(Object.entries(node).map(([key, child]) => [packedName(key), walked(child, key)]));
  };
  const json = Buffer.from(JSON.stringify(walked(value, "")));
  const head = Buffer.alloc(Math.ceil((4 + json.length) / 8) * 8);
  head.writeUInt32LE(json.length);
  head.set(json, 4);
  return Buffer.concat([head, ...parts]);
}

/** Bytes or UTF-8 text, gzipped, as characters that stand in a page as they are; the same on every platform. */
export async function embedded(content: Uint8Array | string): Promise<string> {
  const zipped = await host().gzip(typeof content === "string" ? new TextEncoder().encode(content) : content);
  // The header's tenth byte names the platform that wrote it: 255 is "unknown".
  zipped[9] = 255;
  return characters(zipped);
}

function isCell(value: unknown): value is Cell {
  return typeof value === "number" || value === null;
}

/** The columns of a matrix of numbers; undefined for anything else. */
function matrixColumns(rows: readonly unknown[]): number | undefined {
  const [first] = rows;
  if (!Array.isArray(first) || first.length === 0) return undefined;
  const same = rows.every((row) => Array.isArray(row) && row.length === first.length && row.every(isCell));
  return same ? first.length : undefined;
}

function narrowest(cells: readonly Cell[]): readonly [string, Float64Array | InstanceType<(typeof TYPES)[number][1]>] {
  const values = Float64Array.from(cells, (cell) => (cell === null || !Number.isFinite(cell) ? Number.NaN : cell));
  for (const [type, Type] of TYPES) {
    const array = Type.from(values);
    if (values.every((value, i) => Object.is(value, array[i]))) return [type, array];
  }
  return ["f8", values];
}

function quantised(cells: readonly Cell[]): {
  readonly levels: Uint8Array;
  readonly least: number;
  readonly step: number;
} {
  let least = Infinity;
  let greatest = -Infinity;
  for (const cell of cells) {
    if (cell === null || !Number.isFinite(cell)) continue;
    least = Math.min(least, cell);
    greatest = Math.max(greatest, cell);
  }
  if (least > greatest) least = greatest = 0;
  const step = (greatest - least) / (LEVELS - 1) || 1;
  const level = (cell: Cell) =>
    cell === null || !Number.isFinite(cell) ? NO_VALUE : Math.round((cell - least) / step);
  return { levels: Uint8Array.from(cells, level), least, step };
}

/** A square with the difference to its mirrored cell below the diagonal: what is as good as symmetric shrinks to half. */
function mirroredLevels(levels: Uint8Array, columns: number): Uint8Array {
  return levels.map((level, at) => {
    const [row, column] = [Math.floor(at / columns), at % columns];
    return column < row ? level - levels[column * columns + row] : level;
  });
}

function zippedSize(bytes: Uint8Array): number {
  return deflateSync(bytes).length;
}

function bytesOf(array: ArrayBufferView): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}
