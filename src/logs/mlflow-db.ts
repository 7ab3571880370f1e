import type { Source } from "../formats/_sources.ts";
import { defineLogFormat, type LogSink } from "./_format.ts";
import { runNamer } from "./_run-names.ts";
import { doubtOpenTransaction, hasTable, sqliteTables, type Table } from "./_sqlite.ts";

/** A run's name is in its row from MLflow 1.30 on, before that among its tags. */
const NAME_TAG = "mlflow.runName";

/** MLflow's SQLite database: each measure of each run that is not deleted, and the parameters. */
export default defineLogFormat({
  name: "mlflow-db",
  title: "MLflow, SQLite",
  specification:
    "https://github.com/mlflow/mlflow/blob/master/mlflow/store/tracking/dbmodels/models.py (SqlMetric, SqlRun)",
  recognises: (source) => hasTable(source, "metrics", "key", "value", "run_uuid"),
  read,
});

function read(source: Source, sink: LogSink): void {
  doubtOpenTransaction(source, sink);
  const tables = sqliteTables(source);
  const runs = namedRuns(tables, sink);
  const nameOf = (id: unknown): string | undefined => (runs.has(String(id)) ? runs.get(String(id)) : String(id));
  for (const [id, key, value] of tables.get("params")?.rows("run_uuid", "key", "value") ?? []) {
    const run = nameOf(id);
    if (run !== undefined) sink.setting(String(key), String(value), run);
  }
  const metrics = tables.get("metrics")?.rows("run_uuid", "key", "value", "is_nan", "step", "timestamp") ?? [];
  for (const [id, key, value, noNumber, step, timestamp] of metrics) {
    const run = nameOf(id);
    if (run === undefined || typeof key !== "string" || typeof value !== "number") continue;
    const row: (readonly [string, number])[] = [[key, noNumber === 1 ? Number.NaN : unbounded(value)]];
    if (typeof step === "number") row.unshift(["step", step]);
    if (typeof timestamp === "number") row.push(["timestamp", timestamp]);
    sink.row(row, run);
  }
}

/** What each run is called; undefined where it is deleted, of which its rows are left. */
function namedRuns(tables: ReadonlyMap<string, Table>, sink: LogSink): ReadonlyMap<string, string | undefined> {
  const tags = new Map<string, string>();
  for (const [id, key, value] of tables.get("tags")?.rows("run_uuid", "key", "value") ?? []) {
    if (key === NAME_TAG) tags.set(String(id), String(value));
  }
  const runs = new Map<string, string | undefined>();
  const named = runNamer();
  let deleted = 0;
  for (const [uuid, name, stage] of tables.get("runs")?.rows("run_uuid", "name", "lifecycle_stage") ?? []) {
    const id = String(uuid);
    if (stage === "deleted") deleted++;
    runs.set(id, stage === "deleted" ? undefined : named(id, String(name || tags.get(id) || id)));
  }
  if (deleted > 0) sink.doubt(`${deleted} ${deleted === 1 ? "run is" : "runs are"} deleted in MLflow, and left out`);
  return runs;
}

/** MLflow stores the largest number for infinity, which many a database has not. */
function unbounded(value: number): number {
  return Math.abs(value) === Number.MAX_VALUE ? Math.sign(value) * Infinity : value;
}
