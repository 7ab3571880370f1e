import { describe, expect, test } from "vitest";
import { bytesSource } from "#formats/_sources.js";
import { mlflowDb, trackio } from "#logs/index.js";
import { databaseOf, type Made } from "./_database.ts";
import { readLog } from "./_logs.ts";

const BIG = Number.MAX_VALUE;
const read = (format: typeof mlflowDb, tables: Readonly<Record<string, Made>>) =>
  readLog(format, "made.db", databaseOf(tables));

describe("MLflow's tables", () => {
  const metrics = "CREATE TABLE metrics (key, value, timestamp, run_uuid, step, is_nan)";
  const runs = "CREATE TABLE runs (run_uuid, name, lifecycle_stage)";
  const pairs = (name: string) => `CREATE TABLE ${name} (key, value, run_uuid)`;

  test("a row is a metric of a run, with the step and the time that it has", () => {
    const { rows, settings, doubts } = read(mlflowDb, {
      metrics: {
        sql: metrics,
        rows: [
          ["loss", 0.5, 17, "a", 3, 0],
          ["loss", BIG, null, "a", null, 0],
          ["loss", -BIG, "17", "a", "4", 0],
          ["loss", 0, 17, "a", 5, 1],
          [7, 0.5, 17, "a", 6, 0],
          ["loss", "0.5", 17, "a", 7, 0],
        ],
      },
    });
    expect(rows).toEqual(
      [
        [
          ["step", 3],
          ["loss", 0.5],
          ["timestamp", 17],
        ],
        [["loss", Number.POSITIVE_INFINITY]],
        [["loss", Number.NEGATIVE_INFINITY]],
        [
          ["step", 5],
          ["loss", Number.NaN],
          ["timestamp", 17],
        ],
      ].map((cells) => ({ cells, run: "a" })),
    );
    expect([settings, doubts]).toEqual([[], []]);
  });

  test("a run is called by its row, else by its tag, else by its identifier; of several by one name the later have that too", () => {
    const ids = ["a", "b", "c", "d", "e", "f", "g"];
    const { rows, settings, doubts } = read(mlflowDb, {
      metrics: { sql: metrics, rows: [...ids, "h", "a"].map((id) => ["loss", 1, null, id, null, 0]) },
      runs: {
        sql: runs,
        rows: [
          ["a", "one", "active"],
          ["b", "", "active"],
          ["c", null, "active"],
          ["d", "one", "active"],
          ["e", "one", "deleted"],
          ["f", "two", "deleted"],
          ["g", "one", "active"],
        ],
      },
      tags: {
        sql: pairs("tags"),
        rows: [
          ["mlflow.user", "me", "c"],
          ["mlflow.runName", "tagged", "b"],
          ["mlflow.runName", "other", "a"],
        ],
      },
      params: {
        sql: pairs("params"),
        rows: [
          ["p", 113, "a"],
          ["p", "97", "e"],
          ["lr", "0.1", "h"],
        ],
      },
    });
    expect(rows.map(({ run }) => run)).toEqual(["one", "tagged", "c", "one d", "one g", "h", "one"]);
    expect(settings).toEqual([
      ["p", "113", "one"],
      ["lr", "0.1", "h"],
    ]);
    expect(doubts).toEqual(["2 runs are deleted in MLflow, and left out"]);
  });

  test("are known by their columns", () => {
    const known = (sql: string, name = "metrics") =>
      mlflowDb.recognises(bytesSource("made.db", databaseOf({ [name]: { sql, rows: [] } })));
    expect([known(metrics), known(metrics, "metric"), known(metrics.replace("run_uuid", "run"))]).toEqual([
      true,
      false,
      false,
    ]);
    expect(known("CREATE VIRTUAL TABLE metrics USING x(key, value, run_uuid)")).toBe(false);
    const damaged = databaseOf({ metrics: { sql: metrics, rows: [] } });
    damaged[100] = 7;
    expect(mlflowDb.recognises(bytesSource("made.db", damaged))).toBe(false);
    expect(mlflowDb.recognises(bytesSource("made.db", damaged.subarray(0, 99)))).toBe(false);
    const other = databaseOf({ metrics: { sql: metrics, rows: [] } });
    other.write("SQLite format 4");
    expect(mlflowDb.recognises(bytesSource("made.db", other))).toBe(false);
  });
});

describe("Trackio's tables", () => {
  const metrics = "CREATE TABLE metrics (id INTEGER PRIMARY KEY, run_id, timestamp, run_name, step, metrics)";
  const configs = "CREATE TABLE configs (run_id, run_name, config)";
  const logged = (...rows: Made["rows"]) => read(trackio, { metrics: { sql: metrics, rows } });

  test("a row is what was logged together, with the step and the time that it has", () => {
    const { rows, doubts } = logged(
      [
        null,
        "a",
        "2023",
        "one",
        3,
        '{"loss": 0.5, "val": {"acc": 1}, "note": "x", "ok": true, "list": [1], "gone": null}',
      ],
      [null, "a", null, "one", "3", Buffer.from('{"loss": "NaN", "x": "Infinity", "y": "-Infinity"}')],
      [null, "b", 2023, "one", 4, '{"loss": 1, "hist": {"_type": "x", "n": 1}}'],
      [null, null, "2023", "two", 4, '{"note": "x"}'],
      [null, null, "2023", "two", 5, '{"loss": 2}'],
    );
    expect(rows).toEqual([
      {
        cells: [
          ["step", 3],
          ["loss", 0.5],
          ["val.acc", 1],
          ["timestamp", "2023"],
        ],
        run: "one",
      },
      {
        cells: [
          ["loss", Number.NaN],
          ["x", Number.POSITIVE_INFINITY],
          ["y", Number.NEGATIVE_INFINITY],
        ],
        run: "one",
      },
      {
        cells: [
          ["step", 4],
          ["loss", 1],
        ],
        run: "one b",
      },
      {
        cells: [
          ["step", 5],
          ["loss", 2],
          ["timestamp", "2023"],
        ],
        run: "two",
      },
    ]);
    expect(doubts).toEqual([]);
  });

  test("what is no object is left out, and said by its number", () => {
    const row = (text: string | null) => [null, "a", "2023", "one", 1, text];
    expect(logged(row('{"loss": 1}'), row('{"loss": '), row('{"loss": 2}')).doubts).toEqual([
      "metrics.id 2: a row is damaged, and left out",
    ]);
    const three = logged(row("[1]"), row("7"), row('{"loss": 2}'), row(null));
    expect(three.rows).toHaveLength(1);
    expect(three.doubts).toEqual(["metrics.id 1: the first of 3 rows that are damaged, and left out"]);
  });

  test("a configuration is every scalar of it, but Trackio's own", () => {
    const config =
      '{"p": 113, "op": {"name": "add", "_x": 1}, "betas": [0.9, 0.98], "_Username": "me", "nan": NaN, "wd": Infinity, "s": "NaN", "ok": false, "h": {"_type": "y"}}';
    const { settings } = read(trackio, {
      metrics: { sql: metrics, rows: [] },
      configs: {
        sql: configs,
        rows: [
          ["a", "one", config],
          [null, "two", Buffer.from('{"p": 97}')],
          ["c", "three", "{"],
        ],
      },
    });
    expect(settings).toEqual([
      ["p", 113, "one"],
      ["op.name", "add", "one"],
      ["op._x", 1, "one"],
      ["betas.0", 0.9, "one"],
      ["betas.1", 0.98, "one"],
      ["wd", Number.POSITIVE_INFINITY, "one"],
      ["s", "NaN", "one"],
      ["ok", false, "one"],
      ["p", 97, "two"],
    ]);
  });

  test("are known by their columns", () => {
    const known = (sql: string) =>
      trackio.recognises(bytesSource("made.db", databaseOf({ metrics: { sql, rows: [] } })));
    expect(known(metrics)).toBe(true);
    for (const column of ["run_name", "step", "metrics)"])
      expect(known(metrics.replace(column, column.replace(/\w+/, "x")))).toBe(false);
  });
});
