import { type Group, groupOf } from "../numerics/groups.ts";
import { type Irrep, realIrreps } from "../numerics/irreps.ts";
import { memo } from "../numerics/memo.ts";
import type { Task } from "../tasks/_task.ts";
import { irrepNames } from "./irreps-names.ts";

export interface NamedIrrep extends Irrep {
  readonly name: string;
}

/** A group and its real irreps, the trivial one first, then by dimension. */
export interface GroupIrreps {
  readonly group: Group;
  readonly irreps: readonly NamedIrrep[];
  /** Their bases one after the other [function, element]: the group's Fourier transform, an orthogonal matrix. */
  readonly basis: Float64Array;
}

/** The group that the task's operation is, or in words why it is none. */
export const taskGroup: (task: Task) => Group | string = memo(({ answers, p }) => groupOf(answers, p));

/** The group that the task's operation is, with its irreps; undefined where it is none. One object a task. */
export const groupIrreps: (task: Task) => GroupIrreps | undefined = memo((task) => {
  const group = taskGroup(task);
  if (typeof group === "string") return undefined;
  const sorted = realIrreps(group).toSorted(
    (a, b) => a.dimension - b.dimension || descending(a.character, b.character),
  );
  const names = irrepNames(group, sorted);
  const basis = new Float64Array(group.n ** 2);
  let at = 0;
  for (const irrep of sorted) {
    basis.set(irrep.basis, at);
    at += irrep.basis.length;
  }
  return { group, irreps: sorted.map((irrep, i) => ({ ...irrep, name: names[i] as string })), basis };
});

/** Characters of different irreps differ by more than this somewhere; those of one place may by rounding. */
const APART = 1e-6;

/** By the first element where the characters differ, the larger first: the trivial one, and low frequencies. */
function descending(a: Float64Array, b: Float64Array): number {
  const at = a.findIndex((x, g) => Math.abs(x - b[g]) > APART);
  return at < 0 ? 0 : b[at] - a[at];
}
