/** The text of a file in UTF-8, or in UTF-16 as Windows and spreadsheets write it; without its byte order mark. */
export function decoded(bytes: Uint8Array): string {
  const [first, second] = bytes;
  // Without a mark, every other byte of Latin letters is 0.
  const little = (first === 0xff && second === 0xfe) || (first !== 0 && second === 0);
  const big = (first === 0xfe && second === 0xff) || (first === 0 && second !== 0 && second !== undefined);
  return new TextDecoder(little ? "utf-16le" : big ? "utf-16be" : "utf-8").decode(bytes);
}
