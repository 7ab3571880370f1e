import { after, type Permutation, sympyOrder } from "./_permutation-groups.ts";
import type { Task } from "./_task.ts";

/** Of S_6 the tables still take well under a second. */
const MAX_DEGREE = 6;

/**
 * The symmetric or alternating group of degree n as a task, in each order in which training code usually lists its
 * elements, and with either permutation of a product done first. None for other groups.
 */
export function groupTasks(name: string, n: number): readonly Task[] {
  const kind = /^(symmetric|alternating)_?group$/i.exec(name)?.[1].toLowerCase();
  if (kind === undefined || !Number.isInteger(n) || n < 3 || n > MAX_DEGREE) return [];
  const group = `${kind === "symmetric" ? "S" : "A"}${n}`;
  const orders = kind === "symmetric" ? symmetricOrders(n) : alternatingOrders(n);
  return orders.flatMap(({ words, elements }) =>
    [["a first", (a: Permutation, b: Permutation) => after(b, a)] as const, ["b first", after] as const].map(
      ([first, product]) => ({
        name: "table",
        p: elements.length,
        formula: `a ∘ b in ${group} (${words}, ${first})`,
        answers: answersOf(elements, product),
      }),
    ),
  );
}

interface Order {
  readonly words: string;
  readonly elements: readonly Permutation[];
}

function symmetricOrders(n: number): readonly Order[] {
  const generators = [cycle(n, 0, n), cycle(n, 0, 2)];
  return [
    { words: "sympy's order", elements: sympyOrder(generators) },
    { words: "lexicographic", elements: lexicographic(n) },
  ];
}

function alternatingOrders(n: number): readonly Order[] {
  const sympys = [cycle(n, 0, 3), n % 2 === 1 ? cycle(n, 0, n) : cycle(n, 1, n)];
  const even = { words: "lexicographic", elements: lexicographic(n).filter(isEven) };
  const named = { words: "sympy's order", elements: sympyOrder(sympys) };
  // Published code on A5 lists what these two generate: PermutationGroup((0 1 2 3 4), (1 2)(3 4)).
  const published = [cycle(5, 0, 5), [0, 2, 1, 4, 3]];
  return n === 5
    ? [{ words: "sympy's order of ⟨(01234), (12)(34)⟩", elements: sympyOrder(published) }, named, even]
    : [named, even];
}

/** The permutation of 0 … n−1 that takes each of from … to−1 to the next. */
function cycle(n: number, from: number, to: number): Permutation {
  return Array.from({ length: n }, (_, x) => (x < from || x >= to ? x : x + 1 < to ? x + 1 : from));
}

function lexicographic(n: number): readonly Permutation[] {
  const grow = (start: Permutation): readonly Permutation[] =>
    start.length === n
      ? [start]
      : Array.from({ length: n }, (_, x) => x).flatMap((x) => (start.includes(x) ? [] : grow([...start, x])));
  return grow([]);
}

function isEven(one: Permutation): boolean {
  return one.flatMap((x, i) => one.slice(i).filter((y) => y < x)).length % 2 === 0;
}

function answersOf(
  elements: readonly Permutation[],
  product: (a: Permutation, b: Permutation) => Permutation,
): Int32Array {
  const places = new Map(elements.map((one, place) => [one.join(), place]));
  return Int32Array.from(elements.flatMap((a) => elements.map((b) => places.get(product(a, b).join()) as number)));
}
