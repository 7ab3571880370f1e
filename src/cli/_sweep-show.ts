import type { Theme } from "../figures/_drawing.ts";
import type { Format, Renderer } from "../report/write-figures.ts";
import { writeSweepResults } from "../report/write-sweep.ts";
import { inWords } from "../sweeps/cells.ts";
import { LEARNING_PHASES } from "../sweeps/learning-phase.ts";
import type { SweepPlan } from "../sweeps/plan.ts";
import type { Critical } from "../sweeps/results-table.ts";
import { say } from "./_out.ts";

export interface ShowArguments {
  readonly out?: string;
  readonly format?: readonly Format[];
  readonly theme?: Theme;
  readonly renderer?: Renderer;
  readonly width?: number;
  readonly axes?: readonly [string, string];
}

/** Writes the table and figures of a sweep, and prints what the runs came to. */
export async function showSweep(plan: SweepPlan, given: ShowArguments = {}): Promise<void> {
  const { out, format = ["svg"], theme = "paper", renderer = "node", width, axes } = given;
  const { folder, files, leftOut, results, critical } = await writeSweepResults(plan, {
    formats: format,
    theme,
    renderer,
    ...(out === undefined ? {} : { out }),
    ...(width === undefined ? {} : { width }),
    ...(axes === undefined ? {} : { axes }),
  });
  const known = results.filter(({ phase }) => phase !== null);
  const counts = LEARNING_PHASES.map((phase) => [phase, known.filter((one) => one.phase === phase).length] as const);
  const said = counts.filter(([, count]) => count > 0).map(([phase, count]) => `${count} ${phase}`);
  const open = known.filter(({ censored }) => censored).length;
  const lines = [
    `${known.length} of ${results.length} runs have results: ${said.join(", ") || "none"}${open > 0 ? `; of ${open} the phase is not decided by their last epoch` : ""}`,
    ...criticalInWords(critical),
    `wrote ${files.length} files to ${folder}`,
    ...leftOut.map(({ name, reason }) => `left out ${name}: ${reason}`),
  ];
  for (const line of lines) say(line);
}

/** Settings of which more are critical than these are in critical.csv alone. */
const MAX_LINES = 12;

/** Where half of the runs generalise, a line for each setting and combination of the others. */
export function criticalInWords(all: readonly Critical[]): readonly string[] {
  const lines = all.flatMap(({ setting, others, critical }) =>
    critical.map(({ at, between: [least, most], generalises }) => {
      const where = Object.keys(others).length > 0 ? ` at ${inWords(others)}` : "";
      return `critical ${setting}${where}: ${Number(at.toPrecision(2))}, between ${least} and ${most}; runs generalise ${generalises} it`;
    }),
  );
  const none = all.filter(({ critical }) => critical.length === 0).length;
  return [
    ...lines.slice(0, MAX_LINES),
    ...(lines.length > MAX_LINES ? [`and ${lines.length - MAX_LINES} more: critical.csv`] : []),
    ...(none > 0
      ? [`no critical value in ${none} of ${all.length} lines of the grid: all or none of the values tried generalise`]
      : []),
  ];
}
