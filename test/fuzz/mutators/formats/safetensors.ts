import { defineMutators } from "../../mutators.ts";
import { safetensors } from "../../parts/safetensors.ts";
import { seedsOf } from "../../seeds.ts";

export default defineMutators({
  seeds: seedsOf("formats/libraries/mlx.safetensors", "architectures/mlx/400.safetensors"),
  anatomyOf: () => safetensors,
});
