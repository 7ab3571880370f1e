import { FormatError, UsageError } from "../errors.ts";
import type { Operation, Task } from "./_task.ts";
import * as units from "./index.ts";

/** The p² answers alone are 400 MB here, and a³ + ab is still an exact integer. */
const MAX_P = 10_007;

const operations: readonly Operation[] = Object.values(units);

/** The names that `task` knows. */
export const taskNames: readonly string[] = operations.map((operation) => operation.name);

/** The operation that a configuration means by these words; undefined if none. */
export function operationSpelled(words: string): string | undefined {
  const spelled = words.trim().replace(/_mod_\d+$/, "");
  return operations.find(({ name, spellings }) => name === spelled || spellings.test(spelled))?.name;
}

/** The operations that are defined on 0 … p−1. */
export function tasksFor(p: number): readonly Task[] {
  return operations.filter((operation) => operation.defined(p) === true).map(({ name }) => task(name, p));
}

/** The named operation on 0 … p−1 with all its answers. */
export function task(name: string, p: number): Task {
  const operation = operations.find((one) => one.name === name);
  if (operation === undefined) {
    throw new UsageError(
      "task",
      `there is no operation ${JSON.stringify(name)}`,
      `choose one of ${taskNames.join(", ")}`,
    );
  }
  const where = `task ${name}`;
  if (!isSize(p)) throw new UsageError(where, `p must be an integer from 2 to ${MAX_P}, got ${p}`);
  const defined = operation.defined(p);
  if (defined !== true) throw new UsageError(where, defined);
  const answers = new Int32Array(p * p);
  for (let s = 0; s < p * p; s++) answers[s] = operation.answer(Math.floor(s / p), s % p, p);
  return { name, p, formula: operation.formula.replace(/\bp\b/, String(p)), answers };
}

/**
 * The task whose answer to (a, b) is `table[a][b]`, from the parsed JSON of a composition table: an array of p rows, or
 * an object with one as `table` and perhaps the name of its `group`.
 */
export function tableTask(where: string, json: unknown): Task {
  const { table, group } = Array.isArray(json) ? { table: json, group: undefined } : fieldsOf(json);
  if (!Array.isArray(table)) {
    throw new FormatError(where, "no composition table", 'give an array of rows, or an object with one as "table"');
  }
  const p = table.length;
  if (!isSize(p)) throw new FormatError(where, `a composition table has 2 to ${MAX_P} rows, got ${p}`);
  const answers = new Int32Array(p * p);
  for (const [a, row] of table.entries()) {
    if (!Array.isArray(row) || row.length !== p) {
      const got = Array.isArray(row) ? `${row.length}` : JSON.stringify(row);
      throw new FormatError(where, `row ${a}: a table of ${p} rows needs ${p} entries in each, got ${got}`);
    }
    for (const [b, c] of row.entries()) {
      if (!Number.isInteger(c) || c < 0 || c >= p) {
        const got = JSON.stringify(c);
        throw new FormatError(where, `row ${a}, column ${b}: an entry is an integer from 0 to ${p - 1}, got ${got}`);
      }
      answers[a * p + b] = c;
    }
  }
  return { name: "table", p, formula: `a ∘ b in ${typeof group === "string" ? group : "the given table"}`, answers };
}

function fieldsOf(json: unknown): { readonly table?: unknown; readonly group?: unknown } {
  return typeof json === "object" && json !== null ? json : {};
}

function isSize(p: number): boolean {
  return Number.isInteger(p) && p >= 2 && p <= MAX_P;
}
