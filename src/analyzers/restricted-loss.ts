import { lines } from "../figures/lines.ts";
import { frequencyCount } from "../numerics/fourier.ts";
import { mean } from "../numerics/statistics.ts";
import { controlFrequencies } from "../quantities/control-frequencies.ts";
import type { FrequencyVariantName } from "../quantities/frequency-variants.ts";
import { restrictedScores, type Scores } from "../quantities/progress-losses.ts";
import * as column from "../tables/column.ts";
import { cyclicForm } from "../tasks/_cyclic.ts";
import { defineAnalyzer, type Finding } from "./_analyzer.ts";
import { hasFrequencies, KEY_OPTIONS, keysFinding, keysFor } from "./_keys.ts";
import {
  applicableVariants,
  CONTROL,
  CONTROL_OPTION,
  DTYPE,
  PUBLISHED,
  preparedKeys,
  VARIANT_MEANINGS,
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
  options: { ...KEY_OPTIONS, ...CONTROL_OPTION },
  columns: {
    variant: column.text<FrequencyVariantName>(`what is kept of the logits: ${VARIANT_MEANINGS}`),
    keys: column.text("the frequencies kept; empty where there are none"),
    train_loss: column.optionalNumber("restricted, training pairs; null where split or keys are not known", "nats"),
    test_loss: column.optionalNumber("restricted, test pairs", "nats"),
    all_loss: column.optionalNumber("restricted, all pairs: the published choice", "nats"),
    train_accuracy: column.optionalNumber("restricted, training pairs", "share"),
    test_accuracy: column.optionalNumber("restricted, test pairs", "share"),
    all_accuracy: column.optionalNumber("restricted, all pairs", "share"),
    control_loss: column.optionalNumber(`all_loss with ${CONTROL}: their mean`, "nats"),
    control_least: column.optionalNumber("the least of the draws", "nats"),
    control_most: column.optionalNumber("the largest of the draws", "nats"),
    bias: column.text("what is kept besides the frequencies"),
    dtype: column.text("arithmetic of the loss"),
  },
  summary: { series: ["variant"], values: ["all_loss", "all_accuracy", "control_loss"] },
  forward: true,
  applies: hasFrequencies,
  prepare: preparedKeys,
  measure: (model, { network, options, prepared }) => {
    const form = cyclicForm(network.task);
    if (!form) return [];
    const { keys } = keysFor(model, network, options, prepared);
    const draws = controlFrequencies(keys, frequencyCount(form.n));
    return applicableVariants(model).map((variant) => {
      const scores = (frequencies: readonly number[]): Scores =>
        restrictedScores(model, network, form, variant, frequencies);
      const kept = keys.length > 0 ? scores(keys) : undefined;
      const controls = options.control === "every" || variant === PUBLISHED ? draws : [];
      const control = controls.flatMap((draw) => scores(draw).all?.loss ?? []);
      return {
        variant,
        keys: keys.join(" "),
        train_loss: kept?.train?.loss ?? null,
        test_loss: kept?.test?.loss ?? null,
        all_loss: kept?.all?.loss ?? null,
        train_accuracy: kept?.train?.accuracy ?? null,
        test_accuracy: kept?.test?.accuracy ?? null,
        all_accuracy: kept?.all?.accuracy ?? null,
        control_loss: control.length > 0 ? mean(control) : null,
        control_least: control.length > 0 ? Math.min(...control) : null,
        control_most: control.length > 0 ? Math.max(...control) : null,
        bias: "mean logits over all pairs",
        dtype: DTYPE,
      };
    });
  },
  findings: ({ rows }, { prepared }): readonly Finding[] => {
    const last = rows.filter(({ epoch }) => epoch === rows.at(-1)?.epoch);
    return [
      keysFinding(prepared),
      ...prepared.leftOut,
      ...last.flatMap(({ variant, epoch, all_loss, control_loss }): Finding[] =>
        all_loss === null
          ? []
          : [
              {
                label: `restricted loss, ${variant}, all pairs, at epoch ${epoch}`,
                value: all_loss,
                unit: control_loss === null ? "nats" : `nats (control ${control_loss.toPrecision(4)})`,
              },
            ],
      ),
    ];
  },
  figures: (table) => [
    lines(table, {
      name: "restricted-loss",
      caption: "Loss over all pairs with the key frequencies alone, in each variant; float64.",
      x: "epoch",
      y: ["all_loss"],
      series: "variant",
      log: "y",
    }),
  ],
});
