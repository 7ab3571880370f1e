import { defineFormat } from "./_format.ts";
import { isNpy, MAX_HEADER, npyArray, npyHeader } from "./_npy.ts";
import type { Source } from "./_sources.ts";
import type { Value } from "./_values.ts";

/** One NumPy array, as numpy.save writes it. */
export default defineFormat({
  name: "npy",
  title: "NumPy array",
  specification: "https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html",
  recognises: (source) => isNpy(source.read(0, Math.min(6, source.byteLength))),
  read,
});

function read(source: Source): Value {
  const header = npyHeader(source.read(0, Math.min(MAX_HEADER, source.byteLength)), source.path);
  const { path, stamp } = source;
  const byteLength = source.byteLength - header.headerLength;
  return npyArray(header, { path, stamp, offset: header.headerLength, byteLength }, 0, byteLength, path);
}
