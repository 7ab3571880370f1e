import { FormatError } from "../errors.ts";
import type { DataObjects } from "./_jsfive.ts";
import { numpyDtype } from "./_numpy-dtypes.ts";
import type { ArrayRef } from "./_values.ts";

type Element = Pick<ArrayRef, "dtype" | "littleEndian">;

/** The message of a dataset's header that says what its elements are (HDF5 specification, section IV.A.2.d), and its classes. */
const DATATYPE = 3;
const [INTEGER, FLOAT, OPAQUE, ENUMERATION] = [0, 1, 5, 8] as const;
const BRAIN_FLOAT: Element = { dtype: "bf16", littleEndian: true };
const HEAD = 8;
/** Of a float of so many bytes, as IEEE 754 has it: the first bit, how many, the exponent's first, how many, the fraction's, how many, the bias. */
const IEEE: Readonly<Record<number, readonly number[]>> = {
  2: [0, 16, 10, 5, 0, 10, 15],
  4: [0, 32, 23, 8, 0, 23, 127],
  8: [0, 64, 52, 11, 0, 52, 1023],
};
/** Of the bits that say how a float lies: that it is no VAX's, and that the fraction's first bit is not written. */
const [ORDERS, NORMALISED] = [0x70, 0x20] as const;

/**
 * What the elements of a dataset are; undefined where they are no numbers. Bfloat16 is two opaque bytes, and Keras says beside
 * them what they mean. HDF5 can have any bits of a number stand anywhere: what is not as processors have it is refused.
 */
export function elementOf(dataset: DataObjects, bytes: Uint8Array, where: string): Element | undefined {
  const at = dataset.find_msg_type(DATATYPE)[0]?.get("offset_to_message") ?? bytes.length;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const type = classOf(view, at);
  if (type === OPAQUE) return dataset.get_attributes().dtype === "bfloat16" ? BRAIN_FLOAT : undefined;
  if (type !== INTEGER && type !== FLOAT && type !== ENUMERATION) return undefined;
  if (!isUsual(view, at)) {
    throw new FormatError(where, "HDF5: numbers whose bits lie as no processor's do", "write it as float32 or float64");
  }
  const { dtype } = dataset;
  return typeof dtype === "string" ? numpyDtype(dtype) : undefined;
}

function classOf(view: DataView, at: number): number {
  return view.getUint8(at) & 0xf;
}

/** Whether the numbers of a type lie as IEEE 754 and two's complement have them. */
function isUsual(view: DataView, at: number): boolean {
  const type = classOf(view, at);
  const size = view.getUint32(at + 4, true);
  const from = at + HEAD;
  // The values that have names are integers.
  if (type === ENUMERATION) return isUsual(view, from);
  const bits = [view.getUint16(from, true), view.getUint16(from + 2, true)];
  if (type === INTEGER) return bits[0] === 0 && bits[1] === 8 * size;
  const parts = [4, 5, 6, 7].map((i) => view.getUint8(from + i));
  const found = [...bits, ...parts, view.getUint32(from + 8, true)];
  const signed = view.getUint8(at + 2) === 8 * size - 1 && (view.getUint8(at + 1) & ORDERS) === NORMALISED;
  return signed && IEEE[size]?.every((value, i) => value === found[i]) === true;
}
