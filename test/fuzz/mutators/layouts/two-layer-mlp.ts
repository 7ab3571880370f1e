import { defineMutators } from "../../mutators.ts";
import { network, networkSeed, settings } from "../../parts/network.ts";

export default defineMutators({
  seeds: () => [networkSeed("layouts/two-layer-mlp", "0.pth")],
  anatomyOf: (path) => (path.endsWith(".json") ? settings : network),
});
