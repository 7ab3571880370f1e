import { defineMutators } from "../../mutators.ts";
import { network, networkSeed, settings } from "../../parts/network.ts";

export default defineMutators({
  seeds: () => [
    networkSeed("layouts/transformer-lens", "grokking_demo.pth"),
    networkSeed("architectures/tl-demo", "model.pth"),
  ],
  anatomyOf: (path) => (path.endsWith(".json") ? settings : network),
});
