import { defineMutators } from "../../mutators.ts";
import { sqlite } from "../../parts/sqlite.ts";
import { seedsOf } from "../../seeds.ts";

export default defineMutators({ seeds: seedsOf("fuzz/mlflow.db"), anatomyOf: () => sqlite });
