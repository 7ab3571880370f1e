import { inflateSync } from "node:zlib";

/*
 * By h5py 3.16, deflated, in base64: `w` of two float32, never written, or in another file.
 *
 *     with h5py.File(path, "w", libver="latest") as f: f.create_dataset("w", (2,), "<f4", fillvalue=7)
 *     with h5py.File(path, "w", libver="latest") as f: f.create_dataset("w", (2,), "<f4", external=[("other.bin", 0, 8)])
 */
export const hdf5Filled: Buffer = blob(
  "eNrr9HBx4+WS4mLm4GCAgf9QsJ8RwjeAisdb/Pvi7+ESxMRQwSSErBAGuJgYgFrYeBiAFGP5Zph5HgxUAxNvvPMHOwFoAaMIAwMTIyMjE1QORjOLMDAKKsgzsIB5CgziHAzi9UAWKxcDI7MWRPSBAwfQB8yMMJfDPb+CYciA1qRV5wDLbjIV",
);
export const hdf5External: Buffer = blob(
  "eNrr9HBx4+WS4mLm4GCAgf8wwAjhG0DFy1eyPvD3cAliYqhgEkJRCAVcTAxALWw8DECKsXwzzDwPBqqBiTfe+YOdALSAUYSBgYmRkZEJKgejmUUYGAUV5BlYwDwFBnEOBvF6IIsV6DpmLnYNoE4GsAsZ9kM9yIFmC4zPAfQlMyPMd3BVLQyDAkxVjfvv4eoYAPElBAhA6fuMqGor9JIy88C+RlUHALrVNTo=",
);

/*
 * Links into another file, one and ten, which no header has room for.
 *
 *     with h5py.File(path, "w", libver="latest") as f: f["w"] = h5py.ExternalLink("other.h5", "/model/w")
 *     with h5py.File(path, "w", libver="latest") as f: for i in range(10): f[f"w{i}"] = h5py.ExternalLink("other.h5", "/model/w")
 */
export const hdf5Link: Buffer = blob(
  "eNrr9HBx4+WS4mLm4GCAgf9QsBnKN4DSU0PDuv09XIKYGCqYhJAVwgAXEwMjAwObFAMDI4cDY7kwA0N+SUZqkV6GKYN+bn5Kao5+OQODFQMF4AQH62EAWZwmoQ==",
);
export const hdf5Links: Buffer = blob(
  "eNrr9HBx4+WS4mLm4GCAgf9QUMIG4RtAxT2Ozf3o7+ESxMQowsgkBBIJYITIPILSXEwMINYXhhEJ8puChNyCPAIY2IEcJgYBBowQvQvlczBBGeg0FHARaSMLkk5IFCgA6RIWmJh0/6q5TiEeLgysIHXcQJEUjSgmmB0wWxSnJei4BQNVMdxFMQtBI+wLYKgA2gGTiYLaJMWASi/f9lPWKcTHjYG1IO2yEEMjyCkMmR4L5BjSwEweQ5lgcLKSZmDqXZrPMAfMfHbAag7DdjDzwvtJCxlEwcxg3hlnGLzBzPh6kecMHIwg5oqjEs8ZLoFF++IbXjK8BTO5Py9/yDAKBgVwCw52hSd0RmDKUgalGY2A7+JuHi5O8KIDBGy1NXUYORyYyg2EgbmoJCO1SC/DlEE/Nz8lNUe/nAEsZYhbygi3lDFuKRPcUqa4pcxwS5njlrLALWWJVWpYAwAJjo8W",
);

function blob(text: string): Buffer {
  return inflateSync(Buffer.from(text, "base64"));
}
