import { defineMutators } from "../../mutators.ts";
import { network, networkSeed, settings } from "../../parts/network.ts";

export default defineMutators({
  seeds: () => [networkSeed("layouts/lightning", "checkpoints/epoch_0.ckpt")],
  anatomyOf: (path) => (path.endsWith(".json") ? settings : network),
});
