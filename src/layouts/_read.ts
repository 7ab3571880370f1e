import { LayoutError, UsageError } from "../errors.ts";
import type { Facts } from "./_facts.ts";
import * as layouts from "./index.ts";
import type { Layout, Reading, StateDict } from "./_layout.ts";
import { checked } from "./_checked.ts";

const all: readonly Layout[] = Object.values(layouts);
/** The values of --layout. */
export const layoutNames: readonly string[] = all.map(({ name }) => name);

/** A layout that fits, and every reading of the tensors that it allows. */
export interface LayoutReadings {
  readonly layout: string;
  readonly readings: readonly Reading[];
  /** The weights of another checkpoint of the same run under reading number `at`. */
  readonly reread: (state: StateDict, at: number) => Reading["weights"];
}

/** Asks every layout, or the one named, for its readings of a state dict; `structural` only where no other has any. */
export function readingsOf(where: string, state: StateDict, facts: Facts, options: { readonly layout?: string }): LayoutReadings {
  if (options.layout !== undefined && !layoutNames.includes(options.layout)) {
    throw new UsageError("--layout", `"${options.layout}" is not a layout`, `choose one of ${layoutNames.join(", ")}`);
  }
  const asked = all.filter(({ name }) => options.layout === undefined || name === options.layout);
  for (const lastResort of [undefined, true] as const) {
    for (const layout of asked.filter((one) => one.lastResort === lastResort)) {
      const readings = layout.readings(state, facts);
      if (readings.length === 0) continue;
      for (const reading of readings) checked(where, reading);
      return { layout: layout.name, readings, reread: (other, at) => layout.readings(other, facts)[at].weights };
    }
  }
  throw new LayoutError(where, "no layout fits", `tensors: ${[...state].map(([name, { shape }]) => `${name} [${shape.join(", ")}]`).join(", ")}`);
}
