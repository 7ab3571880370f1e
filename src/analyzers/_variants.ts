import type { Model } from "../networks/model.ts";
import { mean } from "../numerics/statistics.ts";
import { CONTROL_DRAWS } from "../quantities/control-frequencies.ts";
import {
  FREQUENCY_VARIANT_NAMES,
  FREQUENCY_VARIANTS,
  type FrequencyVariant,
  type FrequencyVariantName,
} from "../quantities/frequency-variants.ts";
import { hasLogitMap } from "../quantities/of-block.ts";
import type { Scores } from "../quantities/progress-losses.ts";
import { modelAt } from "../runs/model-at.ts";
import type { Run } from "../runs/run.ts";
import * as column from "../tables/column.ts";
import * as field from "../tables/field.ts";
import type { Finding } from "./_analyzer.ts";
import { type AskedBlocks, askedBlocks, BLOCK_COLUMN, type BLOCK_OPTIONS } from "./_blocks.ts";
import { type ChosenKeys, chosenKeys, type KEY_OPTIONS } from "./_keys.ts";
import type { Values } from "./_options.ts";
import * as option from "./_options.ts";

/** Every variant with what it projects, for the description of a column. */
export const VARIANT_MEANINGS = FREQUENCY_VARIANT_NAMES.map(
  (name) => `${name} (${FREQUENCY_VARIANTS[name].projection})`,
).join("; ");

/** The variant of the published code, and of its curves. */
export const PUBLISHED: FrequencyVariantName = "sum-directions";

/** Which variants are asked, and which have a control beside them: half of the work, were it every one. */
export const VARIANT_OPTIONS = {
  variants: option.choice("which definitions", ["every", ...FREQUENCY_VARIANT_NAMES], "every"),
  control: option.choice("variants that random frequencies are tried in too", [PUBLISHED, "every", "none"], PUBLISHED),
};

/** Whether a variant is among those that an option names. */
export function includes(named: FrequencyVariantName | "every" | "none", variant: FrequencyVariantName): boolean {
  return named === "every" || named === variant;
}

/** The arithmetic of every progress measure's loss: of float32 logits, in float64. */
export const DTYPE = "float64";

/** A variant, and the block whose neurons it is of; null where it is of none. */
export interface BlockVariant {
  readonly variant: FrequencyVariantName;
  readonly block: number | null;
}

/** The variants that are asked and that this network has, one of neurons for each block asked for that has a W_L. */
export function applicableVariants(
  model: Model,
  { blocks }: AskedBlocks,
  { variants }: Pick<Values<typeof VARIANT_OPTIONS>, "variants"> = { variants: "every" },
): readonly BlockVariant[] {
  const known = FREQUENCY_VARIANT_NAMES.filter(
    (name) => includes(variants, name) && reasonAgainst(model, name) === true,
  );
  return known.flatMap((variant): readonly BlockVariant[] => {
    const { ofEachBlock }: FrequencyVariant = FREQUENCY_VARIANTS[variant];
    if (!ofEachBlock) return [{ variant, block: null }];
    const mapped = blocks.filter((block) => hasLogitMap(model.architecture, block) === true);
    return mapped.map((block) => ({ variant, block }));
  });
}

/** A variant with its block, where the network has several. */
export function variantName(
  { variant, block }: { readonly variant: string; readonly block: number | null },
  blockCount = 1,
): string {
  return blockCount > 1 && block !== null ? `${variant}, block ${block}` : variant;
}

/** Rows whose variant is named with its block, as series of a figure. */
export function ofVariants<R extends { readonly variant: string; readonly block: number | null }>(
  rows: readonly R[],
  conclusion: { readonly block_count: number } | undefined,
) {
  return rows.map((row) => ({ ...row, variant: variantName(row, conclusion?.block_count) }));
}

/** What the measures of a set of frequencies are told before the first checkpoint. Plain JSON. */
export interface PreparedKeys extends ChosenKeys, AskedBlocks {
  /** The variants that this network does not have. */
  readonly leftOut: readonly LeftOut[];
}

/** Which variants a network does not have, as a field of a conclusion. */
export const LEFT_OUT = {
  left_out: field.records("the variants that the network does not have", {
    variant: column.text<FrequencyVariantName>("which one"),
    reason: column.text("why it does not have it"),
  }),
};
type LeftOut = field.FieldValues<typeof LEFT_OUT>["left_out"][number];

/** The key frequencies, and which variants are left out. */
export function preparedKeys(run: Run, options: Values<typeof KEY_OPTIONS & typeof BLOCK_OPTIONS>): PreparedKeys {
  const last = run.checkpoints.at(-1);
  const model = last && modelAt(run, last);
  const leftOut = FREQUENCY_VARIANT_NAMES.flatMap((variant): LeftOut[] => {
    const reason = model ? reasonAgainst(model, variant) : true;
    return reason === true ? [] : [{ variant, reason }];
  });
  return { ...chosenKeys(run, options), ...askedBlocks(run, options), leftOut };
}

/** The variants that are left out, a line each. */
export function leftOutFindings(leftOut: readonly LeftOut[]): readonly Finding[] {
  return leftOut.map(({ variant, reason }) => ({ label: `variant ${variant}`, value: `left out: ${reason}` }));
}

function reasonAgainst(model: Model, name: FrequencyVariantName): true | string {
  const { applies }: FrequencyVariant = FREQUENCY_VARIANTS[name];
  return applies?.(model) ?? true;
}

/** Loss and accuracy over each part of the split, as cells; null where there is none. */
export function scoreCells(scores?: Scores) {
  return {
    train_loss: scores?.train?.loss ?? null,
    test_loss: scores?.test?.loss ?? null,
    all_loss: scores?.all?.loss ?? null,
    train_accuracy: scores?.train?.accuracy ?? null,
    test_accuracy: scores?.test?.accuracy ?? null,
    all_accuracy: scores?.all?.accuracy ?? null,
  };
}

/** The columns of a control, and the accuracies: alike for restricted and excluded loss. */
export function sharedColumns(measure: string, controlled: string) {
  return {
    train_accuracy: column.optionalNumber(`${measure}, training pairs`, "share"),
    test_accuracy: column.optionalNumber(`${measure}, test pairs`, "share"),
    all_accuracy: column.optionalNumber(`${measure}, all pairs`, "share"),
    control_loss: column.optionalNumber(
      `${controlled} ${CONTROL_DRAWS} draws of as many random frequencies that are no keys: their mean`,
      "nats",
    ),
    control_least: column.optionalNumber("the least of the draws", "nats"),
    control_most: column.optionalNumber("the largest of the draws", "nats"),
    keys: column.integers("the key frequencies"),
    bias: column.text("what is kept or removed besides the frequencies"),
    dtype: column.text("arithmetic of the loss"),
  };
}

/** The losses of a control's draws, as cells. */
export function controlCells(losses: readonly number[]) {
  const known = losses.length > 0;
  return {
    control_loss: known ? mean(losses) : null,
    control_least: known ? Math.min(...losses) : null,
    control_most: known ? Math.max(...losses) : null,
  };
}

interface Controlled {
  readonly epoch: number;
  readonly variant: string;
  readonly control_loss: number | null;
  readonly train_loss: number | null;
  readonly all_loss: number | null;
}

/** What is drawn of each variant's loss, with the control of the published one beside it: epoch, of, loss. */
export function withControl({ rows }: { readonly rows: readonly Controlled[] }, measure: "train_loss" | "all_loss") {
  const columns = {
    epoch: column.integer("epoch of the checkpoint"),
    of: column.text("the variant, or control"),
    loss: column.optionalNumber("its loss", "nats"),
  };
  const controls = rows.filter(({ variant, control_loss }) => variant === PUBLISHED && control_loss !== null);
  return {
    columns,
    rows: [
      ...rows.map((row) => ({ epoch: row.epoch, of: row.variant, loss: row[measure] })),
      ...controls.map(({ epoch, control_loss }) => ({ epoch, of: "control", loss: control_loss })),
    ],
  };
}

/** What restricted and excluded loss conclude of each variant, besides the loss itself. */
export const OF_VARIANT = {
  ...BLOCK_COLUMN,
  variant: column.text<FrequencyVariantName>("the definition"),
  control_loss: column.optionalNumber("with random frequencies: mean of the draws; null where none are drawn", "nats"),
};

/** A loss of the key frequencies in one variant, with its control where there is one; nothing where there are no keys. */
export function lossFindings(
  what: string,
  pairs: string,
  epoch: number,
  losses: readonly { readonly variant: string; readonly loss: number | null; readonly control_loss: number | null }[],
): readonly Finding[] {
  return losses.flatMap(({ variant, loss, control_loss }) => {
    if (loss === null) return [];
    const note = control_loss === null ? {} : { note: `control ${control_loss.toPrecision(4)}` };
    return [{ label: `${what}, ${variant}, ${pairs}, at epoch ${epoch}`, value: loss, unit: "nats", ...note }];
  });
}
