import { defineMutators } from "../../mutators.ts";
import { network, networkSeed, settings } from "../../parts/network.ts";

export default defineMutators({
  seeds: () => [
    networkSeed("depth/transformer-1", "checkpoints/epoch-000000.safetensors"),
    networkSeed("quadratic-mlp", "checkpoints/epoch-000000.safetensors"),
  ],
  anatomyOf: (path) => (path.endsWith(".json") ? settings : network),
});
