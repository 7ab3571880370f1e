import { tables } from "../../generated.ts";
import { alone, defineMutators } from "../../mutators.ts";
import { text } from "../../parts/text.ts";
import { seedsOf } from "../../seeds.ts";

export default defineMutators({
  seeds: () => [
    ...seedsOf(
      "layouts/lightning/metrics.csv",
      "logs/dvclive/plots/metrics/eval/acc.tsv",
      "depth/transformer-1/metrics.csv",
    )(),
    ...tables.map((table) => alone("metrics.csv", Buffer.from(table))),
  ],
  anatomyOf: () => text,
});
