import { defineMutators } from "../../mutators.ts";
import { text } from "../../parts/text.ts";
import { folderSeed } from "../../seeds.ts";

const RUN = "mlruns/1/1b4152c25d1f4f2495ff2868dcd3d1e4/metrics";

export default defineMutators({
  seeds: () =>
    ["train/loss", "test/accuracy"].map((measure) => folderSeed("logs/mlflow-files", `${RUN}/${measure}`, () => false)),
  anatomyOf: () => text,
});
