import { FormatError } from "../errors.ts";
import { isFile, type Source, withSource } from "../formats/_sources.ts";
import type { LogSink } from "./_format.ts";
import { columnsOf } from "./_sqlite-columns.ts";
import { isSqlite, sqlitePages } from "./_sqlite-pages.ts";
import { type SqlValue, tableRows } from "./_sqlite-table.ts";

/** What a rollback journal begins with while its transaction is not ended. */
const JOURNAL = Buffer.from("d9d505f920a163d7", "hex");

/** A table of a SQLite database. */
export interface Table {
  readonly columns: readonly string[];
  /** The named columns of each row, by rowid; null where the row or the table has none. Throws a FormatError. */
  readonly rows: (...columns: readonly string[]) => Iterable<readonly SqlValue[]>;
}

/** Whether a file is a SQLite database with a table that has these columns. */
export function hasTable(source: Source, name: string, ...columns: readonly string[]): boolean {
  try {
    const table = isSqlite(source) ? sqliteTables(source).get(name) : undefined;
    return table !== undefined && columns.every((column) => table.columns.includes(column));
  } catch (error) {
    if (error instanceof FormatError) return false;
    throw error;
  }
}

/**
 * The tables of a SQLite database by name, read page by page: https://www.sqlite.org/fileformat2.html. Nothing that the file
 * holds is run: of a table's statement the names of the columns are read, and what is no plain table is none.
 */
export function sqliteTables(source: Source): ReadonlyMap<string, Table> {
  const pages = sqlitePages(source);
  const tables = new Map<string, Table>();
  for (const [, [type, name, , root, statement]] of tableRows(pages, 1)) {
    if (type !== "table" || typeof name !== "string" || typeof root !== "number") continue;
    const found = typeof statement === "string" ? columnsOf(statement) : undefined;
    if (found === undefined) continue;
    const { columns, rowid } = found;
    const rows = function* (...wanted: readonly string[]): Generator<readonly SqlValue[]> {
      const indices = wanted.map((column) => columns.indexOf(column));
      for (const [id, values] of tableRows(pages, root)) {
        yield indices.map((index) => (index >= 0 && index === rowid ? id : (values[index] ?? null)));
      }
    };
    tables.set(name, { columns, rows });
  }
  return tables;
}

/** Says that a writer was in the middle of a transaction: pages may be of before and after it. */
export function doubtOpenTransaction(source: Source, sink: LogSink): void {
  const path = `${source.path}-journal`;
  const begins = (journal: Source): boolean =>
    journal.byteLength >= JOURNAL.length && Buffer.compare(JOURNAL, journal.read(0, JOURNAL.length)) === 0;
  if (isFile(path) && withSource(path, begins)) {
    sink.doubt(
      "the writer is in a transaction, or was interrupted in one (a -journal is beside it): rows may be missing",
    );
  }
}
