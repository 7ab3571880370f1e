/** Whole numbers as a scheduler's array has them, e.g. "0-4,7,9-12". */
export function ranges(indices: readonly number[]): string {
  const found: [from: number, to: number][] = [];
  for (const index of indices.toSorted((a, b) => a - b)) {
    const last = found.at(-1);
    if (last && index === last[1] + 1) last[1] = index;
    else found.push([index, index]);
  }
  return found.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(",");
}
