import { defineOperation } from "./_task.ts";

/** Elements r^i s^j of the group of p = 2n, at index i + n·j: the rotations, then the reflections. */
export default defineOperation({
  name: "dihedral",
  spellings: /^(dihedral|dihedralgroup)$/i,
  formula: "a ∘ b in the dihedral group of p elements",
  defined: (p) => p % 2 === 0 || `p must be even, as many rotations as reflections, and ${p} is not`,
  answer: (a, b, p) => {
    const n = p / 2;
    const aReflects = a >= n;
    const bReflects = b >= n;
    const rotation = aReflects ? (a - n - (b % n) + n) % n : (a + b) % n;
    return aReflects === bReflects ? rotation : rotation + n;
  },
});
