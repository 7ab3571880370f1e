import type { Alert } from "./alerts.ts";
import type { KnownRun } from "./backtest-runs.ts";
import type { Forecast } from "./forecast.ts";
import { Monitor } from "./monitor.ts";
import { rowsOf } from "./row.ts";
import type { State } from "./state.ts";

/** A run as it was followed, row by row. */
export interface Replay {
  readonly known: KnownRun;
  /** What was said at each row. */
  readonly rows: readonly { readonly epoch: number; readonly state: State; readonly forecast: Forecast }[];
  readonly alerts: readonly Alert[];
}

/** Follows a run to its end, and asks at each row. */
export function replay(known: KnownRun): Replay {
  const monitor = new Monitor();
  const alerts: Alert[] = [];
  const rows = Array.from(rowsOf(known.curves), (row) => {
    alerts.push(...monitor.push(row));
    return { epoch: row.epoch, state: monitor.state.state, forecast: monitor.forecast() };
  });
  return { known, rows, alerts };
}
