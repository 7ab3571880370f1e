import type { Activation, Architecture } from "../networks/model.ts";
import { type Facts, numberFact, textFact } from "./_facts.ts";
import type { Reading } from "./_layout.ts";

/** Readings tried at most: each is run on all p² pairs, half a second at p = 113. */
export const MAX_READINGS = 64;

type Options = Readonly<Record<string, readonly unknown[]>>;
type Pick<O extends Options> = { readonly [K in keyof O]: O[K][number] };

/** Every way to pick one of each list, the likeliest first: each list is in order of plausibility. */
export function picks<O extends Options>(options: O): readonly Pick<O>[] {
  let all: readonly { readonly cost: number; readonly pick: Record<string, unknown> }[] = [{ cost: 0, pick: {} }];
  for (const [key, list] of Object.entries(options)) {
    all = all.flatMap(({ cost, pick }) =>
      list.map((value, i) => ({ cost: cost + i, pick: { ...pick, [key]: value } })),
    );
  }
  return all.toSorted((a, b) => a.cost - b.cost).map(({ pick }) => pick as Pick<O>);
}

/** The first `MAX_READINGS`, which say that there are more. */
export function bounded(readings: readonly Reading[]): readonly Reading[] {
  if (readings.length <= MAX_READINGS) return readings;
  const words = `the likeliest ${MAX_READINGS} of ${readings.length} readings were tried`;
  return readings
    .slice(0, MAX_READINGS)
    .map((reading) => structuralReading(reading.architecture, [...reading.choices, words], () => reading.weights));
}

/**
 * A reading with its choices in words. It makes its views when asked: of many readings one is kept, and each checkpoint
 * of a run is read anew.
 */
export function structuralReading(
  architecture: Architecture,
  choices: readonly string[],
  weights: () => Reading["weights"],
): Reading {
  let made: Reading["weights"] | undefined;
  return {
    architecture,
    choices,
    get weights() {
      made ??= weights();
      return made;
    },
  };
}

/** The activation that the configuration names, else those that are tried. */
export function activations(facts: Facts, tried: readonly Activation[]): readonly Activation[] {
  const words = textFact(
    facts,
    "act_fn",
    "act_type",
    "activation",
    "act",
    "non_linearity",
    "nonlinearity",
    "activation_fn",
  )?.toLowerCase();
  if (words === undefined) return tried;
  if (/^(gelu_(new|tanh|fast)|gelu_pytorch_tanh)$/.test(words)) return ["gelu_tanh"];
  if (/^(square|quad|quadratic|x\^2)$/.test(words)) return ["square"];
  return words === "relu" || words === "gelu" ? [words] : tried;
}

/** p as the user states it, else as the configuration does. */
export function statedP(facts: Facts): number | undefined {
  return facts.p ?? numberFact(facts, "p", "prime", "P", "modulus", "mod", "C");
}

/** "layers.0.Wq.weight read as nn.Linear [out, in]", for matrices whose shape does not tell. */
export function orientationWords(name: string, outIn: boolean): string {
  return `${name} read as ${outIn ? "nn.Linear [out, in]" : "[in, out]"}`;
}
