import { memo } from "../../numerics/memo.ts";
import { cyclicForm } from "../../tasks/_cyclic.ts";
import type { Task } from "../../tasks/_task.ts";
import { groupIrreps } from "../irreps.ts";

/** A function of d = (a∘b) c⁻¹ that a mechanism may be made of; over the group's elements it sums to 0. */
export interface Wave {
  /** The frequency k of cos w_k d, or the name of the representation of χ_ρ(d). */
  readonly name: string;
  /** Its value at each element, the largest at the identity [element]. */
  readonly values: Float64Array;
  /** Orthonormal functions on the group that span it and its translates, as columns [function, element]. */
  readonly span: Float64Array;
}

/** The task as a group's operation, in the order of the group's own elements. */
export interface Described {
  readonly n: number;
  /** The residue of each element: inputs and answers. */
  readonly order: Int32Array;
  /** The element at i∘j [i, j]. */
  readonly product: Int32Array;
  /** The element (r c⁻¹) of elements r and c [r, c]. */
  readonly apart: Int32Array;
  readonly identity: number;
  readonly kind: "frequencies" | "representations";
  /** All there are: cos w_k d of k = 1 … ⌊n/2⌋, or the characters of all real irreducible representations but the trivial one. */
  readonly waves: readonly Wave[];
}

/**
 * What a mechanism of the task is made of: cosines where it is addition on Z_n, a·b and a/b by the discrete logarithm
 * (`tasks/_cyclic`), else the characters of its group; undefined where the task is no group's operation.
 */
export const described: (task: Task) => Described | undefined = memo((task) => cyclic(task) ?? ofGroup(task));

function cyclic(task: Task): Described | undefined {
  const form = cyclicForm(task);
  if (!form) return undefined;
  const { n, order, sign } = form;
  const table = (f: (i: number, j: number) => number) =>
    Int32Array.from({ length: n * n }, (_, at) => (f(Math.floor(at / n), at % n) + n) % n);
  const waves = Array.from({ length: Math.floor(n / 2) }, (_, i): Wave => {
    const angle = (d: number) => (2 * Math.PI * ((((i + 1) * d) % n) + n)) / n;
    const cosine = Float64Array.from({ length: n }, (_, d) => Math.cos(angle(d)));
    const sine = Float64Array.from({ length: n }, (_, d) => Math.sin(angle(d)));
    const alone = 2 * (i + 1) === n;
    const span = alone
      ? cosine.map((x) => x / Math.sqrt(n))
      : Float64Array.from([...cosine, ...sine], (x) => x * Math.sqrt(2 / n));
    return { name: String(i + 1), values: cosine, span };
  });
  return {
    n,
    order,
    product: table((i, j) => i + sign * j),
    apart: table((r, c) => r - c),
    identity: 0,
    kind: "frequencies",
    waves,
  };
}

function ofGroup(task: Task): Described | undefined {
  const found = groupIrreps(task);
  if (!found) return undefined;
  const { n, product, inverse, identity } = found.group;
  return {
    n,
    order: Int32Array.from({ length: n }, (_, x) => x),
    product,
    apart: Int32Array.from({ length: n * n }, (_, at) => product[Math.floor(at / n) * n + inverse[at % n]]),
    identity,
    kind: "representations",
    // The trivial one is the first.
    waves: found.irreps.slice(1).map(({ name, character, basis }) => ({ name, values: character, span: basis })),
  };
}
