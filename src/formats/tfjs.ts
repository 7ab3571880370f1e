import { dirname, join, normalize } from "pathe";
import { FormatError } from "../errors.ts";
import { defineFormat } from "./_format.ts";
import { isRecord, parsedJson } from "./_json.ts";
import { shown } from "./_shown.ts";
import { readExtent, type Source, withSource } from "./_sources.ts";
import { type ArrayRef, BYTES, type DType, type Extent, type Value } from "./_values.ts";
import { shapeOf, sizeOfShape, stridesOf } from "./_views.ts";

/** A model.json holds a topology and names; the largest published ones have a few megabytes. */
const MAX_JSON = 100_000_000;

const DTYPES: ReadonlyMap<unknown, DType> = new Map([
  ["float32", "f32"],
  ["int32", "i32"],
  ["uint8", "u8"],
  ["bool", "bool"],
]);

/** Weights by name, from the shards beside a model.json. Weights quantised to float16 are read, other codes refused. */
export default defineFormat({
  name: "tfjs",
  title: "TensorFlow.js (model.json)",
  specification: "https://github.com/tensorflow/tfjs, tfjs-core/src/io/types.ts, WeightsManifestConfig",
  recognises: (source) => {
    if (source.byteLength === 0 || source.byteLength > MAX_JSON) return false;
    const start = Buffer.from(source.read(0, Math.min(64, source.byteLength))).toString("latin1");
    if (!start.trimStart().startsWith("{")) return false;
    return Buffer.from(source.read(0, source.byteLength)).includes('"weightsManifest"');
  },
  read: (source) => {
    const model = parsedJson(source.read(0, source.byteLength), source.path);
    const groups = isRecord(model) ? model.weightsManifest : undefined;
    if (!Array.isArray(groups)) throw new FormatError(source.path, "weightsManifest is no list");
    const values = new Map<string, Value>();
    for (const group of groups) {
      for (const [name, value] of weights(source, group)) {
        if (values.has(name)) throw new FormatError(source.path, `two weights are named ${shown(name)}`);
        values.set(name, value);
      }
    }
    return values;
  },
});

/** The weights of one group: they lie one after another in its shards, taken as one stretch of bytes. */
function weights(source: Source, group: unknown): [string, Value][] {
  const { paths, weights: specs } = isRecord(group) ? group : {};
  if (!Array.isArray(paths) || !Array.isArray(specs)) {
    throw new FormatError(source.path, "weightsManifest: a group without paths and weights");
  }
  const shards = paths.map((path) => shard(source, path));
  let offset = 0;
  return specs.map((spec) => {
    const { name, shape: sizes, dtype: type, quantization } = isRecord(spec) ? spec : {};
    const shape = shapeOf(sizes);
    if (typeof name !== "string" || shape === undefined) {
      throw new FormatError(source.path, "weightsManifest: a weight without name and shape");
    }
    const dtype = quantization === undefined ? DTYPES.get(type) : quantized(quantization);
    if (dtype === undefined) {
      throw new FormatError(
        `${source.path}: weight ${shown(name)}`,
        quantization === undefined
          ? `dtype ${shown(JSON.stringify(type) ?? "none")} is not supported`
          : "quantised weights",
        "convert the model again, to float32 and without quantisation",
      );
    }
    const byteLength = sizeOfShape(shape) * BYTES[dtype];
    const storage = stretch(shards, offset, byteLength, `${source.path}: weight ${shown(name)}`);
    offset += byteLength;
    const array: ArrayRef = {
      type: "array",
      dtype,
      shape,
      strides: stridesOf(shape),
      start: 0,
      littleEndian: true,
      storage,
    };
    return [name, array];
  });
}

function quantized(quantization: unknown): DType | undefined {
  return isRecord(quantization) && quantization.dtype === "float16" ? "f16" : undefined;
}

/** One shard, whole. A manifest may name only files of its own folder. */
function shard(source: Source, path: unknown): Extent {
  if (typeof path !== "string" || normalize(path).startsWith("..") || /^[\\/]|\\|^\w+:|\0/.test(path)) {
    throw new FormatError(
      source.path,
      `weightsManifest: path ${shown(JSON.stringify(path) ?? "none")} leaves the folder`,
    );
  }
  const file = join(dirname(source.path), path);
  return withSource(file, ({ stamp, byteLength }) => ({ path: file, stamp, offset: 0, byteLength }));
}

/** A stretch of the shards' bytes: a part of one of them, or a copy where it spans several. */
function stretch(shards: readonly Extent[], start: number, byteLength: number, where: string): Extent | Uint8Array {
  const parts: Extent[] = [];
  let [from, left] = [start, byteLength];
  for (const shard of shards) {
    const { byteLength: size } = shard;
    if (from < size && left > 0) {
      const length = Math.min(left, size - from);
      parts.push({ ...shard, offset: from, byteLength: length });
      left -= length;
    }
    from = Math.max(0, from - size);
  }
  if (left > 0) {
    const problem = `${byteLength} bytes expected, ${byteLength - left} found in the shards`;
    throw new FormatError(where, problem, "a shard is truncated: copy it again");
  }
  if (parts.length === 1) return parts[0] as Extent;
  return Uint8Array.from(Buffer.concat(parts.map(readExtent)));
}
