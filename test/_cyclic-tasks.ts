/** An operation of each cyclic form, of odd and even p, on residues and on their logarithms. */
export const CYCLIC = [
  ["addition", 29],
  ["addition", 26],
  ["subtraction", 29],
  ["multiplication", 23],
  ["division", 29],
] as const;
