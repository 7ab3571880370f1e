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

function blob(text: string): Buffer {
  return inflateSync(Buffer.from(text, "base64"));
}
