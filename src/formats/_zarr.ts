import { join } from "pathe";
import { FormatError } from "../errors.ts";
import { budget, INFLATED } from "./_budget.ts";
import { isRecord, parsedJson } from "./_json.ts";
import { numpyDtype } from "./_numpy-dtypes.ts";
import { shown } from "./_shown.ts";
import { isFile, readExtent, withSource } from "./_sources.ts";
import { BYTES, type Codec, type Extent, type Value } from "./_values.ts";
import { shapeOf, sizeOfShape, stridesOf } from "./_views.ts";

/** A .zarray has a few hundred bytes. */
const MAX_JSON = 1_000_000;
/** Files that one array may be cut into: each is looked for, whether it is there or not. */
const MAX_CHUNKS = 1 << 16;

const CODECS: Readonly<Record<string, Codec>> = { zstd: "zstd", gzip: "gzip", zlib: "zlib" };

/** Spends of what all arrays of one checkpoint may inflate to. */
export type Inflation = (stored: number, inflated: number) => void;

/** What they may: how long their files are together is known only once they have been found. */
export function inflation(checkpoint: string): Inflation {
  const of = `bytes inflated, beyond ${INFLATED.perByte} for each stored`;
  const spend = budget({ ...INFLATED, of, perByte: 0 }, 0, (problem, remedy) => {
    throw new FormatError(checkpoint, `zarr: ${problem}`, remedy);
  });
  return (stored, inflated) => spend(Math.max(0, inflated - INFLATED.perByte * stored));
}

/** What the .zarray of an array says, as far as it is ours. */
interface Description {
  readonly where: string;
  readonly shape: readonly number[];
  readonly chunks: readonly number[];
  readonly element: NonNullable<ReturnType<typeof numpyDtype>>;
  readonly codec: Codec | undefined;
  readonly fortranOrder: boolean;
  readonly separator: string;
  readonly fill: unknown;
}

/**
 * The Zarr array (version 2) of a folder, https://zarr-specs.readthedocs.io/en/latest/v2/v2.0.html. In one chunk, as
 * Orbax writes an array of one device, it stays in its file; several chunks are put together. Other element types come
 * back inert.
 */
export function zarrArray(folder: string, inflate: Inflation): Value {
  const where = join(folder, ".zarray");
  const json = withSource(where, (source) => {
    if (source.byteLength > MAX_JSON) throw new FormatError(where, `${source.byteLength} bytes describe no array`);
    return parsedJson(source.read(0, source.byteLength), where);
  });
  const described = description(isRecord(json) ? json : {}, where);
  if ("type" in described) return described;
  const { shape, chunks, element, fortranOrder } = described;
  const whole = shape.every((n, axis) => n === chunks[axis] || n === 0);
  const storage = whole
    ? chunk(
        described,
        folder,
        shape.map(() => 0),
        inflate,
      )
    : assembled(described, folder, inflate);
  const array = { type: "array", ...element, shape, start: 0 } as const;
  if (storage !== undefined) return { ...array, strides: stridesOf(shape, fortranOrder && whole), storage };
  return { ...array, strides: shape.map(() => 0), storage: filled(described, 1) };
}

function description(
  json: Readonly<Record<string, unknown>>,
  where: string,
): Description | (Value & { type: "inert" }) {
  const fail = (problem: string): never => {
    throw new FormatError(where, `zarr: ${problem}`);
  };
  const { zarr_format: version, dtype, compressor, filters, order, dimension_separator: separator = "." } = json;
  if (version !== 2) fail(`version ${shown(String(version))} is not supported`);
  const shape = shapeOf(json.shape) ?? fail("no shape");
  const chunks = shapeOf(json.chunks) ?? fail("no shape of chunks");
  if (chunks.length !== shape.length || chunks.includes(0)) fail(`chunks [${chunks}] of an array [${shape}]`);
  if (Array.isArray(filters) && filters.length > 0) fail("filters are not supported");
  if (order !== "C" && order !== "F") fail("no order");
  if (separator !== "." && separator !== "/") fail("no separator of dimensions");
  const id = isRecord(compressor) ? String(compressor.id) : undefined;
  const codec = id === undefined ? undefined : (CODECS[id] ?? fail(`compression ${shown(id)} is not supported`));
  // What NumPy has no name for is written by its own.
  const element =
    dtype === "bfloat16" ? ({ dtype: "bf16", littleEndian: true } as const) : numpyDtype(shown(String(dtype)));
  if (element === undefined) {
    return { type: "inert", class: `zarr.${shown(String(dtype))}`, arguments: [[...shape]], state: null };
  }
  const fortranOrder = order === "F";
  return { where, shape, chunks, element, codec, fortranOrder, separator: String(separator), fill: json.fill_value };
}

/** The file of one chunk, or undefined where there is none: it has the fill value throughout. */
function chunk(
  described: Description,
  folder: string,
  index: readonly number[],
  inflate: Inflation,
): Extent | undefined {
  const { chunks, codec, element, separator } = described;
  const path = join(folder, index.length === 0 ? "0" : index.join(separator));
  if (!isFile(path)) return undefined;
  const { stamp, byteLength } = withSource(path, (source) => source);
  const inflatedLength = sizeOfShape(chunks) * BYTES[element.dtype];
  if (codec === undefined) {
    if (byteLength === inflatedLength) return { path, stamp, offset: 0, byteLength };
    throw new FormatError(path, `${inflatedLength} bytes expected, ${byteLength} found`, "the file is truncated");
  }
  inflate(byteLength, inflatedLength);
  return { path, stamp, offset: 0, byteLength, inflatedLength, codec };
}

/** All chunks in one row-major storage; at the end of an axis a chunk may reach beyond the array. */
function assembled(described: Description, folder: string, inflate: Inflation): Uint8Array | undefined {
  const { where, shape, chunks, element, fortranOrder } = described;
  const grid = shape.map((n, axis) => Math.ceil(n / (chunks[axis] as number)));
  const count = sizeOfShape(grid);
  if (count > MAX_CHUNKS) throw new FormatError(where, `zarr: ${count} chunks are more than ${MAX_CHUNKS}`);
  const indices = Array.from({ length: count }, (_, i) => indexOf(i, grid));
  const extents = indices.map((index) => chunk(described, folder, index, inflate));
  if (extents.every((extent) => extent === undefined)) return undefined;
  const width = BYTES[element.dtype];
  const size = sizeOfShape(shape) * width;
  // Chunks are accounted for where they were found; what has none is made of nothing.
  const inChunks = extents.reduce((sum, extent) => sum + (extent?.inflatedLength ?? extent?.byteLength ?? 0), 0);
  inflate(0, Math.max(0, size - inChunks));
  const storage = filled(described, sizeOfShape(shape));
  const to = stridesOf(shape);
  const from = stridesOf(chunks, fortranOrder);
  extents.forEach((extent, i) => {
    if (extent === undefined) return;
    const origin = (indices[i] as readonly number[]).map((n, axis) => n * (chunks[axis] as number));
    const part = chunks.map((n, axis) => Math.min(n, (shape[axis] as number) - (origin[axis] as number)));
    const bytes = readExtent(extent);
    // A row of the last axis at once, or element by element where the first varies fastest.
    const row = fortranOrder ? 1 : (part.at(-1) as number);
    const rows = fortranOrder ? part : part.with(-1, 1);
    for (let k = 0; k < sizeOfShape(rows); k++) {
      const at = indexOf(k, rows);
      const source = at.reduce((sum, n, axis) => sum + n * (from[axis] as number), 0) * width;
      const target = at.reduce((sum, n, axis) => sum + (n + (origin[axis] as number)) * (to[axis] as number), 0);
      storage.set(bytes.subarray(source, source + row * width), target * width);
    }
  });
  return storage;
}

/** The index of the i-th element of a row-major array. */
function indexOf(i: number, shape: readonly number[]): readonly number[] {
  return stridesOf(shape).map((stride, axis) => Math.floor(i / stride) % (shape[axis] as number));
}

/** So many elements of the fill value, which must be zero. */
function filled({ where, fill, element }: Description, count: number): Uint8Array {
  if (fill !== null && fill !== 0 && fill !== false) {
    throw new FormatError(
      where,
      `zarr: a missing chunk of ${shown(JSON.stringify(fill) ?? "nothing")} is not supported`,
    );
  }
  return new Uint8Array(count * BYTES[element.dtype]);
}
