import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import { afterAll, describe, expect, test } from "vitest";
import { withSource } from "#formats/_sources.js";
import { sqliteTables } from "#logs/_sqlite.js";
import { columnsOf } from "#logs/_sqlite-columns.js";
import type { SqlValue } from "#logs/_sqlite-table.js";
import { mlflowDb, trackio } from "#logs/index.js";
import { sqliteWal } from "../fuzz/parts/sqlite-wal.ts";
import { cell, crossing, curve, FIXTURES, type Log, mainline, readLog } from "./_logs.ts";

const MLFLOW = `${FIXTURES}/mlflow-db/mlflow.db`;
const TRACKIO = `${FIXTURES}/trackio/grokking.db`;
const RUNNING = `${FIXTURES}/trackio-running/running.db`;

const folder = mkdtempSync(join(tmpdir(), "sqlite-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** The rows of one run alone. */
const ofRun = (log: Log, run: string): Log => ({ ...log, rows: log.rows.filter((row) => row.run === run) });

const mlflow = readLog(mlflowDb, MLFLOW);
const project = readLog(trackio, TRACKIO);

test.each(["utf-8", "utf-16le", "utf-16be"])("every type of value, as SQLite reads it: %s", (encoding) => {
  const expected: unknown[][] = JSON.parse(readFileSync(`fixtures/sqlite/${encoding}.json`, "utf8"));
  withSource(`fixtures/sqlite/${encoding}.db`, (source) => {
    const table = sqliteTables(source).get('a "b"');
    expect(table?.columns).toEqual(["id", "number", "long text", "bytes", "later"]);
    const plain = (value: SqlValue) =>
      typeof value === "string"
        ? crc32(value)
        : value instanceof Uint8Array
          ? Buffer.from(value).toString("hex")
          : value;
    const rows = [...(table?.rows("id", "number", "long text", "bytes", "later", "none") ?? [])];
    expect(rows.map((row) => row.map(plain))).toEqual(expected.map((row) => [...row, null]));
  });
});

test("the tables are those of which SQLite says so: no index, no view", () => {
  withSource(TRACKIO, (source) => {
    const names = [...sqliteTables(source).keys()];
    expect(names).toContain("metrics");
    expect(names.filter((name) => name.startsWith("idx_"))).toEqual([]);
  });
});

describe("the mainline run", () => {
  test.each([
    ["train_loss", "train_loss"],
    ["train_acc", "train_accuracy"],
    ["val_loss", "test_loss"],
    ["val_acc", "test_accuracy"],
  ])("%s in MLflow's database", (name, column) => {
    const found = curve(ofRun(mlflow, "seed-0"), name);
    expect(found.size).toBeGreaterThan(90);
    expect(found).toEqual(mainline(column, found.keys()));
    if (name === "train_acc") expect(crossing(found, 0.99)).toBe(137);
    if (name === "val_acc") expect(crossing(found, 0.95)).toBe(10640);
  });

  test.each(["train_loss", "train_accuracy", "test_loss", "test_accuracy"])("%s in Trackio's database", (name) => {
    const found = curve(ofRun(project, "seed-0"), name);
    expect(found.size).toBeGreaterThan(90);
    expect(found).toEqual(mainline(name, found.keys()));
    if (name === "test_accuracy") expect(crossing(found, 0.95)).toBe(10640);
  });
});

describe("MLflow", () => {
  test("runs of one name are told apart; a deleted one is left out, and that is said", () => {
    const [first, second, ...more] = [...new Set(mlflow.rows.map(({ run }) => run))];
    expect(first).toBe("seed-0");
    expect(second).toMatch(/^seed-0 [0-9a-f]{32}$/);
    expect(more).toEqual([]);
    expect(mlflow.doubts).toEqual(["1 run is deleted in MLflow, and left out"]);
  });

  test("infinity and NaN are what was logged", () => {
    const other = mlflow.rows.filter(({ run }) => run !== "seed-0");
    expect(other.map((row) => cell(row, "train_loss"))).toEqual([4.5, Number.POSITIVE_INFINITY, Number.NaN]);
  });

  test("parameters are settings of their run, as text", () => {
    expect(mlflow.settings).toContainEqual(["p", "113", "seed-0"]);
    expect(mlflow.settings).toHaveLength(5);
  });
});

describe("Trackio", () => {
  test("infinity and NaN are what was logged", () => {
    const { rows } = ofRun(project, "diverged");
    expect(rows.map((row) => cell(row, "train_loss"))).toEqual([4.5, Number.POSITIVE_INFINITY, Number.NaN]);
  });

  test("each run's configuration", () => {
    expect(project.settings).toContainEqual(["weight_decay", 1, "seed-0"]);
    expect(project.settings).toContainEqual(["operation", "addition", "diverged"]);
  });

  test("before it had identifiers; its own entries are no settings", () => {
    const { rows, settings } = readLog(trackio, `${FIXTURES}/trackio-before-ids/grokking.db`);
    expect(rows.map((row) => [cell(row, "step"), cell(row, "loss"), row.run])).toEqual([
      [0, 1, "old"],
      [1, 1 / 2, "old"],
      [2, 1 / 3, "old"],
    ]);
    expect(settings).toEqual([["p", 97, "old"]]);
  });
});

describe("while a run is on", () => {
  const steps = ({ rows }: Log) => rows.map((row) => cell(row, "step"));
  const upTo = (n: number) => Array.from({ length: n }, (_, i) => i);
  const pages = readFileSync(`${RUNNING}-wal`);

  /** A database of the first 30 steps, with a log of these bytes. */
  const withLog = (bytes: Uint8Array): string => {
    const path = join(folder, "running.db");
    copyFileSync(RUNNING, path);
    writeFileSync(`${path}-wal`, bytes);
    return path;
  };

  test("rows of the log beside the database are read", () => {
    expect(steps(readLog(trackio, RUNNING))).toEqual(upTo(50));
    expect(steps(readLog(trackio, RUNNING, readFileSync(RUNNING)))).toEqual(upTo(50));
  });

  test("whatever the database says of how it is written, as SQLite does, which reads 50 rows of it", () => {
    const bytes = readFileSync(RUNNING);
    for (const version of [1, 2]) {
      bytes.fill(version, 18, 20);
      expect(steps(readLog(trackio, RUNNING, bytes))).toEqual(upTo(50));
    }
  });

  test("what of it is no whole transaction, or fails its checksum, is not", () => {
    expect(steps(readLog(trackio, withLog(pages)))).toEqual(upTo(50));
    expect(steps(readLog(trackio, withLog(pages.subarray(0, -1))))).toEqual(upTo(30));
    expect(steps(readLog(trackio, withLog(new Uint8Array())))).toEqual(upTo(30));
    const damaged = Buffer.from(pages);
    damaged[100] = (damaged[100] as number) ^ 1;
    expect(steps(readLog(trackio, withLog(damaged)))).toEqual(upTo(30));
  });

  test("only a journal that has begun says that a transaction was not ended", () => {
    const path = join(folder, "journal.db");
    copyFileSync(TRACKIO, path);
    expect(readLog(trackio, path).doubts).toEqual([]);
    const doubts = (journal: Uint8Array) => {
      writeFileSync(`${path}-journal`, journal);
      return readLog(trackio, path).doubts;
    };
    const begun = Buffer.from("d9d505f920a163d7", "hex");
    for (const journal of [begun, Buffer.concat([begun, new Uint8Array(2)])])
      expect(doubts(journal)).toEqual([
        "the writer is in a transaction, or was interrupted in one (a -journal is beside it): rows may be missing",
      ]);
    for (const journal of [begun.subarray(0, 7), new Uint8Array(8), new Uint8Array()])
      expect(doubts(journal)).toEqual([]);
  });
});

test("damage is named by its page", () => {
  const bytes = readFileSync(MLFLOW);
  const size = bytes.readUInt16BE(16);
  /** A leaf of a table in which rows of `metrics` are, and not the first of them. */
  const page = Array.from({ length: bytes.length / size }, (_, i) => i).findLast((i) => {
    const leaf = bytes.subarray(i * size, (i + 1) * size);
    return leaf[0] === 13 && leaf.includes("val_acc");
  }) as number;
  bytes[page * size] = 77;
  const { rows, error } = readLog(mlflowDb, MLFLOW, bytes);
  expect(error).toContain(`SQLite page ${page + 1}: byte 0: 77 is no page of a table`);
  expect(rows.length).toBeGreaterThan(300);
  expect(rows).toEqual(mlflow.rows.slice(0, rows.length));
});

describe("columns", () => {
  test.each([
    ["CREATE TABLE t(a, b TEXT, c VARCHAR(250) NOT NULL)", ["a", "b", "c"], -1],
    [
      'CREATE TABLE "t" ("key" VARCHAR(250), value FLOAT DEFAULT \'(,\', CONSTRAINT pk PRIMARY KEY ("key", value), CHECK (value IN (0, 1)))',
      ["key", "value"],
      -1,
    ],
    [
      "CREATE TABLE t (-- a, comment (\n id INTEGER PRIMARY KEY AUTOINCREMENT, [b c] REAL /* , x */, `d``e` NUMERIC(3, 2))",
      ["id", "b c", "d`e"],
      0,
    ],
    ["CREATE TABLE t (x, id integer primary key)", ["x", "id"], 1],
    ["CREATE TABLE t (id INT PRIMARY KEY)", ["id"], -1],
    ["CREATE TABLE t (id INTEGER PRIMARY KEY DESC, x)", ["id", "x"], -1],
    [
      'create table t ("a ""b""", \'it\'\'s\', [c]]d], without, virtual TEXT, unique_id, check2)',
      ['a "b"', "it's", "c", "without", "virtual", "unique_id", "check2"],
      -1,
    ],
    [
      "CREATE TABLE t (a, UNIQUE (a), primary key (a), FOREIGN KEY (a) REFERENCES b(c), check (a > 0), constraint x unique (a))",
      ["a"],
      -1,
    ],
    ["CREATE TABLE t (a DEFAULT (1 + (2)), b, ) STRICT", ["a", "b"], -1],
    ["CREATE TABLE t (a -- as (\n, b /* as\n( */, c)", ["a", "b", "c"], -1],
  ])("%s", (statement, columns, rowid) => {
    expect(columnsOf(statement)).toEqual({ columns, rowid });
  });

  test.each([
    "CREATE VIRTUAL TABLE t USING fts5(a, b)",
    "CREATE TABLE t (a TEXT PRIMARY KEY) WITHOUT ROWID",
    "CREATE TABLE t (a, b GENERATED ALWAYS AS (a + 1) VIRTUAL)",
    "CREATE TABLE t (a, (b",
    "create virtual table t(a)",
    "CREATE TABLE t (a) STRICT, without rowid",
    "CREATE TABLE t (a, b as (a + 1))",
    "CREATE TABLE t AS SELECT 1",
    "CREATE TABLE t",
    `CREATE TABLE t (a, b${" ".repeat(2 ** 14)})`,
  ])("none: %s", (statement) => {
    expect(columnsOf(statement)).toBeUndefined();
  });
});

test("a page without a number ends the log beside a database, as for SQLite, which reads 30 rows of it", () => {
  const path = join(folder, "page-zero.db");
  copyFileSync(RUNNING, path);
  const log = readFileSync(`${RUNNING}-wal`);
  const THIRD = 32 + 2 * (24 + log.readUInt32BE(8));
  log.writeUInt32BE(0, THIRD);
  writeFileSync(`${path}-wal`, sqliteWal.seal?.(log) ?? log);
  expect(readLog(trackio, path).rows.length).toBe(30);
  expect(readLog(trackio, RUNNING).rows.length).toBe(50);
});
