import { defineMutators } from "../../mutators.ts";
import { hdf5 } from "../../parts/hdf5.ts";
import { json } from "../../parts/json.ts";
import { zipOf } from "../../parts/zip.ts";
import { seedsOf } from "../../seeds.ts";

const zip = zipOf((member) => (member.endsWith(".h5") ? hdf5 : json));

export default defineMutators({ seeds: seedsOf("formats/libraries/model.keras"), anatomyOf: () => zip });
