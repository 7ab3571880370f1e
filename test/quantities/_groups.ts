import { type Group, groupOf } from "#numerics/groups.js";
import { tableTask } from "#tasks/_make.js";
import type { Task } from "#tasks/_task.js";

/** The composition table of the elements under ∘, in their order. */
export function tableOf<T>(elements: readonly T[], compose: (x: T, y: T) => T): readonly (readonly number[])[] {
  const index = new Map(elements.map((x, i) => [JSON.stringify(x), i]));
  return elements.map((x) => elements.map((y) => index.get(JSON.stringify(compose(x, y))) as number));
}

export function taskOf(table: readonly (readonly number[])[]): Task {
  return tableTask("a test's table", table);
}

export function group(table: readonly (readonly number[])[]): Group {
  const found = groupOf(Int32Array.from(table.flat()), table.length);
  if (typeof found === "string") throw new Error(found);
  return found;
}

export const range = (n: number): readonly number[] => Array.from({ length: n }, (_, i) => i);

export const cyclic = (n: number) => tableOf(range(n), (x, y) => (x + y) % n);

/** r^i, then r^i s. */
export const dihedral = (n: number) =>
  tableOf(
    range(2 * n).map((x) => [x % n, Math.floor(x / n)]),
    ([r, s], [t, u]) => [(r + (s ? n - t : t)) % n, (s + u) % 2],
  );

function permutations(n: number): readonly (readonly number[])[] {
  if (n === 0) return [[]];
  return permutations(n - 1).flatMap((rest) => range(n).map((at) => [...rest.slice(0, at), n - 1, ...rest.slice(at)]));
}
const even = (x: readonly number[]) => x.flatMap((a, i) => x.slice(i + 1).filter((b) => b < a)).length % 2 === 0;
const composed = (x: readonly number[], y: readonly number[]) => y.map((i) => x[i]);

export const symmetric = (n: number) => tableOf(permutations(n), composed);
export const alternating = (n: number) => tableOf(permutations(n).filter(even), composed);

/** a^i b^j with a^2n = 1, b² = a^n and b a = a⁻¹ b: the dicyclic group of 4n elements; the quaternion group for n = 2. */
export const dicyclic = (n: number) =>
  tableOf(
    range(4 * n).map((x) => [x % (2 * n), Math.floor(x / (2 * n))]),
    ([i, j], [k, l]) => [(i + (j ? 2 * n - k : k) + (j && l ? n : 0)) % (2 * n), (j + l) % 2],
  );

/** The same group with its elements in another order. */
export function shuffled(table: readonly (readonly number[])[], order: readonly number[]) {
  const place = new Map(order.map((x, i) => [x, i]));
  return order.map((x) => order.map((y) => place.get(table[x][y]) as number));
}
