import { stripVTControlCharacters } from "node:util";

const INDENT = "  ";

/** The text with lines over `columns` characters broken at spaces and what follows indented; as it is without `columns`. */
export function wrapped(text: string, columns: number | undefined): string {
  // A terminal may not know its width, and say 0.
  if (!columns) return text;
  return text
    .split("\n")
    .map((line) => (widthOf(line) <= columns || isTable(line) ? line : broken(line, columns)))
    .join("\n");
}

/** The text after a head, both on one line where there is room, and further lines of it below its beginning. */
export function hanging(head: string, text: string, columns: number | undefined): string {
  if (!columns) return head + text;
  const indent = widthOf(head);
  // Beside a head that takes half of the line text would be a column of single words.
  if (2 * indent > columns)
    return [head.trimEnd(), ...broken(text, columns - 4, "").split("\n")].join(`\n${INDENT}${INDENT}`);
  return head + broken(text, columns - indent, "").replaceAll("\n", `\n${" ".repeat(indent)}`);
}

/** `hanging`, line by line. */
export function hangingLines(head: string, text: string, columns: number): readonly string[] {
  return hanging(head, text, columns).split("\n");
}

function broken(line: string, columns: number, indent = INDENT): string {
  const lines: string[] = [];
  let current = "";
  // A number and its % stay together.
  for (const word of line.split(/ (?!%)/)) {
    if (current.trim() !== "" && widthOf(current) + 1 + widthOf(word) > columns) {
      lines.push(current);
      current = indent + word;
    } else current = current === "" ? word : `${current} ${word}`;
  }
  return [...lines, current].join("\n");
}

/** Rows of a table keep their places: what stands under what says more than the margin. */
function isTable(line: string): boolean {
  return line.startsWith(" ");
}

/** How many columns a text takes, without its colours. */
export function widthOf(text: string): number {
  return stripVTControlCharacters(text).length;
}
