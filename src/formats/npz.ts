import { FormatError } from "../errors.ts";
import { defineFormat } from "./_format.ts";
import { isNpy, MAX_HEADER, npyArray, npyHeader, npyWidth } from "./_npy.ts";
import { shown } from "./_shown.ts";
import { inflatedStart, readExtent, type Source } from "./_sources.ts";
import type { Extent, Value } from "./_values.ts";
import { entryExtent, isZip, zipEntries, zipNames } from "./_zip.ts";

const MEMBER = /\.npy$/;

/** A zip of NumPy arrays by name, as numpy.savez and numpy.savez_compressed write it. Other members are ignored. */
export default defineFormat({
  name: "npz",
  title: "NumPy archive",
  specification: "https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html",
  recognises: (source) => {
    const names = isZip(source) ? (zipNames(source) ?? []) : [];
    return names.some((name) => MEMBER.test(name)) && !names.some((name) => name.endsWith("data.pkl"));
  },
  read: (source) => {
    const members = [...zipEntries(source).values()].filter(({ name }) => MEMBER.test(name));
    return new Map(
      members.map((entry) => [entry.name.replace(MEMBER, ""), member(source, entryExtent(source, entry), entry.name)]),
    );
  },
});

function member(source: Source, extent: Extent, name: string): Value {
  const where = `${source.path}: ${shown(name)}`;
  const { path, offset, byteLength, inflatedLength, crc32 } = extent;
  const head =
    inflatedLength === undefined
      ? source.read(offset, offset + Math.min(byteLength, MAX_HEADER))
      : inflatedStart(source, extent, MAX_HEADER);
  if (!isNpy(head)) throw new FormatError(where, "no NumPy array");
  const header = npyHeader(head, where);
  const { headerLength } = header;
  if (inflatedLength === undefined) {
    const within = crc32 === undefined ? {} : { within: { offset, byteLength, crc32 } };
    const storage = { path, offset: offset + headerLength, byteLength: byteLength - headerLength, ...within };
    return npyArray(header, storage, 0, storage.byteLength, where);
  }
  // A deflated storage keeps its header before the elements, which NumPy aligns; of what does not, a copy is kept.
  const start = headerLength / npyWidth(header);
  return Number.isInteger(start)
    ? npyArray(header, extent, start, inflatedLength - headerLength, where)
    : npyArray(header, readExtent(extent).slice(headerLength), 0, inflatedLength - headerLength, where);
}
