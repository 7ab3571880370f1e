import type { WatchEvent } from "../monitoring/events.ts";
import { jsonText } from "../tables/json-text.ts";

/** An event as one line of JSON. A number that is not finite is null, as JSON has none; the curves are left out. */
export function eventJson(event: WatchEvent): string {
  if (event.kind !== "row") return `${jsonText(event)}\n`;
  const { kind, run, series, row, rows, state } = event;
  return `${jsonText({ kind, run, series, row, rows, state: state.state })}\n`;
}
