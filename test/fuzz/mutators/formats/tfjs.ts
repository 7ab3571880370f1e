import { defineMutators } from "../../mutators.ts";
import { json } from "../../parts/json.ts";
import { folderSeed } from "../../seeds.ts";

/** Of shards every byte is a weight: only their length can be wrong. */
export default defineMutators({
  seeds: () => [folderSeed("formats/tfjs", "model.json")],
  anatomyOf: (path) => (path.endsWith(".json") ? json : {}),
});
