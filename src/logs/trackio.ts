import { isRecord } from "../formats/_json.ts";
import type { Source } from "../formats/_sources.ts";
import { damageOf } from "./_damage.ts";
import { type Cell, defineLogFormat, type LogSink } from "./_format.ts";
import { jsonValue, leaves, numbersOf } from "./_leaves.ts";
import { runNamer } from "./_run-names.ts";
import { doubtOpenTransaction, hasTable, sqliteTables } from "./_sqlite.ts";
import type { SqlValue } from "./_sqlite-table.ts";

/** What Trackio writes for numbers that JSON has not. */
const NAMED: Readonly<Record<string, number>> = { NaN: Number.NaN, Infinity, "-Infinity": -Infinity };

/** Trackio's database of a project: the numbers of each call of `log`, and the configuration of each run. */
export default defineLogFormat({
  name: "trackio",
  title: "Trackio",
  specification: "https://github.com/gradio-app/trackio/blob/main/trackio/sqlite_storage.py",
  recognises: (source) => hasTable(source, "metrics", "run_name", "step", "metrics"),
  read,
});

function read(source: Source, sink: LogSink): void {
  doubtOpenTransaction(source, sink);
  const tables = sqliteTables(source);
  const named = runNamer();
  // Before Trackio 0.24 a run was its name.
  const runOf = (id: unknown, name: unknown): string => named(String(id ?? name), String(name));
  const damage = damageOf("row", "metrics.id");
  const metrics = tables.get("metrics")?.rows("id", "run_id", "run_name", "step", "timestamp", "metrics") ?? [];
  for (const [entry, id, name, step, timestamp, text] of metrics) {
    const values = jsonValue(textOf(text));
    if (!isRecord(values)) {
      damage.at(Number(entry));
      continue;
    }
    const cells: (readonly [string, Cell])[] = [...numbersOf("", withNumbers(values))];
    if (cells.length === 0) continue;
    if (typeof step === "number") cells.unshift(["step", step]);
    if (typeof timestamp === "string") cells.push(["timestamp", timestamp]);
    sink.row(cells, runOf(id, name));
  }
  for (const [id, name, text] of tables.get("configs")?.rows("run_id", "run_name", "config") ?? []) {
    for (const [key, value] of leaves("", jsonValue(textOf(text)))) {
      // Trackio's own entries: user, group and time.
      if (!key.startsWith("_")) sink.setting(key, value, runOf(id, name));
    }
  }
  damage.say(sink);
}

/** Newer versions store JSON as bytes. */
function textOf(value: SqlValue | undefined): string {
  return value instanceof Uint8Array ? new TextDecoder().decode(value) : String(value);
}

function withNumbers(values: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, typeof value === "string" ? (NAMED[value] ?? value) : value]),
  );
}
