/** Where the values from … to − 1 are lowest and highest, the first of equals; nowhere where none is a number. */
export function extremes(values: ArrayLike<unknown>, from: number, to: number): readonly number[] {
  let [low, high] = [-1, -1];
  for (let i = from; i < to; i++) {
    const value = values[i];
    if (typeof value !== "number" || Number.isNaN(value)) continue;
    if (low < 0 || value < (values[low] as number)) low = i;
    if (high < 0 || value > (values[high] as number)) high = i;
  }
  return low < 0 ? [] : [low, high];
}
