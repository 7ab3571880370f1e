import { lines } from "../figures/lines.ts";
import { frequencyCount } from "../numerics/fourier.ts";
import { CONTROL_DRAWS, controlFrequencies } from "../quantities/control-frequencies.ts";
import type { FrequencyVariantName } from "../quantities/frequency-variants.ts";
import { restrictedScoresOfEach } from "../quantities/progress-losses.ts";
import * as column from "../tables/column.ts";
import * as field from "../tables/field.ts";
import { cyclicForm } from "../tasks/_cyclic.ts";
import { defineAnalyzer } from "./_analyzer.ts";
import { BLOCK_COLUMN, BLOCK_OPTIONS, CONCLUDED_BLOCK_COUNT } from "./_blocks.ts";
import { CONCLUDED_EPOCH, concludedEpoch, keysOf, keysSentence, lastRows } from "./_figures.ts";
import { CONCLUDED_KEYS, concludedKeys, hasFrequencies, KEY_OPTIONS, keysFinding, keysFor } from "./_keys.ts";
import {
  applicableVariants,
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
 * Restricted loss falls as the generalising circuit forms, long before test loss does: the circuit is there, and the
 * memorising one still drowns it.
 */
export default defineAnalyzer({
  name: "restricted-loss",
  title: "Restricted loss",
  question: "How well would the network do with its key frequencies alone?",
  source:
    "Nanda et al. 2023, arXiv:2301.05217, section 5.1, and its published code and notebooks; five variants, of which sum-directions is the published code's",
  options: { ...BLOCK_OPTIONS, ...KEY_OPTIONS, ...VARIANT_OPTIONS },
  columns: {
    ...BLOCK_COLUMN,
    variant: column.text<FrequencyVariantName>(`what is kept of the logits: ${VARIANT_MEANINGS}`),
    train_loss: column.optionalNumber("restricted, training pairs; null where split or keys are not known", "nats"),
    test_loss: column.optionalNumber("restricted, test pairs", "nats"),
    all_loss: column.optionalNumber("restricted, all pairs: the published choice", "nats"),
    ...sharedColumns("restricted", "all_loss of"),
  },
  summary: { series: ["block", "variant"], indices: ["block"], values: ["all_loss", "all_accuracy", "control_loss"] },
  forward: true,
  anyNetwork: true,
  applies: hasFrequencies,
  prepare: preparedKeys,
  measure: (model, { network, options, prepared }) => {
    const form = cyclicForm(network.task);
    if (!form) return [];
    const { keys } = keysFor(model, network, options, prepared);
    const draws = controlFrequencies(keys, frequencyCount(form.n));
    const each = applicableVariants(model, prepared, options).map((of) => {
      const restricted = (frequencies: readonly number[]) => ({ ...of, frequencies });
      return {
        of,
        ofKeys: keys.length > 0 ? [restricted(keys)] : [],
        ofControl: includes(options.control, of.variant) ? draws.map(restricted) : [],
      };
    });
    // Of all variants together, which have much in common.
    const all = each.flatMap(({ ofKeys, ofControl }) => [...ofKeys, ...ofControl]);
    const scores = restrictedScoresOfEach(model, network, form, all);
    const scoresOf = new Map(all.map((one, i) => [one, scores[i]]));
    return each.map(({ of: { block, variant }, ofKeys, ofControl }) => {
      return {
        block,
        variant,
        ...scoreCells(ofKeys[0] && scoresOf.get(ofKeys[0])),
        ...controlCells(ofControl.flatMap((one) => scoresOf.get(one)?.all?.loss ?? [])),
        keys,
        bias: "mean logits over all pairs kept",
        dtype: DTYPE,
      };
    });
  },
  conclusion: {
    ...CONCLUDED_EPOCH,
    ...CONCLUDED_KEYS,
    ...CONCLUDED_BLOCK_COUNT,
    ...LEFT_OUT,
    variants: field.records("the loss with the key frequencies alone, in each variant", {
      ...OF_VARIANT,
      all_loss: column.optionalNumber("over all pairs; null where there are no key frequencies", "nats"),
      all_accuracy: column.optionalNumber("over all pairs", "share"),
    }),
  },
  conclude: ({ rows }, { prepared }) => ({
    ...concludedEpoch(rows),
    ...concludedKeys(prepared, keysOf(rows)),
    block_count: prepared.blockCount,
    left_out: prepared.leftOut,
    variants: lastRows(rows).map(({ block, variant, control_loss, all_loss, all_accuracy }) => ({
      block,
      variant,
      control_loss,
      all_loss,
      all_accuracy,
    })),
  }),
  findings: (_, { conclusion: { epoch, key_frequencies, block_count, left_out, variants } }) => [
    keysFinding(key_frequencies),
    ...leftOutFindings(left_out),
    ...lossFindings(
      "restricted loss",
      "all pairs",
      epoch,
      ofVariants(variants, { block_count }).map((one) => ({ ...one, loss: one.all_loss })),
    ),
  ],
  figures: ({ columns, rows: given }, _, { conclusion }) => {
    const rows = ofVariants(given, conclusion);
    return [
      lines(withControl({ rows }, "all_loss"), {
        name: "restricted-loss",
        title: "Restricted loss",
        caption: `Loss over all pairs with the key frequencies and the mean logits alone, in each variant; control: variant ${PUBLISHED} with as many random other frequencies, mean of ${CONTROL_DRAWS} draws; ${DTYPE}. ${keysSentence(rows)}`,
        x: "epoch",
        y: ["loss"],
        series: "of",
        log: "y",
        axes: { y: "restricted loss (nats)" },
      }),
      lines(
        { columns, rows },
        {
          name: "restricted-accuracy",
          title: "Accuracy with the key frequencies alone",
          caption: `Share of all pairs that the key frequencies and the mean logits alone get right, in each variant. ${keysSentence(rows)}`,
          x: "epoch",
          y: ["all_accuracy"],
          series: "variant",
          axes: { y: "accuracy" },
        },
      ),
    ];
  },
});
