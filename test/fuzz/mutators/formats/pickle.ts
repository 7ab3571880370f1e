import { pickled } from "../../generated.ts";
import { alone, defineMutators } from "../../mutators.ts";
import { pickle } from "../../parts/pickle.ts";
import { seedsOf } from "../../seeds.ts";

export default defineMutators({
  seeds: () => [...seedsOf("formats/libraries/jax.pickle")(), ...pickled.map((bytes) => alone("history.pkl", bytes))],
  anatomyOf: () => pickle,
});
