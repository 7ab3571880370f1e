import type { Model } from "../models/_model.ts";
import { CONTROL_DRAWS } from "../quantities/control-frequencies.ts";
import {
  FREQUENCY_VARIANT_NAMES,
  FREQUENCY_VARIANTS,
  type FrequencyVariant,
  type FrequencyVariantName,
} from "../quantities/frequency-variants.ts";
import { modelAt } from "../runs/model-at.ts";
import type { Run } from "../runs/run.ts";
import type { Finding } from "./_analyzer.ts";
import { type ChosenKeys, chosenKeys, type KEY_OPTIONS } from "./_keys.ts";
import type { Values } from "./_options.ts";
import * as option from "./_options.ts";

/** Every variant with what it projects, for the description of a column. */
export const VARIANT_MEANINGS = FREQUENCY_VARIANT_NAMES.map(
  (name) => `${name} (${FREQUENCY_VARIANTS[name].projection})`,
).join("; ");

/** The variant of the published code, and of its curves. */
export const PUBLISHED: FrequencyVariantName = "sum-directions";

/** What a control is, for descriptions of columns. */
export const CONTROL = `${CONTROL_DRAWS} draws of as many random frequencies that are no keys`;

/** Which variants have a control beside them: half of the work, were it every one. */
export const CONTROL_OPTION = {
  control: option.choice("variants that random frequencies are tried in too", [PUBLISHED, "every"], PUBLISHED),
};

/** The arithmetic of every progress measure's loss: of float32 logits, in float64. */
export const DTYPE = "float64";

/** The variants that this network has. */
export function applicableVariants(model: Model): readonly FrequencyVariantName[] {
  return FREQUENCY_VARIANT_NAMES.filter((name) => reasonAgainst(model, name) === true);
}

/** What the measures of a set of frequencies are told before the first checkpoint. Plain JSON. */
export interface PreparedKeys extends ChosenKeys {
  /** The variants that this network does not have, with the reason. */
  readonly leftOut: readonly Finding[];
}

/** The key frequencies, and which variants are left out. */
export function preparedKeys(run: Run, options: Values<typeof KEY_OPTIONS>): PreparedKeys {
  const last = run.checkpoints.at(-1);
  const model = last && modelAt(run, last);
  const leftOut = FREQUENCY_VARIANT_NAMES.flatMap((name): Finding[] => {
    const reason = model ? reasonAgainst(model, name) : true;
    return reason === true ? [] : [{ label: `variant ${name}`, value: `left out: ${reason}` }];
  });
  return { ...chosenKeys(run, options), leftOut };
}

function reasonAgainst(model: Model, name: FrequencyVariantName): true | string {
  const { applies }: FrequencyVariant = FREQUENCY_VARIANTS[name];
  return applies?.(model) ?? true;
}
