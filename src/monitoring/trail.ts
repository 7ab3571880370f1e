/** Points kept: enough for a level a third of the way back, and few enough for a run of any length. */
const CAPACITY = 512;

/**
 * A course in bounded memory: every point until there are 512, then every second, every fourth, … of all, spread over the
 * course as the points are. The latest is the caller's.
 */
export class Trail<T extends { readonly epoch: number }> {
  readonly #points: T[] = [];
  #stride = 1;
  /** Points so far, kept or not. */
  count = 0;

  push(point: T): void {
    if (this.count++ % this.#stride !== 0) return;
    this.#points.push(point);
    if (this.#points.length < CAPACITY) return;
    for (let i = 0; 2 * i < CAPACITY; i++) this.#points[i] = this.#points[2 * i];
    this.#points.length = CAPACITY / 2;
    this.#stride *= 2;
  }

  get points(): readonly T[] {
    return this.#points;
  }

  /** How many points one that is kept stands for. */
  get stride(): number {
    return this.#stride;
  }

  /** The place of the first kept point at or after an epoch. */
  from(epoch: number): number {
    let [low, high] = [0, this.#points.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#points[middle].epoch < epoch) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
