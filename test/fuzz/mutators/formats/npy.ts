import { arrays } from "../../generated.ts";
import { alone, defineMutators } from "../../mutators.ts";
import { npy } from "../../parts/npy.ts";

export default defineMutators({
  seeds: () => arrays.map((bytes) => alone("train_losses.npy", bytes)),
  anatomyOf: () => npy,
});
