/** Medians of windows of one list, each reached from the window before: quick where windows move a little at a time. */
export class RunningMedian {
  readonly #values: ArrayLike<number>;
  /** The values of the window, ascending. */
  #sorted = new Float64Array(64);
  #size = 0;
  #start = 0;
  #end = 0;

  constructor(values: ArrayLike<number>) {
    this.#values = values;
  }

  /** The median of the values i with start ≤ i < end, or the mean of the two middle ones; NaN of nothing. */
  of(start: number, end: number): number {
    // With nothing in common it is quicker to begin anew.
    if (start >= this.#end || end <= this.#start) {
      [this.#start, this.#end, this.#size] = [start, start, 0];
    }
    while (this.#start > start) this.#insert(this.#values[--this.#start] as number);
    while (this.#end < end) this.#insert(this.#values[this.#end++] as number);
    while (this.#start < start) this.#remove(this.#values[this.#start++] as number);
    while (this.#end > end) this.#remove(this.#values[--this.#end] as number);
    const half = this.#size >> 1;
    const upper = this.#sorted[half] as number;
    // Halves first: the sum of two large values is not finite.
    return this.#size % 2 === 1 ? upper : (this.#sorted[half - 1] as number) / 2 + upper / 2;
  }

  #insert(value: number): void {
    if (this.#size === this.#sorted.length) {
      const larger = new Float64Array(2 * this.#size);
      larger.set(this.#sorted);
      this.#sorted = larger;
    }
    const at = this.#place(value);
    this.#sorted.copyWithin(at + 1, at, this.#size++);
    this.#sorted[at] = value;
  }

  #remove(value: number): void {
    const at = this.#place(value);
    this.#sorted.copyWithin(at, at + 1, this.#size--);
  }

  /** How many values of the window are less. */
  #place(value: number): number {
    let [low, high] = [0, this.#size];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#sorted[middle] as number) < value) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
