import { rows } from "../../generated.ts";
import { type Anatomy, alone, defineMutators, type Edit } from "../../mutators.ts";
import { json } from "../../parts/json.ts";
import { text } from "../../parts/text.ts";

/** The same change of the JSON of one line. */
function ofLine(edit: Edit): Edit {
  return (random, bytes) => {
    const lines = bytes.toString().split("\n");
    const at = random.below(lines.length - 1);
    const line = Buffer.from(edit(random, Buffer.from(lines[at]))).toString();
    return Buffer.from(lines.with(at, line).join("\n"));
  };
}

const lines: Anatomy = {
  edits: {
    ...text.edits,
    ...Object.fromEntries(Object.entries(json.edits ?? {}).map(([name, edit]) => [name, ofLine(edit)])),
  },
};

export default defineMutators({
  seeds: () => [alone("metrics.jsonl", Buffer.from(rows.map((row) => `${JSON.stringify(row)}\n`).join("")))],
  anatomyOf: () => lines,
});
