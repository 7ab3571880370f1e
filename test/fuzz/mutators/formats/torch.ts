import { defineMutators } from "../../mutators.ts";
import { pickle } from "../../parts/pickle.ts";
import { zipOf } from "../../parts/zip.ts";
import { seedsOf } from "../../seeds.ts";

const zip = zipOf((member) => (member.endsWith(".pkl") ? pickle : {}));

export default defineMutators({
  seeds: seedsOf(
    ...["dtypes", "nested", "views", "torchscript-state"].map((name) => `formats/${name}.pth`),
    ...["formats/torchscript.pt", "layouts/two-layer-mlp/0.pth", "layouts/two-layer-mlp/train_data.pth"],
  ),
  anatomyOf: () => zip,
});
