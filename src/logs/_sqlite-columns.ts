/** Names and texts in their quotes, comments, words, and single characters. */
const TOKEN = /"(?:[^"]|"")*"|`(?:[^`]|``)*`|\[[^\]]*\]|'(?:[^']|'')*'|--[^\n]*|\/\*.*?\*\/|[\p{L}\p{N}_$]+|\S/gsu;
/** A statement is no longer: of quotes and comments without an end the pattern takes the square. */
const LONGEST = 2 ** 14;
const COMMENT = /^(?:--|\/\*)/;
const CONSTRAINT = /^(?:constraint|primary|unique|check|foreign)$/i;

/** The columns of a plain table; `rowid` is the index of the one that is the row's number and is not stored, or −1. */
export interface Columns {
  readonly columns: readonly string[];
  readonly rowid: number;
}

/**
 * What a CREATE TABLE statement, as SQLite keeps it, says of the columns. Undefined for virtual tables, tables without rowid
 * and those with computed columns: their rows are stored otherwise.
 */
export function columnsOf(statement: string): Columns | undefined {
  if (statement.length > LONGEST) return undefined;
  const tokens = Array.from(statement.matchAll(TOKEN), ([token]) => token).filter((token) => !COMMENT.test(token));
  const open = tokens.indexOf("(");
  if (open < 0 || /^virtual$/i.test(tokens[1] ?? "")) return undefined;
  const parts: string[][] = [[]];
  let depth = 0;
  let end = open;
  do {
    const token = tokens[end] as string;
    if (token === "(") depth++;
    if (token === ")") depth--;
    if (token === "," && depth === 1) parts.push([]);
    else if (end > open && depth > 0) (parts.at(-1) as string[]).push(token);
    end++;
  } while (depth > 0 && end < tokens.length);
  if (depth > 0 || tokens.slice(end).some((token) => /^without$/i.test(token))) return undefined;
  const columns = parts.filter(([first = ""]) => first !== "" && !CONSTRAINT.test(first));
  // `AS (…)`; a type or a default is never followed by that word.
  if (columns.some((part) => part.some((token) => /^as$/i.test(token)))) return undefined;
  const rowid = columns.findIndex((part) => /^integer primary key(?! desc)/i.test(part.slice(1, 5).join(" ")));
  return { columns: columns.map(([name]) => unquoted(name as string)), rowid };
}

function unquoted(name: string): string {
  const quote = name[0] as string;
  if (quote === "[") return name.slice(1, -1);
  return /["'`]/.test(quote) ? name.slice(1, -1).replaceAll(quote + quote, quote) : name;
}
