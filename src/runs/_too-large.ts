import { LayoutError } from "../errors.ts";
import { ANSWERS, budget, WORK } from "../formats/_budget.ts";
import type { ArrayRef } from "../formats/_values.ts";
import { sizeOfShape } from "../formats/_views.ts";
import { isStack, type Reading } from "../layouts/_layout.ts";

/** Throws a LayoutError where the answers to all pairs are out of proportion to the weights, before any is made. */
export function refuseLarge({ architecture: { p }, weights }: Reading): void {
  const spend = budget(ANSWERS, storedBytes(weights), (problem) => {
    throw new LayoutError(
      `p = ${p}`,
      problem,
      "state p with --p, or the tensors' roles with --map, where it is another",
    );
  });
  spend(p * p * p);
}

/**
 * Called with each reading of one file that is tried, throws a LayoutError where trying them takes work that is out of proportion
 * to the weights: those of a compressed file may be of any size.
 */
export function workWithin(where: string): (reading: Reading) => void {
  let spend: ((amount: number) => void) | undefined;
  return ({ architecture: { p }, weights }) => {
    spend ??= budget(WORK, storedBytes(weights), (problem, remedy) => {
      throw new LayoutError(where, problem, remedy);
    });
    spend(p * p * viewsOf(weights).reduce((sum, { shape }) => sum + sizeOfShape(shape), 0));
  };
}

function viewsOf(weights: Reading["weights"]): readonly ArrayRef[] {
  return Object.values(weights).flatMap((view) => (isStack(view) ? view : [view]));
}

/** How many bytes the file has of these weights. */
function storedBytes(weights: Reading["weights"]): number {
  const storages = new Set(viewsOf(weights).map(({ storage }) => storage));
  return [...storages].reduce((sum, { byteLength }) => sum + byteLength, 0);
}
