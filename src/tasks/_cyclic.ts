import { memo } from "../numerics/memo.ts";
import type { Operation, Task } from "./_task.ts";
import * as units from "./index.ts";

/**
 * The task as addition on Z_n: with x_i the residue at place i of `order`, x_i ∘ x_j = x_{i ± j}. For a ± b that is Z_p
 * itself; for a·b and a/b it is the exponents of a primitive root, without 0.
 */
export interface CyclicForm {
  readonly n: number;
  /** The residue at each place of Z_n. */
  readonly order: Int32Array;
  /** +1 where the places add, −1 where the second is taken from the first. */
  readonly sign: 1 | -1;
}

/** The cyclic group that the task is addition or subtraction on; undefined where it is none. One object a task. */
export const cyclicForm: (task: Pick<Task, "name" | "p">) => CyclicForm | undefined = memo(({ name, p }) => {
  const cyclic = Object.values<Operation>(units).find((operation) => operation.name === name)?.cyclic;
  if (!cyclic) return undefined;
  const order = cyclic.group === "additive" ? Int32Array.from({ length: p }, (_, x) => x) : powersOfPrimitiveRoot(p);
  return order && { n: order.length, order, sign: cyclic.sign };
});

/** g⁰, g¹, …, g^{p−2} mod p for the smallest primitive root g of p; undefined where p is not prime. */
function powersOfPrimitiveRoot(p: number): Int32Array | undefined {
  for (let g = 1; g < p; g++) {
    const powers = new Int32Array(p - 1);
    let power = 1;
    let distinct = 0;
    do {
      powers[distinct++] = power;
      power = (power * g) % p;
    } while (power !== 1 && distinct < p - 1);
    if (distinct === p - 1 && power === 1) return powers;
  }
  return undefined;
}
