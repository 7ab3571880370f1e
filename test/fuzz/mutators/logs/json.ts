import { documents } from "../../generated.ts";
import { type Anatomy, alone, defineMutators } from "../../mutators.ts";
import { json } from "../../parts/json.ts";
import { text } from "../../parts/text.ts";

const both: Anatomy = { edits: { ...text.edits, ...json.edits } };

export default defineMutators({
  seeds: () =>
    documents.map((document, i) => alone("metrics.json", Buffer.from(JSON.stringify(document, undefined, i % 2)))),
  anatomyOf: () => both,
});
