import { plain } from "../plain.ts";

/**
 * The only way to stdout and stderr, but for what is drawn on a terminal again and again: names are strangers', and whatever
 * steers a terminal ends here.
 */

/** Whether what is printed may have colours. */
export function isColoured(stream: NodeJS.WriteStream = process.stdout): boolean {
  return stream.isTTY === true && !process.env.NO_COLOR;
}

/** Prints a sentence on a line of its own. */
export function say(sentence: string): void {
  process.stdout.write(`${plain(sentence)}\n`);
}

/** Says on stderr, on a line of its own, what went wrong or is odd. */
export function warn(sentence: string): void {
  process.stderr.write(`${plain(sentence)}\n`);
}

/** Prints text that is laid out in lines and may have colours. What is in it is `plainly` what it was: a line feed is ours. */
export function show(text: string, stream: NodeJS.WriteStream = process.stdout): void {
  const coloured = isColoured(stream);
  stream.write(
    text
      .split(COLOUR)
      .map((part, i) => (i % 2 === 1 && coloured ? part : part.split("\n").map(plain).join("\n")))
      .join(""),
  );
}

/** Prints what another program reads, as it is: JSON by `jsonText`, CSV, the script of `completion`. */
export function hand(text: string): void {
  process.stdout.write(text);
}

/** Bold, dim and the colours, on and off: what picocolors writes. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: it is what is let through.
const COLOUR = /(\x1b\[(?:[0-9]|2[0-9]|3[0-9]|4[0-9])m)/;
