import { readFileSync, statSync } from "node:fs";
import { basename } from "node:path";
import { RunError } from "../errors.ts";
import { isRecord } from "../formats/_json.ts";
import { type KnownRun, knownRunOf, knownRuns } from "../monitoring/backtest-runs.ts";
import { heldOutSets, runCurves } from "../quantities/run-curves.ts";
import { ofEachRun } from "../runs/each-run.ts";
import type { Run } from "../runs/run.ts";
import { opened } from "./_opened.ts";
import { warn } from "./_out.ts";

/** The runs of a file of curves; or those that a path has logged, as any command reads it, of one family without a name. */
export async function knownRunsAt(path: string): Promise<readonly KnownRun[]> {
  const text = curvesFile(path);
  if (text !== undefined) return knownRuns(text, path);
  const runs = await ofEachRun(
    [path],
    async (one) => logged(await opened(one, {}), one),
    (one, error) => {
      if (one === path) throw error;
      warn(`left out: ${error.message}`);
      return [];
    },
  );
  return runs.flat();
}

/** The text of a file of curves; undefined of a folder, and of what is no JSON lines of whole runs. */
function curvesFile(path: string): string | undefined {
  let text: string;
  try {
    if (statSync(path).isDirectory() || !path.endsWith(".jsonl")) return undefined;
    text = readFileSync(path, "utf8");
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const problem = code === "ENOENT" ? "there is no such file" : message;
    throw new RunError(path, problem, "a file of JSON lines, a run a line, is wanted, a log, or a folder of them");
  }
  return isRow(text.slice(0, text.indexOf("\n") >>> 0)) ? undefined : text;
}

/** Whether a line is one row of a training log: an object without a list. */
function isRow(line: string): boolean {
  try {
    const value: unknown = JSON.parse(line);
    return isRecord(value) && typeof value.run !== "string" && !Object.values(value).some(Array.isArray);
  } catch {
    return false;
  }
}

/** What a run's log holds: each of its runs that has a held-out accuracy, with its first held-out set. */
function logged({ history }: Run, path: string): readonly KnownRun[] {
  const known = [...new Set(history.map(({ series }) => series))].flatMap((series) => {
    const own = history.filter((curve) => curve.series === series);
    const curves = runCurves([], own, heldOutSets(own)[0]);
    if (!curves.test_accuracy?.some((share) => share !== null)) return [];
    return [knownRunOf([basename(path), series].filter((part) => part !== "").join(" "), curves)];
  });
  if (known.length === 0) throw new RunError(path, "logs no test accuracy", "it is what a forecast is of");
  return known;
}
