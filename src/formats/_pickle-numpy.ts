import { readArray } from "./_arrays.ts";
import { numpyDtype } from "./_numpy-dtypes.ts";
import type { Bench, Constructor } from "./_pickle-bench.ts";
import { type ArrayRef, BYTES, type Inert, isInert, type Value } from "./_values.ts";
import { shapeOf, sizeOfShape, stridesOf } from "./_views.ts";

const ARRAY = "numpy.ndarray";
const BRAIN_FLOAT = { dtype: "bf16", littleEndian: true } as const;

/** Calls in NumPy's pickles that mean data, under NumPy 1's names (2 has `numpy._core`). */
export const numpyConstructors: readonly (readonly [string, Constructor])[] = [
  // An empty array, whose shape, type and bytes follow as its state: see withArrayState.
  ["numpy.core.multiarray._reconstruct", () => inert(null)],
  ["numpy.core.multiarray.scalar", ([dtype, data], bench) => scalar(dtype, data, bench)],
  ["numpy.core.numeric._frombuffer", (args, bench) => fromBuffer(args, bench)],
  // NumPy's function and its arguments, the state that the array gets, and what JAX knows besides.
  ["jax._src.array._reconstruct_array", ([, , state], bench) => fromState(state, bench)],
];

function inert(state: Value): Inert {
  return { type: "inert", class: ARRAY, arguments: [], state };
}

/** Protocol 5: (bytes, type, shape, order). */
function fromBuffer(args: readonly Value[], bench: Bench): Value {
  const [data, dtype, shape, order] = args;
  return array(dtype, shape, order === "F", data, bench) ?? inert(args);
}

/** Turns an array that was rebuilt empty into a view of its bytes; false for text and objects, which stay inert. */
export function withArrayState(target: Inert, state: Value, bench: Bench): boolean {
  const ref = target.class === ARRAY ? fromState(state, bench) : undefined;
  if (ref === undefined) return false;
  // In place: the object may be shared, or be in the memo.
  const object = target as Partial<Record<keyof Inert, unknown>>;
  for (const field of ["class", "arguments", "state"] as const) delete object[field];
  Object.assign(object, ref);
  return true;
}

/** What `ndarray.__setstate__` receives: version, shape, type, order, bytes. */
function fromState(state: Value | undefined, bench: Bench): ArrayRef | undefined {
  if (!Array.isArray(state)) return undefined;
  const [, shape, dtype, isFortran, data] = state;
  return array(dtype, shape, isFortran === true, data, bench);
}

function array(
  dtype: Value | undefined,
  shape: Value | undefined,
  fortran: boolean,
  data: Value | undefined,
  bench: Bench,
): ArrayRef | undefined {
  const element = isBrainFloat(dtype) ? BRAIN_FLOAT : numpyDtype(typestr(dtype));
  const sizes = shapeOf(shape);
  const storage = typeof data === "string" ? latin1(data, bench) : data;
  if (element === undefined || !(storage instanceof Uint8Array)) return undefined;
  if (sizes === undefined) return bench.fail("a numpy array whose shape is no whole numbers");
  const expected = sizeOfShape(sizes) * BYTES[element.dtype];
  if (storage.length !== expected) {
    return bench.fail(`numpy array [${sizes.join(", ")}]: ${expected} bytes expected, ${storage.length} found`);
  }
  return { type: "array", ...element, shape: sizes, strides: stridesOf(sizes, fortran), start: 0, storage };
}

function scalar(dtype: Value | undefined, data: Value | undefined, bench: Bench): Value | undefined {
  const ref = array(dtype, [], false, data, bench);
  if (ref === undefined) return undefined;
  const value = readArray(ref)[0] as number;
  return ref.dtype === "bool" ? value !== 0 : value;
}

/** `numpy.dtype("f4", …)` with the byte order in its state, as `<f4`; empty for all else. */
function typestr(dtype: Value | undefined): string {
  if (!isInert(dtype) || dtype.class !== "numpy.dtype") return "";
  const order: Value = Array.isArray(dtype.state) ? dtype.state[1] : "=";
  const code = dtype.arguments[0];
  return typeof order === "string" && typeof code === "string" ? order + code : "";
}

/** `numpy.dtype(ml_dtypes.bfloat16, …)`: the type that JAX brings to NumPy. */
function isBrainFloat(dtype: Value | undefined): boolean {
  const type = isInert(dtype) && dtype.class === "numpy.dtype" ? dtype.arguments[0] : undefined;
  return isInert(type) && type.class === "ml_dtypes.bfloat16";
}

/** Protocols below 3 write bytes as text, a character a byte. */
function latin1(text: string, bench: Bench): Uint8Array {
  bench.charge(text.length);
  return Uint8Array.from(Buffer.from(text, "latin1"));
}
