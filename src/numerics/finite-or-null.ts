/** The number; null where there is none or it is not finite, which JSON has no number for. */
export function finiteOrNull(value: number | null | undefined): number | null {
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}
