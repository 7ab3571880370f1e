import type { WatchEvent } from "../monitoring/events.ts";

/** An event as one line of JSON. A number that is not finite is null, as JSON has none; the curves are left out. */
export function eventJson(event: WatchEvent): string {
  if (event.kind !== "row") return `${JSON.stringify(event)}\n`;
  const { kind, run, series, row, rows, state } = event;
  return `${JSON.stringify({ kind, run, series, row, rows, state: state.state })}\n`;
}
