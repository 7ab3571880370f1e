import { defineMutators } from "../../mutators.ts";
import { sqlite } from "../../parts/sqlite.ts";
import { sqliteWal } from "../../parts/sqlite-wal.ts";
import { folderSeed, seedsOf } from "../../seeds.ts";

export default defineMutators({
  seeds: () => [...seedsOf("logs/trackio-before-ids/grokking.db")(), folderSeed("logs/trackio-running", "running.db")],
  anatomyOf: (path) => (path.endsWith("-wal") ? sqliteWal : sqlite),
});
