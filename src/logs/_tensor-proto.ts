import type { PbfReader } from "pbf";
import { readArray } from "../formats/_arrays.ts";
import { BYTES, type DType } from "../formats/_values.ts";
import { halfFloats } from "../numerics/half-floats.ts";
import { FIXED32, FIXED64, LENGTH, messageOf, nested, VARINT } from "./_message.ts";

/** tensorflow.DataType of what can be a scalar. */
const DTYPES: Readonly<Record<number, DType>> = {
  1: "f32",
  2: "f64",
  3: "i32",
  4: "u8",
  5: "i16",
  6: "i8",
  9: "i64",
  10: "bool",
  14: "bf16",
  19: "f16",
};

/** A tensorflow.TensorProto as far as it is read: its elements as numbers of a list, or as bytes. */
interface Tensor {
  dtype: DType | undefined;
  size: number;
  content: Uint8Array | undefined;
  readonly numbers: number[];
}

/** The one number of a tensorflow.TensorProto; undefined where it has more elements, or another type. */
export function scalarOf(bytes: Uint8Array): number | undefined {
  const tensor = messageOf<Tensor>(bytes, readTensor, { dtype: undefined, size: 1, content: undefined, numbers: [] });
  if (tensor?.dtype === undefined || tensor.size !== 1) return undefined;
  const { dtype, content: storage, numbers } = tensor;
  if (storage === undefined) return numbers.length === 1 ? numbers[0] : undefined;
  if (storage.length !== BYTES[dtype]) return undefined;
  return readArray({ type: "array", dtype, shape: [], strides: [], start: 0, littleEndian: true, storage })[0];
}

function readTensor(field: number, tensor: Tensor, pbf: PbfReader): void {
  if (field === 1 && pbf.type === VARINT) tensor.dtype = DTYPES[pbf.readVarint()];
  if (field === 2 && pbf.type === LENGTH) nested(pbf, readShape, tensor);
  if (field === 4 && pbf.type === LENGTH) tensor.content = pbf.readBytes();
  if (field === 5 && listed(pbf, FIXED32)) pbf.readPackedFloat(tensor.numbers);
  if (field === 6 && listed(pbf, FIXED64)) pbf.readPackedDouble(tensor.numbers);
  if ((field === 7 || field === 10 || field === 11) && listed(pbf, VARINT)) pbf.readPackedVarint(tensor.numbers, true);
  // float16 and bfloat16 alike are listed by their bits; the latter is written as content.
  if (field === 13 && listed(pbf, VARINT)) tensor.numbers.push(...halfFloats(Uint16Array.from(pbf.readPackedVarint())));
}

/** Whether the numbers of a list are in one field, or this is one of them. */
function listed(pbf: PbfReader, one: number): boolean {
  return pbf.type === LENGTH || pbf.type === one;
}

function readShape(field: number, tensor: Tensor, pbf: PbfReader): void {
  if (field === 2 && pbf.type === LENGTH) nested(pbf, readDimension, tensor);
}

function readDimension(field: number, tensor: Tensor, pbf: PbfReader): void {
  if (field === 1 && pbf.type === VARINT) tensor.size *= pbf.readVarint();
}
