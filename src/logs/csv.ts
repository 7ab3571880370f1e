import Papa from "papaparse";
import { CUT_OFF, defineTextFormat } from "./_format.ts";
import { headOf } from "./_text.ts";
import { measureInFileName } from "./curves/names.ts";
import { hasDecimalCommas, numberOf, pointed } from "./curves/numbers.ts";

/** What can separate the cells of a row; spaces where there is nothing else. */
const SEPARATORS = [",", "\t", ";", "|"];
const SPACES = /[ \t]+/g;
const WIDE = "  ";
/** So many rows tell a table from lines of prose. */
const LOOKED_AT = 6;
/** A cell in quotes may hold line feeds, but no more text than this. */
const MAX_QUOTED = 2 ** 24;

/**
 * Tables as text: commas, semicolons, tabs, bars or spaces, with a header or without, cells in quotes, comments after `#`;
 * a header that comes again, as loggers append one when they have more to say, begins new columns. Columns without a header
 * are called 1, 2, 3 …
 */
export default defineTextFormat({
  name: "csv",
  title: "CSV, TSV, tables separated by semicolons or spaces",
  specification: "RFC 4180; what Excel, pandas, NumPy, Lightning and Keras write",
  recognises: (source) => shapeOf(headOf(source)) !== undefined,
  lines: (head, path, sink) => {
    const shape = shapeOf(head);
    if (!shape) return undefined;
    let take = shape.names && sink.columns(shape.names);
    let width = shape.names?.length ?? 0;
    let cut = false;
    const takeRows = ({ rows, torn }: Piece) => {
      for (const [i, whole] of rows.entries()) {
        // A last line that is still written may have a part of its last number.
        const row = torn && i === rows.length - 1 ? whole.slice(0, -1) : whole;
        if (row.length < whole.length) cut = true;
        if (namesAnew(row, width)) {
          width = filledIn(row);
          take = sink.columns(row.map((name) => name.trim()));
          continue;
        }
        take ??= sink.columns(row.length === 1 ? [byFile(path)] : row.map((_, i) => String(i + 1)));
        take(shape.decimalComma ? row.map((cell) => pointed(cell.trim(), true)) : row);
      }
    };
    const pieces = rowPieces(shape);
    return {
      take: (text) => takeRows(pieces.cut(text)),
      end: () => takeRows(pieces.rest()),
      doubts: () => (cut ? [CUT_OFF] : []),
    };
  },
});

/** Whether a row names columns, of which there were `width` before: one word among several columns is a remark. */
function namesAnew(row: readonly string[], width: number): boolean {
  return isHeader(row) && filledIn(row) >= Math.min(width, Math.max(2, width / 2));
}

const filledIn = (row: readonly string[]) => row.reduce((count, cell) => count + Number(cell.trim() !== ""), 0);

/** A column alone is what its file is called. */
function byFile(path: string): string {
  return measureInFileName(path.replace(/^.*[\\/]/, "").replace(/\.[a-z]+$/i, "")) ?? "1";
}

interface Shape {
  readonly separator: string;
  readonly decimalComma: boolean;
  /** The header that stands in a comment; undefined where it is a row of its own, or there is none. */
  readonly names: readonly string[] | undefined;
}

/** How a table is written; undefined where the text is none. */
function shapeOf(head: string): Shape | undefined {
  const lines = bare(head).split("\n");
  const comments = lines.slice(
    0,
    Math.max(
      0,
      lines.findIndex((line) => !isComment(line)),
    ),
  );
  const text = lines.slice(comments.length).join("\n");
  const first = text.slice(0, (text.indexOf("\n") + 1 || text.length + 1) - 1);
  const unquoted = first.replace(/"[^"]*"/g, "");
  const count = (separator: string) => unquoted.split(separator).length;
  const most = SEPARATORS.reduce((a, b) => (count(b) > count(a) ? b : a));
  const narrow = count(most) > 1 ? most : /[ \t]/.test(unquoted.trim()) ? " " : ",";
  const cells = parsed(text, narrow);
  // Names of several words stand two spaces apart or more.
  const separator =
    narrow === " " && cells.slice(1, LOOKED_AT).some((row) => row.length !== cells[0].length) ? WIDE : narrow;
  const rows = separator === narrow ? cells : parsed(text, separator);
  // The last line of what is looked at may be cut off.
  const sample = rows.length > 1 && !text.endsWith("\n") ? rows.slice(0, -1) : rows;
  const [header, ...data] = sample;
  if (!header) return undefined;
  const decimalComma = hasDecimalCommas(sample);
  const isNumber = (cell: string) => numberOf(decimalComma ? pointed(cell.trim(), true) : cell) !== undefined;
  const named = isHeader(header);
  const looked = (named ? data : sample).slice(0, LOOKED_AT);
  const isEmpty = (cell: string | undefined) => cell === undefined || isNothing(cell);
  const hasNumbers = (i: number) =>
    looked.some((row) => isNumber(row[i] ?? "")) &&
    looked.every((row) => isHeader(row) || isEmpty(row[i]) || isNumber(row[i] as string));
  // A table has no more cells in a row than in the last header, and a column of numbers alone; without a header, only such. A line
  // that a script printed has its words again in the next one.
  let width = header.length;
  const fits = looked.every((row) => {
    if (namesAnew(row, width)) width = row.length;
    return row.slice(width).every(isEmpty);
  });
  const numeric = named ? header.some((_, i) => hasNumbers(i)) : header.every((_, i) => hasNumbers(i));
  const repeats =
    named && looked.some((row) => !isHeader(row) && row.some((cell, i) => /[a-z]/i.test(cell) && cell === header[i]));
  const alone = rows.length === 1 && named && header.length > 1 && header.every((cell) => !/[:=]/.test(cell));
  if (!(fits && numeric && !repeats) && !alone) return undefined;
  const words = comments.map((line) => line.replace(/^\s*#+\s*/, "").trim()).filter((line) => line !== "");
  const said = [separator, " "]
    .map((by) => parsed(words.at(-1) ?? "", by)[0])
    .find((row) => row?.length === header.length && isHeader(row));
  const names = named ? undefined : said?.map((name) => name.trim());
  return { separator, decimalComma, names };
}

const isNothing = (cell: string) => /^(none|null|na|n\/a|-+|undefined|nan)?$/i.test(cell.trim());

/** Without what spreadsheets and byte order marks put before. */
function bare(text: string): string {
  return text.replace(/^\ufeff/, "").replace(/^sep=.\n/i, "");
}

function isComment(line: string): boolean {
  return /^\s*(#|$)/.test(line);
}

/** Whether a row is of names: no cell is a number, and some are words. */
function isHeader(row: readonly string[]): boolean {
  // Nearly every row begins with a number.
  if (numberOf(row[0]) !== undefined) return false;
  return (
    row.every((cell) => numberOf(cell) === undefined) && row.some((cell) => /[a-z]/i.test(cell) && !isNothing(cell))
  );
}

function parsed(text: string, separator: string): readonly (readonly string[])[] {
  const spaced = separator === " " || separator === WIDE;
  const lines = spaced
    ? text
        .split("\n")
        .map(withoutSpaces)
        .join("\n")
        .replace(separator === WIDE ? /(?: {2,}|\t)[ \t]*/g : SPACES, "\t")
    : text;
  return Papa.parse<string[]>(lines, {
    delimiter: spaced ? "\t" : separator,
    newline: "\n",
    comments: "#",
    skipEmptyLines: true,
  }).data;
}

/** A line without the spaces and tabs at its ends: a pattern would take the square of how many there are. */
function withoutSpaces(line: string): string {
  const isSpace = (at: number) => line[at] === " " || line[at] === "\t";
  let [start, end] = [0, line.length];
  while (start < end && isSpace(start)) start++;
  while (start < end && isSpace(end - 1)) end--;
  return line.slice(start, end);
}

interface Piece {
  readonly rows: readonly (readonly string[])[];
  readonly torn: boolean;
}

/** Cuts a text that comes piece by piece where rows end: what follows an open quote waits for the next piece. */
function rowPieces({ separator }: Shape): { readonly cut: (piece: string) => Piece; readonly rest: () => Piece } {
  let held = "";
  let first = true;
  const of = (text: string): Piece => ({
    rows: parsed(text, separator),
    torn: !text.endsWith("\n"),
  });
  return {
    cut: (piece) => {
      const text = held + (first ? bare(piece) : piece);
      first = false;
      // Within quotes a line feed ends no row.
      const open = text.includes('"') && (text.match(/"/g)?.length ?? 0) % 2 === 1;
      const end = open && text.length < MAX_QUOTED ? text.lastIndexOf("\n", text.lastIndexOf('"')) + 1 : text.length;
      held = text.slice(end);
      return of(text.slice(0, end));
    },
    rest: () => {
      const text = held;
      held = "";
      return of(text);
    },
  };
}
