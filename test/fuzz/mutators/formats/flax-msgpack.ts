import { defineMutators } from "../../mutators.ts";
import { msgpack } from "../../parts/msgpack.ts";
import { seedsOf } from "../../seeds.ts";

export default defineMutators({
  seeds: seedsOf(
    ...["flax", "flax-chunked", "flax-complex", "flax-dtypes", "flax-params", "flax-state"].map(
      (name) => `formats/libraries/${name}.msgpack`,
    ),
  ),
  anatomyOf: () => msgpack,
});
