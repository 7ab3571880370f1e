/** The angle in (−π, π] that equals `radians` but for whole turns. */
export function wrapped(radians: number): number {
  return radians - 2 * Math.PI * Math.ceil((radians - Math.PI) / (2 * Math.PI));
}

/** φ in (−π, π] where C cos x + S sin x = R cos(x + φ), R ≥ 0. */
export function phaseOf(C: number, S: number): number {
  // 0 − S and not −S: of a zero sine, atan2(−0, C) would be −π for a negative C.
  return Math.atan2(0 - S, C);
}
