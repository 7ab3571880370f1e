import { defineMutators } from "../../mutators.ts";
import { pickle } from "../../parts/pickle.ts";
import { seedsOf } from "../../seeds.ts";

/** Five pickles, one after the other, then the storages. */
export default defineMutators({
  seeds: seedsOf(...["dtypes", "nested", "views"].map((name) => `formats/${name}-legacy.pth`)),
  anatomyOf: () => pickle,
});
