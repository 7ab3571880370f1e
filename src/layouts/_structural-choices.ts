import { type Facts, numberFact } from "./_facts.ts";
import type { Reading } from "./_layout.ts";

/** Ways of reading that are listed at most, the likeliest of them. */
const MAX_LISTED = 4096;

type Options = Readonly<Record<string, readonly unknown[]>>;
type Pick<O extends Options> = { readonly [K in keyof O]: O[K][number] };

/** One of each list, and which one it is of each. */
export interface Picked<O extends Options> {
  readonly pick: Pick<O>;
  readonly options: Readonly<Record<string, number>>;
}

/** Every way to pick one of each list, the likeliest first: each list is in order of plausibility. */
export function picks<O extends Options>(lists: O): readonly Picked<O>[] {
  type Way = {
    readonly cost: number;
    readonly pick: Record<string, unknown>;
    readonly options: Record<string, number>;
  };
  let all: readonly Way[] = [{ cost: 0, pick: {}, options: {} }];
  for (const [key, list] of Object.entries(lists)) {
    all = all
      .flatMap(({ cost, pick, options }) =>
        list.map((value, i) => ({
          cost: cost + i,
          pick: { ...pick, [key]: value },
          options: { ...options, [key]: i },
        })),
      )
      .toSorted((a, b) => a.cost - b.cost)
      .slice(0, MAX_LISTED);
  }
  return all.map(({ pick, options }) => ({ pick: pick as Pick<O>, options }));
}

/**
 * A reading with its choices in words. It makes its views when asked: of many readings one is kept, and each checkpoint
 * of a run is read anew.
 */
export function structuralReading(reading: Omit<Reading, "weights">, weights: () => Reading["weights"]): Reading {
  let made: Reading["weights"] | undefined;
  return {
    ...reading,
    get weights() {
      made ??= weights();
      return made;
    },
  };
}

/** p as the user states it, else as the configuration does. */
export function statedP(facts: Facts): number | undefined {
  if (facts.p !== undefined) return facts.p;
  // A dropout may be called p too.
  const stated = numberFact(facts, "p", "prime", "P", "modulus", "mod", "C");
  return stated !== undefined && Number.isInteger(stated) && stated >= 2 ? stated : undefined;
}

/** "layers.0.Wq.weight read as nn.Linear [out, in]", for matrices whose shape does not tell. */
export function orientationWords(name: string, outIn: boolean): string {
  return `${name} read as ${outIn ? "nn.Linear [out, in]" : "[in, out]"}`;
}
