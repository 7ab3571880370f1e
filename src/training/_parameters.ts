/** A weight matrix [rows, columns], or a vector of one row, in the flat array that holds all parameters of a network. */
export interface Slot {
  readonly name: string;
  readonly rows: number;
  readonly columns: number;
  /** Index of its first value. */
  readonly offset: number;
}

/** All parameters of a network, one after the other. */
export interface ParameterPlan {
  readonly slots: readonly Slot[];
  /** Values in all. */
  readonly size: number;
}

/** Lays out matrices one after the other, in this order. */
export function parameterPlan(
  shapes: readonly (readonly [name: string, rows: number, columns: number])[],
): ParameterPlan {
  let offset = 0;
  const slots = shapes.map(([name, rows, columns]) => {
    const slot = { name, rows, columns, offset };
    offset += rows * columns;
    return slot;
  });
  return { slots, size: offset };
}

/** A parameter as its own part of the flat array: writing to it writes there. */
export type Parts = Readonly<Record<string, Float32Array>>;

/** The parts of a flat array, by name. */
export function partsOf({ slots }: ParameterPlan, flat: Float32Array): Parts {
  return Object.fromEntries(
    slots.map(({ name, rows, columns, offset }) => [name, flat.subarray(offset, offset + rows * columns)]),
  );
}
