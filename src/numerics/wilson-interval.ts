/** z of a two-sided interval of 95 %. */
const Z = 1.959963984540054;

/**
 * The interval in which a share lies that was seen `hits` times in `trials`, 95 %: (ŝ + z²/2n ± z√(ŝ(1 − ŝ)/n + z²/4n²)) /
 * (1 + z²/n), Wilson 1927. It takes the trials to be independent; NaN of none.
 */
export function wilsonInterval(hits: number, trials: number): readonly [low: number, high: number] {
  const share = hits / trials;
  const middle = share + Z ** 2 / (2 * trials);
  const reach = Z * Math.sqrt((share * (1 - share)) / trials + Z ** 2 / (4 * trials ** 2));
  const whole = 1 + Z ** 2 / trials;
  // At the ends it is exactly 0 or 1 but for rounding.
  return [Math.max(0, (middle - reach) / whole), Math.min(1, (middle + reach) / whole)];
}
