import { readArray } from "../formats/_arrays.ts";
import type { ArrayRef } from "../formats/_values.ts";
import { type Hash, host } from "../host/host.ts";
import type { Checkpoint } from "./run.ts";

/**
 * SHA-256 over the name, type, shape and content of every weight of a checkpoint. Content is the checksum that the
 * container stores where it stores one (zip archives), so that a digest does not read a large file; else the bytes.
 */
export function digest(checkpoint: Checkpoint): string {
  const hash = host().sha256();
  for (const [name, view] of Object.entries(checkpoint.weights).sort(([a], [b]) => (a < b ? -1 : 1))) {
    for (const array of Array.isArray(view) ? view : [view]) addArray(hash, name, array);
  }
  return hash.hex();
}

/** SHA-256 likewise over what the optimiser remembers at a checkpoint; undefined where nothing is stored. */
export function momentsDigest({ optimiser }: Checkpoint): string | undefined {
  if (optimiser === undefined || typeof optimiser === "string") return optimiser;
  const hash = host().sha256();
  hash.update(JSON.stringify(optimiser.betas));
  for (const { step, first, second } of optimiser.parameters) {
    if (typeof step === "number") hash.update(String(step));
    else addArray(hash, "step", step);
    addArray(hash, "first", first);
    addArray(hash, "second", second);
  }
  return hash.hex();
}

function addArray(hash: Hash, name: string, array: ArrayRef): void {
  const { dtype, shape, strides, start, storage } = array;
  hash.update(JSON.stringify([name, dtype, shape, strides, start]));
  if (storage instanceof Uint8Array || storage.crc32 === undefined) hash.update(bytesOf(readArray(array)));
  else hash.update(`crc32 ${storage.crc32}`);
}

function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
