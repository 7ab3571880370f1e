import type { DType } from "./_values.ts";

const DTYPES: Readonly<Record<string, DType>> = {
  float64: "f64",
  float32: "f32",
  float16: "f16",
  bfloat16: "bf16",
  int64: "i64",
  int32: "i32",
  int16: "i16",
  int8: "i8",
  uint8: "u8",
  bool: "bool",
};

/** The element type by the name that NumPy, and JAX after it, gives it; undefined for those that we do not read. */
export function dtypeNamed(name: string): DType | undefined {
  return Object.hasOwn(DTYPES, name) ? DTYPES[name] : undefined;
}
