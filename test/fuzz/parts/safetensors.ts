import type { Anatomy, Edit } from "../mutators.ts";
import { json } from "./json.ts";

/** A header of JSON after its length in eight bytes. */
export const safetensors: Anatomy = {
  fields: () => [{ at: 0, width: 8 }],
  edits: Object.fromEntries(Object.entries(json.edits ?? {}).map(([name, edit]) => [name, inHeader(edit)])),
};

/** The same change of the header, at a length that is right. */
function inHeader(edit: Edit): Edit {
  return (random, bytes) => {
    const { header, data } = partsOf(bytes);
    return joined(edit(random, header), data);
  };
}

export function partsOf(bytes: Buffer): { readonly header: Buffer; readonly data: Buffer } {
  const end = 8 + Number(bytes.readBigUInt64LE(0));
  return { header: bytes.subarray(8, end), data: bytes.subarray(end) };
}

export function joined(header: Uint8Array, data: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from(BigUint64Array.of(BigInt(header.length)).buffer), header, data]);
}
