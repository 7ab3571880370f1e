import { defineMutators } from "../../mutators.ts";
import { hdf5 } from "../../parts/hdf5.ts";
import { seedsOf } from "../../seeds.ts";

export default defineMutators({
  seeds: seedsOf(
    ...["keras-bfloat16.weights.h5", "keras-legacy.h5", "keras.weights.h5", "chunked.h5"].map(
      (name) => `formats/libraries/${name}`,
    ),
  ),
  anatomyOf: () => hdf5,
});
