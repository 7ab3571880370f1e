import type { DType } from "./_values.ts";

const DTYPES: Readonly<Record<string, DType>> = {
  f8: "f64",
  f4: "f32",
  f2: "f16",
  i8: "i64",
  i4: "i32",
  i2: "i16",
  i1: "i8",
  u1: "u8",
  b1: "bool",
};

/**
 * The element type of a NumPy type string such as `<f4` (numpy.org, "The array interface protocol"); undefined for
 * text, dates, records, complex and wide unsigned numbers. `=` and no order at all mean little-endian: files made on
 * big-endian machines say `>`.
 */
export function numpyDtype(typestr: string): { readonly dtype: DType; readonly littleEndian: boolean } | undefined {
  const [, order, code] = /^([<>=|]?)([a-z]\d)$/.exec(typestr) ?? [];
  const dtype = code === undefined ? undefined : DTYPES[code];
  return dtype && { dtype, littleEndian: order !== ">" };
}
