import { FormatError } from "../errors.ts";
import { defineFormat } from "./_format.ts";
import { isRecord, parsedJson } from "./_json.ts";
import { isSafetensors } from "./_safetensors.ts";
import { shown } from "./_shown.ts";
import type { Source } from "./_sources.ts";
import { type ArrayRef, BYTES, type DType, type Value } from "./_values.ts";
import { shapeOf, sizeOfShape, sizesOf, stridesOf } from "./_views.ts";

const DTYPES: ReadonlyMap<unknown, DType> = new Map([
  ["F64", "f64"],
  ["F32", "f32"],
  ["F16", "f16"],
  ["BF16", "bf16"],
  ["I64", "i64"],
  ["I32", "i32"],
  ["I16", "i16"],
  ["I8", "i8"],
  ["U8", "u8"],
  ["BOOL", "bool"],
]);

/** Tensors by name, and `__metadata__`: a Map of strings, where there is one. Other element types come back inert. */
export default defineFormat({
  name: "safetensors",
  title: "safetensors",
  specification: "https://github.com/huggingface/safetensors#format",
  recognises: isSafetensors,
  read,
});

function read(source: Source): Value {
  const { path, stamp } = source;
  const length = Number(Buffer.from(source.read(0, 8)).readBigUInt64LE(0));
  const header = parsedJson(source.read(8, 8 + length), path);
  if (!isRecord(header)) throw new FormatError(path, "safetensors: the header is no object");
  const values = new Map<string, Value>();
  const ranges: [number, number, string][] = [];
  for (const [name, entry] of Object.entries(header)) {
    if (name === "__metadata__") {
      // MLX writes null where it was given none.
      if (entry !== null) values.set(name, metadata(entry, path));
      continue;
    }
    const { dtype, shape: sizes, data_offsets: offsets } = isRecord(entry) ? entry : {};
    const shape = shapeOf(sizes);
    const [begin, end] = sizesOf(offsets) ?? [];
    if (typeof dtype !== "string" || shape === undefined || begin === undefined || end === undefined || end < begin) {
      throw new FormatError(`${path}: tensor ${shown(name)}`, "safetensors: no valid dtype, shape and data_offsets");
    }
    if (8 + length + end > source.byteLength) {
      const problem = `bytes ${begin} to ${end} of ${source.byteLength - 8 - length}`;
      throw new FormatError(`${path}: tensor ${shown(name)}`, problem, "the file is truncated");
    }
    ranges.push([begin, end, name]);
    const storage = { path, stamp, offset: 8 + length + begin, byteLength: end - begin };
    values.set(name, tensor(dtype, shape, storage, `${path}: tensor ${shown(name)}`));
  }
  refuseOverlap(ranges, path);
  return values;
}

function tensor(
  type: string,
  shape: readonly number[],
  storage: ArrayRef["storage"] & { byteLength: number },
  where: string,
): Value {
  const dtype = DTYPES.get(type);
  if (dtype === undefined) return { type: "inert", class: `safetensors.${type}`, arguments: [[...shape]], state: null };
  const expected = sizeOfShape(shape) * BYTES[dtype];
  if (storage.byteLength !== expected) {
    throw new FormatError(
      where,
      `${expected} bytes expected for ${shown(type)} [${shape.join(", ")}], ${storage.byteLength} found`,
    );
  }
  return { type: "array", dtype, shape, strides: stridesOf(shape), start: 0, littleEndian: true, storage };
}

function metadata(entry: unknown, path: string): Value {
  const pairs = isRecord(entry) ? Object.entries(entry) : [];
  if (!isRecord(entry) || pairs.some(([, text]) => typeof text !== "string")) {
    throw new FormatError(path, "safetensors: __metadata__ is no object of strings");
  }
  return new Map(pairs as [string, string][]);
}

function refuseOverlap(ranges: [number, number, string][], path: string): void {
  const inOrder = ranges.filter(([begin, end]) => end > begin).sort(([a], [b]) => a - b);
  inOrder.forEach(([begin, , name], i) => {
    const before = inOrder[i - 1];
    if (before !== undefined && before[1] > begin) {
      throw new FormatError(path, `safetensors: tensors ${shown(before[2])} and ${shown(name)} overlap`);
    }
  });
}
