import { stripVTControlCharacters } from "node:util";

const INDENT = "  ";

/** The text with lines over `columns` characters broken at spaces and what follows indented; as it is without `columns`. */
export function wrapped(text: string, columns: number | undefined): string {
  // A terminal may not know its width, and say 0.
  if (!columns) return text;
  return text
    .split("\n")
    .map((line) => (width(line) <= columns || isTable(line) ? line : broken(line, columns)))
    .join("\n");
}

function broken(line: string, columns: number): string {
  const lines: string[] = [];
  let current = "";
  for (const word of line.split(" ")) {
    if (current.trim() !== "" && width(current) + 1 + width(word) > columns) {
      lines.push(current);
      current = INDENT + word;
    } else current = current === "" ? word : `${current} ${word}`;
  }
  return [...lines, current].join("\n");
}

/** Rows of a table keep their places: what stands under what says more than the margin. */
function isTable(line: string): boolean {
  return line.startsWith(" ");
}

function width(text: string): number {
  return stripVTControlCharacters(text).length;
}
