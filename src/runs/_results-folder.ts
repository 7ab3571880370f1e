import { join } from "pathe";
import { isFile, withSource } from "../formats/_sources.ts";
import { host } from "../host/host.ts";

/** The file in a folder of this program's results that says what they are of. */
export const MANIFEST = "analysis.json";
/** How the JSON of a result begins. */
const RESULT = '{"analyzer":"';

/** Whether a folder has results of this program, whose tables are no logs. */
export function hasResults(path: string): boolean {
  return (
    isFile(join(path, MANIFEST)) ||
    host()
      .disk.list(path)
      .some((name) => isResult(join(path, name)))
  );
}

function isResult(path: string): boolean {
  if (!path.endsWith(".json") || !isFile(path)) return false;
  const start = withSource(path, ({ byteLength, read }) => read(0, Math.min(byteLength, RESULT.length)));
  return Buffer.from(start).toString() === RESULT;
}
