/** A float32 array to be written, by name. */
export interface NamedArray {
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** Headers are padded with spaces to this, so that the arrays are aligned. */
const ALIGNMENT = 8;

/** The bytes of a safetensors file with these arrays in this order, and words of metadata. */
export function safetensorsBytes(
  arrays: readonly NamedArray[],
  metadata: Readonly<Record<string, string>>,
): Uint8Array {
  let offset = 0;
  const entries = arrays.map(({ name, shape, data }) => {
    const from = offset;
    offset += data.byteLength;
    return [name, { dtype: "F32", shape, data_offsets: [from, offset] }] as const;
  });
  const json = Buffer.from(JSON.stringify({ __metadata__: metadata, ...Object.fromEntries(entries) }));
  const header = Buffer.alloc(Math.ceil(json.length / ALIGNMENT) * ALIGNMENT, " ");
  json.copy(header);
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  const parts = arrays.map(({ data }) => Buffer.from(data.buffer, data.byteOffset, data.byteLength));
  return Buffer.concat([length, header, ...parts]);
}
