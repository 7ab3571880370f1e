import { zipSync } from "fflate";
import { arrays } from "../../generated.ts";
import { alone, defineMutators } from "../../mutators.ts";
import { npy } from "../../parts/npy.ts";
import { zipOf } from "../../parts/zip.ts";
import { seedsOf } from "../../seeds.ts";

const zip = zipOf((member) => (member.endsWith(".npy") ? npy : {}));
const members = Object.fromEntries(arrays.map((bytes, i) => [`a${i}.npy`, bytes]));

export default defineMutators({
  seeds: () => [
    ...seedsOf("formats/libraries/mlx.npz")(),
    alone("stored.npz", zipSync(members, { level: 0 })),
    alone("deflated.npz", zipSync(members)),
  ],
  anatomyOf: () => zip,
});
