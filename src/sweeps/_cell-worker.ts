import "../node/start.ts";

import type { BackendName } from "../engine/backend.ts";
import { serve } from "../node/processes.ts";
import type { Outcome } from "./outcome.ts";
import { readPlan } from "./plan.ts";
import { runCell } from "./run-cell.ts";

/** What a process is given once. */
export interface CellsOf {
  readonly folder: string;
  readonly backend: BackendName | undefined;
}

serve<CellsOf, number, Outcome | "held">(({ folder, backend }) => {
  const plan = readPlan(folder);
  return (index) => runCell(plan, plan.cells[index], backend);
});
