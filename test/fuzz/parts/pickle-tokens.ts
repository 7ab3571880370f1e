/** An opcode and its argument, without the count that may stand before it. */
export interface Token {
  readonly opcode: number;
  readonly argument: Buffer;
  /** Where the argument begins in the pickle that was taken apart. */
  readonly at: number;
}

const code = (characters: string): number[] => [...characters].map((character) => character.charCodeAt(0));

/** Bytes of an argument of fixed length, by opcode (CPython's Lib/pickletools.py). */
const FIXED: ReadonlyMap<number, number> = new Map([
  ...[0x80, ...code("Khq"), 0x82].map((opcode) => [opcode, 1] as const),
  ...[...code("M"), 0x83].map((opcode) => [opcode, 2] as const),
  ...[...code("Jjr"), 0x84].map((opcode) => [opcode, 4] as const),
  ...[...code("G"), 0x95].map((opcode) => [opcode, 8] as const),
]);
/** Bytes of the count before an argument. */
export const COUNTED: ReadonlyMap<number, 1 | 4 | 8> = new Map([
  ...[...code("UC"), 0x8c, 0x8a].map((opcode) => [opcode, 1] as const),
  ...[...code("TXB"), 0x8b].map((opcode) => [opcode, 4] as const),
  ...[0x8d, 0x8e, 0x96].map((opcode) => [opcode, 8] as const),
]);
/** Lines that end an argument of text. */
const LINES: ReadonlyMap<number, number> = new Map([
  ...code("ILFSVgpP").map((opcode) => [opcode, 1] as const),
  ...code("ci").map((opcode) => [opcode, 2] as const),
]);
export const STOP: number = 0x2e;
export const FRAME = 0x95;

/** The opcodes of one pickle or several, one after the other, up to what is none; `rest` is what is left then. */
export function tokensOf(bytes: Buffer): { readonly tokens: readonly Token[]; readonly rest: Buffer } {
  const tokens: Token[] = [];
  let at = 0;
  while (at < bytes.length) {
    const opcode = bytes[at];
    // A stream of torch has raw bytes after its last pickle.
    if (tokens.at(-1)?.opcode === STOP && opcode !== 0x80) break;
    const counted = COUNTED.get(opcode);
    const lines = LINES.get(opcode);
    let from = at + 1;
    let length = FIXED.get(opcode) ?? 0;
    if (counted !== undefined) {
      length = Number(bytes.readUIntLE(from, Math.min(counted, 6)));
      from += counted;
    }
    if (lines !== undefined) {
      let end = from;
      for (let n = 0; n < lines; n++) end = bytes.indexOf(10, end) + 1;
      length = end - from;
    }
    if (length < 0 || from + length > bytes.length) break;
    tokens.push({ opcode, argument: bytes.subarray(from, from + length), at: from });
    at = from + length;
  }
  return { tokens, rest: bytes.subarray(at) };
}

/** Opcodes as bytes, with counts that are right, and without frames, which are left out where there are none. */
export function pickleOf(tokens: readonly Pick<Token, "opcode" | "argument">[], rest: Uint8Array): Buffer {
  const parts = tokens
    .filter(({ opcode }) => opcode !== FRAME)
    .flatMap(({ opcode, argument }) => {
      const counted = COUNTED.get(opcode);
      const count = Buffer.alloc(counted ?? 0);
      if (counted !== undefined)
        count.writeUIntLE(argument.length % 2 ** (8 * Math.min(counted, 4)), 0, Math.min(counted, 6));
      return [Buffer.of(opcode), count, argument];
    });
  return Buffer.concat([...parts, rest]);
}
