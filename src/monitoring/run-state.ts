import type { Curves } from "../quantities/training-phases.ts";
import type { Alert } from "./alerts.ts";
import { Monitor, type MonitorSettings } from "./monitor.ts";
import { rowsOf } from "./row.ts";
import type { RunState } from "./state.ts";

/** A run that was followed to the last row of its curves. */
export interface Followed {
  /** To be asked of it now, and to be given the rows that come. */
  readonly monitor: Monitor;
  readonly alerts: readonly Alert[];
}

/** Follows curves from the first row to the last. */
export function followed(curves: Curves, settings: MonitorSettings = {}): Followed {
  const monitor = new Monitor({ axis: curves.axis ?? "epoch", ...settings });
  const alerts: Alert[] = [];
  for (const row of rowsOf(curves)) alerts.push(...monitor.push(row));
  return { monitor, alerts };
}

/** What a run is doing at its last epoch. */
export function runState(curves: Curves, settings: MonitorSettings = {}): RunState {
  return followed(curves, settings).monitor.state;
}
