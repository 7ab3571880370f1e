import { trainingPhases } from "../quantities/training-phases.ts";
import { wordOf } from "../sweeps/cells.ts";
import type { RunResult } from "../sweeps/run-results.ts";
import type { ComparedRun } from "./_compared.ts";
import { type Comparison, type ComparisonSettings, comparisonOf } from "./_comparison.ts";
import { grokkedInWords } from "./_verdict.ts";

/** The runs of a sweep that have logged something, as a comparison has them: by their logs alone. */
function comparedCells(results: readonly RunResult[]): readonly ComparedRun[] {
  return results
    .filter(({ verdict }) => verdict !== null)
    .map(({ cell, state, curves, verdict }): ComparedRun => {
      const found = trainingPhases(curves, { fraction: cell.config.fraction });
      // What diverged logged no loss past its last checkpoint.
      const phases = verdict === null ? found : { ...found, verdict };
      const name = nameOf(cell);
      const ended = state === "finished" || state === "enough" || state === "diverged";
      return {
        name,
        settings: settingsOf(cell.varied),
        source: {
          name,
          contradictions: ended ? [] : [`its training has not ended: it is ${state}`],
          doubts: [],
          origin: "",
          digest: "",
        },
        task: "",
        curves,
        isLogged: () => true,
        phases,
        keys: [],
        said: [grokkedInWords(phases)],
      };
    });
}

/** The comparison of a sweep's runs, as far as they have logged anything; undefined where none has. */
export function sweepComparison(
  results: readonly RunResult[],
  addressOf: ComparisonSettings["addressOf"],
): Comparison | undefined {
  const runs = comparedCells(results);
  if (runs.length === 0) return undefined;
  const of = runs.length < results.length ? `${runs.length} of ${results.length}` : results.length;
  const made = comparisonOf(runs, `${of} runs of a sweep compared`, { addressOf });
  const waiting = results.filter(({ verdict }) => verdict === null);
  return {
    ...made,
    skipped: waiting.map(({ cell, state }) => ({ what: nameOf(cell), reason: `nothing is logged: it is ${state}` })),
  };
}

function nameOf({ name, index }: RunResult["cell"]): string {
  return name === "" ? `run ${index}` : name;
}

function settingsOf(varied: RunResult["cell"]["varied"]): ComparedRun["settings"] {
  return Object.fromEntries(
    Object.entries(varied).map(([name, value]) => [
      name,
      typeof value === "number" || typeof value === "boolean" ? value : wordOf(value),
    ]),
  );
}
