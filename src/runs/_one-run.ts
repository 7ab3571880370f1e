import { SeveralRunsError } from "../errors.ts";
import type { StateDict } from "../layouts/_layout.ts";
import type { Part } from "./_gathered.ts";

/** Two checkpoint files of one run log the same first loss to all its digits. */
const SAME_START = 1e-6;

/** Throws a SeveralRunsError unless all state dicts have tensors of the same names and shapes. */
export function sameNetwork(path: string, parts: readonly Part[]): void {
  const all = parts.flatMap(({ file, holds }) => holds.snapshots.map(({ state }) => ({ file, shapes: shapes(state) })));
  const [first] = all;
  for (const { file, shapes: found } of all) {
    const odd = oneBeside(first.shapes, found) ?? oneBeside(found, first.shapes);
    if (odd !== undefined)
      throw new SeveralRunsError(path, `mixes runs: ${first.file} and ${file} differ in ${odd}`, filesOf(parts));
  }
}

/** The files that can be a run each: with weights, or curves. */
export function filesOf(parts: readonly Part[]): readonly string[] {
  return parts.filter(({ holds }) => holds.snapshots.length > 0 || holds.curves.length > 0).map(({ file }) => file);
}

function shapes(state: StateDict): ReadonlySet<string> {
  return new Set([...state].map(([name, { shape }]) => `${name} [${shape.join(", ")}]`));
}

/** The first in order of what `found` has and `known` has not. */
function oneBeside(known: ReadonlySet<string>, found: ReadonlySet<string>): string | undefined {
  return [...found].filter((one) => !known.has(one)).sort()[0];
}

/** Throws a SeveralRunsError if two files log the same quantity from different beginnings. */
export function sameLog(path: string, parts: readonly Part[]): void {
  const first = new Map<string, { readonly file: string; readonly value: number }>();
  for (const { file, holds } of parts) {
    for (const { series, measure, values } of holds.curves) {
      const key = `${series} ${measure}`;
      const other = first.get(key) ?? { file, value: values[0] };
      first.set(key, other);
      if (Math.abs(values[0] / other.value - 1) <= SAME_START || Object.is(values[0], other.value)) continue;
      const [one, two] = [`${other.value} in ${other.file}`, `${values[0]} in ${file}`];
      throw new SeveralRunsError(path, `mixes runs: ${measure} begins with ${one}, with ${two}`, filesOf(parts));
    }
  }
}
