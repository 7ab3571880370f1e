/** The bytes that the document holds gzipped, as characters, in the script element with this id, which is emptied if `once`. */
export async function embeddedBytes(id: string, once = true): Promise<Uint8Array> {
  const element = document.getElementById(id);
  const zipped = bytesOf(element?.textContent ?? "");
  if (once) element?.remove();
  const inflated = new Blob([zipped]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(inflated).arrayBuffer());
}

export async function embeddedText(id: string, once = true): Promise<string> {
  return new TextDecoder().decode(await embeddedBytes(id, once));
}

const BASE = 91;
/** Bits that two digits hold, and a single one at the end. */
const [PAIR_BITS, SINGLE_BITS] = [13, 6];

/** The bytes that `characters` in src/report wrote. */
export function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  const pairs = text.length >> 1;
  const bytes = new Uint8Array((pairs * PAIR_BITS + (text.length % 2) * SINGLE_BITS) >> 3);
  let [held, bits, end] = [0, 0, 0];
  const take = (value: number, more: number) => {
    held |= value << bits;
    for (bits += more; bits >= 8; bits -= 8) {
      bytes[end++] = held & 255;
      held >>>= 8;
    }
  };
  for (let i = 0; i < pairs; i++) take(digit(text, 2 * i) * BASE + digit(text, 2 * i + 1), PAIR_BITS);
  if (text.length % 2 === 1) take(digit(text, text.length - 1), SINGLE_BITS);
  return bytes;
}

/** Of printable ASCII without `"`, `&` and `<`. */
function digit(text: string, at: number): number {
  const code = text.charCodeAt(at);
  return code - 33 - Number(code > 34) - Number(code > 38) - Number(code > 60);
}
