/** The value, or null where it is not finite or there is none: what a cell says that may be empty. */
export function finite(value: number | null | undefined): number | null {
  return value !== null && value !== undefined && Number.isFinite(value) ? value : null;
}
