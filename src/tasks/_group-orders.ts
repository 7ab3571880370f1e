import { task } from "./_make.ts";
import { after, type Permutation, sympyOrder } from "./_permutation-groups.ts";
import type { Task } from "./_task.ts";

interface Kind {
  readonly spelling: RegExp;
  readonly letter: string;
  /** Up to here the tables take well under a second. */
  readonly maxDegree: number;
  readonly size: (n: number) => number;
  readonly orders: (n: number) => readonly Order[];
  /** The operation of this package that is the group in its usual order. */
  readonly operation?: string;
}

const KINDS: readonly Kind[] = [
  { spelling: /^symmetric$/i, letter: "S", maxDegree: 6, size: factorial, orders: symmetricOrders },
  { spelling: /^alternating$/i, letter: "A", maxDegree: 6, size: (n) => factorial(n) / 2, orders: alternatingOrders },
  {
    spelling: /^dihedral$/i,
    letter: "D",
    maxDegree: 120,
    size: (n) => 2 * n,
    orders: dihedralOrders,
    operation: "dihedral",
  },
  {
    spelling: /^cyclic$/i,
    letter: "C",
    maxDegree: 240,
    size: (n) => n,
    orders: (n) => [{ words: "sympy's order", elements: sympyOrder([cycle(n, 0, n)]) }],
    operation: "addition",
  },
];

/**
 * A group by its name, such as `SymmetricGroup`, `dihedral 59`, `S5` or `D_59`, of p elements, as a task: in each order in which
 * training code usually lists its elements, and with either factor of a product done first. None for other groups and names.
 */
export function groupTasks(name: string, p: number): readonly Task[] {
  const found = spelled(name);
  if (!found) return [];
  const { kind, degree } = found;
  const n = degreeOf(kind, p);
  const usual = kind.operation === undefined || p < 3 ? [] : [task(kind.operation, p)];
  if (n === undefined) return degree === undefined || kind.size(degree) === p ? usual : [];
  if (degree !== undefined && degree !== n) return [];
  const listed = kind.orders(n).flatMap(({ words, elements }) =>
    [["a first", (a: Permutation, b: Permutation) => after(b, a)] as const, ["b first", after] as const].map(
      ([first, product]): Task => ({
        name: "table",
        p: elements.length,
        formula: `a ∘ b in ${kind.letter}${n} (${words}, ${first})`,
        answers: answersOf(elements, product),
      }),
    ),
  );
  // A commutative group has one product, and orders may coincide.
  const all = [...usual, ...listed];
  return all.filter(({ answers }, i) => !all.slice(0, i).some((one) => answers.every((c, s) => c === one.answers[s])));
}

/** Whether a name is of one of these groups, as in `groupTasks`. */
export function isGroupName(name: string): boolean {
  return spelled(name) !== undefined;
}

function spelled(name: string): { readonly kind: Kind; readonly degree: number | undefined } | undefined {
  const [, word = "", parameter, letter = "", degree = parameter] =
    /^(?:([a-z]{2,}?)(?:_?group)?(?:[ _](\d+))?|([a-z])_?(\d+))$/i.exec(name.trim()) ?? [];
  const kind = KINDS.find((one) => one.spelling.test(word) || one.letter === letter.toUpperCase());
  return kind && { kind, degree: degree === undefined ? undefined : Number(degree) };
}

/** The n of the group of a kind that has p elements; undefined where there is none, or its table takes too long. */
function degreeOf({ size, maxDegree }: Kind, p: number): number | undefined {
  return Array.from({ length: maxDegree - 2 }, (_, i) => i + 3).find((n) => size(n) === p);
}

function factorial(n: number): number {
  return n <= 1 ? 1 : n * factorial(n - 1);
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

function dihedralOrders(n: number): readonly Order[] {
  const turns = Array.from({ length: n }, (_, i): Permutation => Array.from({ length: n }, (_, x) => (x + i) % n));
  const flip: Permutation = Array.from({ length: n }, (_, x) => (n - x) % n);
  const reversed = Array.from({ length: n }, (_, x) => n - 1 - x);
  return [
    { words: "rotations rⁱ, then rⁱs", elements: [...turns, ...turns.map((turn) => after(turn, flip))] },
    { words: "rotations rⁱ, then srⁱ", elements: [...turns, ...turns.map((turn) => after(flip, turn))] },
    { words: "rⁱ and rⁱs in turn", elements: turns.flatMap((turn) => [turn, after(turn, flip)]) },
    { words: "rⁱ and srⁱ in turn", elements: turns.flatMap((turn) => [turn, after(flip, turn)]) },
    { words: "sympy's order", elements: sympyOrder([cycle(n, 0, n), reversed]) },
  ];
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
