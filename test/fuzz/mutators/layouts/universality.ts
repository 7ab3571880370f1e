import { defineMutators } from "../../mutators.ts";
import { network, networkSeed, settings } from "../../parts/network.ts";

export default defineMutators({
  seeds: () => [
    networkSeed("layouts/universality-mlp", "model.pt"),
    networkSeed("layouts/universality-transformer", "model.pt"),
  ],
  anatomyOf: (path) => (path.endsWith(".json") ? settings : network),
});
