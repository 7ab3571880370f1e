import { lines } from "../figures/lines.ts";
import { frequencyCount } from "../numerics/fourier.ts";
import { CONTROL_DRAWS, controlFrequencies } from "../quantities/control-frequencies.ts";
import type { FrequencyVariantName } from "../quantities/frequency-variants.ts";
import { type Contribution, excludedScoresOfEach, type Over, type Scores } from "../quantities/progress-losses.ts";
import { losses } from "../quantities/split-losses.ts";
import * as column from "../tables/column.ts";
import * as field from "../tables/field.ts";
import { cyclicForm } from "../tasks/_cyclic.ts";
import { defineAnalyzer } from "./_analyzer.ts";
import { BLOCK_COLUMN, BLOCK_OPTIONS, CONCLUDED_BLOCK_COUNT } from "./_blocks.ts";
import { CONCLUDED_EPOCH, concludedEpoch, keysOf, keysSentence, lastRows, valued } from "./_figures.ts";
import { CONCLUDED_KEYS, concludedKeys, hasFrequencies, KEY_OPTIONS, keysFinding, keysFor } from "./_keys.ts";
import * as option from "./_options.ts";
import {
  applicableVariants,
  type BlockVariant,
  controlCells,
  DTYPE,
  includes,
  LEFT_OUT,
  leftOutFindings,
  lossFindings,
  OF_VARIANT,
  ofVariants,
  PUBLISHED,
  preparedKeys,
  scoreCells,
  sharedColumns,
  VARIANT_MEANINGS,
  VARIANT_OPTIONS,
  withControl,
} from "./_variants.ts";

/**
 * Excluded loss rises as the network comes to rely on its key frequencies on the very pairs that it has memorised: the
 * generalising circuit takes over. It falls for a long time while train loss falls faster, so the ratio is beside it.
 */
export default defineAnalyzer({
  name: "excluded-loss",
  title: "Excluded loss",
  question: "How much worse does the network do without its key frequencies, or without any one frequency?",
  source:
    "Nanda et al. 2023, arXiv:2301.05217, section 5.1, and its published code and notebooks; five variants, of which sum-directions is the published code's",
  options: {
    ...BLOCK_OPTIONS,
    ...KEY_OPTIONS,
    ...VARIANT_OPTIONS,
    each: option.choice(
      "variants in which every single frequency is removed too",
      [PUBLISHED, "every", "none"],
      PUBLISHED,
    ),
  },
  columns: {
    ...BLOCK_COLUMN,
    variant: column.text<FrequencyVariantName>(`what is removed from the logits: ${VARIANT_MEANINGS}`),
    frequency: column.optionalInteger("the one frequency removed; null where all key frequencies are"),
    train_loss: column.optionalNumber("excluded, training pairs: the published choice", "nats"),
    ratio: column.optionalNumber("train_loss over the train loss of the network as it is"),
    test_loss: column.optionalNumber("excluded, test pairs; null where one frequency is removed", "nats"),
    all_loss: column.optionalNumber(
      "excluded, all pairs; where one frequency is removed, only if the split is not known",
      "nats",
    ),
    ...sharedColumns("excluded", "train_loss without"),
  },
  summary: {
    series: ["block", "variant", "frequency"],
    indices: ["block"],
    values: ["train_loss", "ratio", "control_loss"],
    top: 6,
  },
  forward: true,
  anyNetwork: true,
  applies: hasFrequencies,
  prepare: preparedKeys,
  measure: (model, { network, options, prepared }) => {
    const form = cyclicForm(network.task);
    if (!form) return [];
    const every = Array.from({ length: frequencyCount(form.n) }, (_, i) => i + 1);
    const { keys } = keysFor(model, network, options, prepared);
    const draws = controlFrequencies(keys, every.length);
    const intact = losses(model, network).train;
    const row = (of: BlockVariant, frequency: number | null, scores?: Scores, control: number[] = []) => ({
      ...of,
      frequency,
      ratio: scores?.train && intact ? scores.train.loss / intact : null,
      ...scoreCells(scores),
      ...controlCells(control),
      keys,
      bias: "nothing else removed",
      dtype: DTYPE,
    });
    const each = applicableVariants(model, prepared, options).map((of) => {
      const without = (frequencies: readonly number[]) => ({ ...of, frequencies });
      const single = includes(options.each, of.variant) ? every : [];
      return {
        of,
        single,
        ofKeys: keys.length > 0 ? [without(keys)] : [],
        ofSingle: single.map((k) => without([k])),
        ofControl: includes(options.control, of.variant) ? draws.map(without) : [],
      };
    });
    // Of all variants together, which have much in common.
    const scoresOf = (contributions: readonly Contribution[], over?: Over) => {
      const scores = excludedScoresOfEach(model, network, form, contributions, over);
      return new Map(contributions.map((one, i) => [one, scores[i]]));
    };
    const whole = scoresOf(each.flatMap(({ ofKeys }) => ofKeys));
    const others = scoresOf(
      each.flatMap(({ ofSingle, ofControl }) => [...ofSingle, ...ofControl]),
      network.split ? "train" : "every part",
    );
    return each.flatMap(({ of, single, ofKeys, ofSingle, ofControl }) => {
      const controls = ofControl.flatMap((one) => others.get(one)?.train?.loss ?? []);
      return [
        row(of, null, ofKeys[0] && whole.get(ofKeys[0]), controls),
        ...single.map((k, i) => row(of, k, others.get(ofSingle[i]))),
      ];
    });
  },
  conclusion: {
    ...CONCLUDED_EPOCH,
    ...CONCLUDED_KEYS,
    ...CONCLUDED_BLOCK_COUNT,
    ...LEFT_OUT,
    variants: field.records("the loss without the key frequencies, in each variant", {
      ...OF_VARIANT,
      train_loss: column.optionalNumber("over the training pairs; null where they or the keys are not known", "nats"),
      ratio: column.optionalNumber("train_loss over the train loss of the network as it is"),
    }),
  },
  conclude: ({ rows }, { prepared }) => ({
    ...concludedEpoch(rows),
    ...concludedKeys(prepared, keysOf(rows)),
    block_count: prepared.blockCount,
    left_out: prepared.leftOut,
    variants: lastRows(rows)
      .filter(({ frequency }) => frequency === null)
      .map(({ block, variant, control_loss, train_loss, ratio }) => ({
        block,
        variant,
        control_loss,
        train_loss,
        ratio,
      })),
  }),
  findings: (_, { conclusion: { epoch, key_frequencies, block_count, left_out, variants } }) => [
    keysFinding(key_frequencies),
    ...leftOutFindings(left_out),
    ...lossFindings(
      "excluded loss",
      "training pairs",
      epoch,
      ofVariants(variants, { block_count }).map((one) => ({ ...one, loss: one.train_loss })),
    ),
  ],
  figures: ({ columns, rows: given }, _, { conclusion }) => {
    const rows = ofVariants(given, conclusion);
    const together = rows.filter(({ frequency }) => frequency === null);
    const each = rows.filter(({ frequency, variant }) => frequency !== null && variant === PUBLISHED);
    const [loss] = valued(rows, ["train_loss", "all_loss"]);
    const pairs = loss === "train_loss" ? "the training pairs" : "all pairs";
    const keys = keysOf(rows);
    return [
      lines(withControl({ rows: together }, loss), {
        name: "excluded-loss",
        title: "Excluded loss",
        caption: `Loss on ${pairs} without the key frequencies, in each variant; control: variant ${PUBLISHED} without as many random other frequencies, mean of ${CONTROL_DRAWS} draws; ${DTYPE}. ${keysSentence(rows)}`,
        x: "epoch",
        y: ["loss"],
        series: "of",
        log: "y",
        axes: { y: "excluded loss (nats)" },
      }),
      lines(
        { columns, rows: each },
        {
          name: "excluded-loss-by-frequency",
          title: "Loss without one frequency",
          caption: `Loss on ${pairs} without one frequency, each in turn, variant ${PUBLISHED}; ${DTYPE}. In colour: the key frequencies. ${keysSentence(rows)}`,
          x: "epoch",
          y: [loss],
          series: "frequency",
          frequency: "frequency",
          background: ({ frequency }) => !keys.includes(frequency ?? 0),
          backgroundName: "other frequencies",
          log: "y",
          axes: { y: "loss (nats)" },
        },
      ),
      lines(
        { columns, rows: together },
        {
          name: "excluded-loss-ratio",
          title: "Excluded loss over train loss",
          caption: `Loss on the training pairs without the key frequencies over that of the network as it is, in each variant; ${DTYPE}. ${keysSentence(rows)}`,
          x: "epoch",
          y: ["ratio"],
          series: "variant",
          log: "y",
          axes: { y: "excluded loss / train loss" },
        },
      ),
    ];
  },
});
