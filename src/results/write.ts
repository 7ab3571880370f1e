import { join } from "node:path";
import { makeFolder, written } from "../runs/_write.ts";
import { csvLines } from "../tables/csv.ts";
import { attempt } from "./_attempt.ts";
import type { Result } from "./result.ts";
import { resultTexts } from "./result-json.ts";

export { resultJson } from "./result-json.ts";

/** Writes `<analyzer>.json` and `<analyzer>.csv` into a folder, which is made if need be; returns their paths. */
export function writeResult(result: Result, folder: string): readonly string[] {
  return attempt(folder, () => {
    makeFolder(folder);
    return [
      written(join(folder, `${result.analyzer}.json`), resultTexts(result)),
      written(join(folder, `${result.analyzer}.csv`), csvLines(result.table)),
    ];
  });
}
