import { FormatError } from "../errors.ts";
import { concatenated } from "../formats/_concatenated.ts";
import type { Source } from "../formats/_sources.ts";

/** So many bytes are read at once, and looked at to tell a format. */
const PIECE = 2 ** 16;
const HEAD = 2 ** 16;
/** A line is no longer: what is, is no text. */
const MAX_LINE = 2 ** 24;

/** UTF-8, or UTF-16 as Windows and spreadsheets write it. */
function encodingOf(bytes: Uint8Array): string {
  const [first, second] = bytes;
  // Without a mark, every other byte of Latin letters is 0.
  if ((first === 0xff && second === 0xfe) || (first !== 0 && second === 0)) return "utf-16le";
  return (first === 0xfe && second === 0xff) || (first === 0 && second !== 0 && second !== undefined)
    ? "utf-16be"
    : "utf-8";
}

/** The text of some bytes, without its byte order mark; lines end in a line feed. */
export function decoded(bytes: Uint8Array): string {
  return new TextDecoder(encodingOf(bytes)).decode(bytes).replace(/\r\n?/g, "\n");
}

/** The beginning of a text; "" of bytes that are none. */
export function headOf({ byteLength, read }: Source, length = HEAD): string {
  const text = decoded(read(0, Math.min(byteLength, length)));
  // biome-ignore lint/suspicious/noControlCharactersInRegex: text has none of these.
  return /[\u0000-\u0008\u000e-\u001a]/.test(text.slice(0, HEAD)) ? "" : text;
}

/** Cuts bytes of a text that come one after the other into whole lines. */
interface Lines {
  /** The lines that are whole by now, each ended by a line feed; undefined where what is held is no text. */
  readonly take: (bytes: Uint8Array) => string | undefined;
  /** What is after the last of them. */
  readonly rest: () => string;
}

/** Lines of a text whose first bytes say how its letters are written. */
export function growingLines(): Lines {
  let decoder: TextDecoder | undefined;
  // A first byte alone does not say how the letters are written: it waits for the next.
  let start: Uint8Array = new Uint8Array();
  // In pieces, in which no line ends: joined for each of them a long line would be copied over and over.
  let held: string[] = [];
  let length = 0;
  // At the end of a piece: it may have its line feed in the next.
  let carriage = "";
  const unified = (text: string) => text.replace(/\r\n?/g, "\n");
  return {
    take: (bytes) => {
      const more = decoder ? bytes : concatenated([start, bytes]);
      if (!decoder && more.length < 2) {
        start = more;
        return "";
      }
      decoder ??= new TextDecoder(encodingOf(more));
      const text = carriage + decoder.decode(more, { stream: true });
      carriage = text.endsWith("\r") ? "\r" : "";
      const whole = text.slice(0, text.length - carriage.length);
      const end = Math.max(whole.lastIndexOf("\n"), whole.lastIndexOf("\r")) + 1;
      const lines = end === 0 ? "" : unified(held.join("") + whole.slice(0, end));
      if (end > 0) [held, length] = [[], 0];
      held.push(whole.slice(end));
      length += whole.length - end;
      return length > MAX_LINE ? undefined : lines;
    },
    rest: () => unified(held.join("") + carriage + (decoder ? decoder.decode() : decoded(start))),
  };
}

/**
 * A text in pieces of whole lines, each ended by a line feed but perhaps the last; memory does not grow with its length.
 * Throws a FormatError where a line is longer than any of a log.
 */
export function* piecesOf(source: Source): Generator<string> {
  const lines = growingLines();
  for (const bytes of bytesFrom(source, 0)) {
    const piece = lines.take(bytes);
    if (piece === undefined)
      throw new FormatError(
        source.path,
        `has a line of more than ${MAX_LINE} characters`,
        "it is no log: leave it out",
      );
    if (piece !== "") yield piece;
  }
  const rest = lines.rest();
  if (rest !== "") yield rest;
}

/** The bytes of a source from one of them on, a piece at a time. */
export function* bytesFrom({ byteLength, read }: Source, from: number): Generator<Uint8Array> {
  for (let start = from; start < byteLength; start += PIECE) yield read(start, Math.min(byteLength, start + PIECE));
}

/** The lines of a piece of text, without what ends them; `torn` where nothing does. */
export function* linesIn(piece: string): Generator<{ readonly line: string; readonly torn: boolean }> {
  let start = 0;
  for (let end = piece.indexOf("\n"); end >= 0; end = piece.indexOf("\n", start)) {
    yield { line: piece.slice(start, end), torn: false };
    start = end + 1;
  }
  if (start < piece.length) yield { line: piece.slice(start), torn: true };
}
