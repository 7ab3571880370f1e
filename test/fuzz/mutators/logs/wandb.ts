import { defineMutators } from "../../mutators.ts";
import { levelDbLog, recordsOf } from "../../parts/records.ts";
import { seedsOf } from "../../seeds.ts";

/** Bytes of W&B's own before the log. */
const HEADER = 7;
const anatomy = recordsOf(levelDbLog(HEADER));

export default defineMutators({
  seeds: seedsOf("logs/wandb/offline-run-20231114_221320-grokking/run-grokking.wandb"),
  anatomyOf: () => anatomy,
});
