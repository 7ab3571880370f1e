import { defineMutators } from "../../mutators.ts";
import { network, networkSeed, settings } from "../../parts/network.ts";

export default defineMutators({
  seeds: () => [
    networkSeed("layouts/structural/mlp-concat", "checkpoint_0.pt"),
    networkSeed("architectures/hf-llama-grouped", "model.safetensors"),
    networkSeed("architectures/hf-gpt2", "model.safetensors"),
    networkSeed("architectures/flax-two-blocks", "400.msgpack"),
  ],
  anatomyOf: (path) => (path.endsWith(".json") ? settings : network),
});
