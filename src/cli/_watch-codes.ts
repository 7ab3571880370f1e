import type { AlertName } from "../monitoring/alerts.ts";

/** The exit code of each alert with --once, worst first: of several the first counts. */
export const ALERT_CODES: readonly (readonly [alert: AlertName, code: number])[] = [
  ["nan", 14],
  ["diverged", 13],
  ["collapsed", 12],
  ["leakage", 16],
  ["grokked", 10],
  ["generalised", 11],
  ["plateau", 15],
  ["early stopping", 17],
  ["rising", 18],
  ["memorised", 19],
];
/** The exit code where the time was over, as timeout(1) has it. */
export const TIME_OVER = 124;

/** The code of the alerts that were told; 0 of none. */
export function codeOf(alerts: ReadonlySet<AlertName>): number {
  return ALERT_CODES.find(([alert]) => alerts.has(alert))?.[1] ?? 0;
}
