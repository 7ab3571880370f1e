import { defineMutators } from "../../mutators.ts";
import { network, networkSeed, settings } from "../../parts/network.ts";

export default defineMutators({
  seeds: () => [networkSeed("layouts/clock-and-pizza", "model_t1nyp1zza0.pt")],
  anatomyOf: (path) => (path.endsWith(".json") ? settings : network),
});
