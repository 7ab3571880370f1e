/** Which runs a back-test is of: those that the forecast's constants were fitted on, the others, or all. */
export const HALVES = ["fitted", "other", "all"] as const;
export type Half = (typeof HALVES)[number];

/**
 * The half that a run is in, by its family and its name without its seed, so that runs that differ in their seed alone are
 * in one: FNV-1a of "family/name" in UTF-8 bytes, folded to 16 bits, even: fitted. A seed is `s`, `seed` or `seed_` with digits.
 */
export function halfOf({ run, family }: { readonly run: string; readonly family: string }): Exclude<Half, "all"> {
  const setting = `${family}/${run.replace(/(?<![a-z])s(eed)?_?\d+/gi, "s")}`;
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(setting)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return ((hash ^ (hash >>> 16)) & 1) === 0 ? "fitted" : "other";
}

/** Those of the runs that are in a half. */
export function inHalf<T extends { readonly run: string; readonly family: string }>(
  runs: readonly T[],
  half: Half,
): readonly T[] {
  return half === "all" ? runs : runs.filter((run) => halfOf(run) === half);
}
