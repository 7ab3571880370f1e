import { LayoutError } from "../errors.ts";
import { ANSWERS, budget } from "../formats/_budget.ts";
import { isStack, type Reading } from "../layouts/_layout.ts";

/** Throws a LayoutError where the answers to all pairs are out of proportion to the weights, before any is made. */
export function refuseOutOfProportion({ architecture: { p }, weights }: Reading): void {
  const spend = budget(ANSWERS, storedBytes(weights), (problem) => {
    throw new LayoutError(
      `p = ${p}`,
      problem,
      "state p with --p, or the tensors' roles with --map, where it is another",
    );
  });
  spend(p * p * p);
}

/** How many bytes the file has of these weights. */
function storedBytes(weights: Reading["weights"]): number {
  const storages = new Set(
    Object.values(weights).flatMap((view) => (isStack(view) ? view : [view]).map((one) => one.storage)),
  );
  return [...storages].reduce((sum, { byteLength }) => sum + byteLength, 0);
}
