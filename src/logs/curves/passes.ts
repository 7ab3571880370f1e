/** What was logged at one moment. */
export interface Point {
  readonly at: number;
  readonly value: number;
}

/** Falls, as a share of the points, from which on rows are in no order rather than of a run that was resumed. */
const UNORDERED = 0.05;
const MIN_UNORDERED = 3;

/**
 * Points in the order of their moments, one each: the last, as it was written. Where moments fall back, training was
 * resumed from there, and what had been logged beyond is of weights that were given up. A log that falls throughout is
 * written backwards. Says where training was resumed, the last time if more often.
 */
export function inOrder(points: readonly Point[]): { readonly points: readonly Point[]; readonly resumedAt?: number } {
  const falls = points.filter(({ at }, i) => i > 0 && at < (points[i - 1] as Point).at).length;
  const rises = points.filter(({ at }, i) => i > 0 && at > (points[i - 1] as Point).at).length;
  if (falls > 0 && rises === 0) return inOrder(points.toReversed());
  // A log that begins anew is in order, however often.
  const start = points[0]?.at;
  const restarts = points.filter(({ at }, i) => i > 0 && at === start && at < (points[i - 1] as Point).at).length;
  const unordered = falls - restarts >= Math.max(MIN_UNORDERED, UNORDERED * points.length);
  const kept: Point[] = [];
  let resumedAt: number | undefined;
  for (const point of unordered ? points.toSorted((a, b) => a.at - b.at) : points) {
    if (kept.length > 0 && (kept.at(-1) as Point).at > point.at) resumedAt = point.at;
    while (kept.length > 0 && (kept.at(-1) as Point).at >= point.at) kept.pop();
    kept.push(point);
  }
  return resumedAt === undefined ? { points: kept } : { points: kept, resumedAt };
}
