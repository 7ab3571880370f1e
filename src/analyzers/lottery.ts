import { binomialTail } from "../numerics/binomial.ts";
import { frequencyCount } from "../numerics/fourier.ts";
import { hypergeometricTail } from "../numerics/hypergeometric.ts";
import { noKeysInWords } from "../quantities/key-frequencies.ts";
import { hits } from "../quantities/lottery/hits.ts";
import { writtenFrequencies } from "../quantities/lottery/outcome.ts";
import {
  drawnFrequencies,
  rankedFrequencies,
  TICKET_RULE_NAMES,
  TICKET_RULES,
  type TicketRule,
  tickets,
} from "../quantities/lottery/tickets.ts";
import { hasPreactivationWaves } from "../quantities/neuron-waves/preactivation-waves.ts";
import { modelAt } from "../runs/model-at.ts";
import * as column from "../tables/column.ts";
import * as field from "../tables/field.ts";
import { cyclicForm } from "../tasks/_cyclic.ts";
import { defineAnalyzer, type Finding } from "./_analyzer.ts";
import { CONCLUDED_EPOCH, concludedEpoch } from "./_figures.ts";
import { type ChosenKeys, chosenKeys, hasFrequencies, KEY_OPTIONS, NO_KEYS } from "./_keys.ts";
import { lotteryFigures } from "./_lottery-figures.ts";
import * as option from "./_options.ts";

/** Share of what it writes that a neuron's frequency must have for the neuron to count: He et al.'s neurons have nearly all. */
const SETTLED = 0.8;
/** The largest chance that any of the rules seems to foretell where none does: one side of 95 %. */
const FORETELLS = 0.025;
/** A rule foretells half of what became of the neurons. */
const HALF = 0.5;

/** What became of the neurons, and of the network. Plain JSON. */
interface Outcome {
  /** The frequency that each neuron writes at the last checkpoint; 0 where it does not count. */
  readonly became: readonly number[];
  readonly chosen: ChosenKeys;
}

/**
 * Within a neuron the frequencies compete from the first step on, and each grows by the product of the others' coefficients: the
 * one that begins with the largest, at the phases that already fit, wins. What that foretells is held against what became.
 */
export default defineAnalyzer({
  name: "lottery",
  title: "The lottery of frequencies",
  question: "Can it be told beforehand which frequency each neuron, and the network, will end with?",
  source:
    "He et al. 2026, arXiv:2602.16849: product rule and misalignment; ours besides: the overlap rule, single magnitudes, key frequencies of the network, chance of three kinds, one-block transformers by their mean pre-activations",
  options: {
    settled: option.number(
      "share of what it writes that one frequency must have at the last checkpoint for a neuron to count",
      [0, 1],
      SETTLED,
    ),
    keys: KEY_OPTIONS.keys,
    rule: KEY_OPTIONS.rule,
  },
  columns: {
    rule: column.text<TicketRule>(
      `what the frequencies of a neuron are ranked by: ${TICKET_RULE_NAMES.map((rule) => `${rule}, ${TICKET_RULES[rule]}`).join("; ")}`,
    ),
    neurons: column.integer("neurons that count: at the last checkpoint they write one frequency"),
    right: column.integer("of how many of them the rule foretells that frequency"),
    right_share: column.optionalNumber("that of those that count; null where none does", "share"),
    right_low: column.optionalNumber(
      "lower end of its interval of 95 % (Wilson), were the neurons independent",
      "share",
    ),
    right_high: column.optionalNumber("upper end", "share"),
    shuffled_share: column.optionalNumber(
      "the same with the predictions handed out to the neurons at random, mean over all ways to do so",
      "share",
    ),
    chance_share: column.number("1 / number of frequencies", "share"),
    majority_share: column.optionalNumber(
      "neurons that count which ended with the most common frequency: calling it for all, in hindsight",
      "share",
    ),
    keys: column.integers(
      "as many frequencies as there are final key ones, of the largest scores summed over the neurons whose scores are numbers; none where there are none",
    ),
    key_share: column.optionalNumber(
      "share of the final key frequencies among them; null where there are none, or nothing is foretold",
      "share",
    ),
    key_chance: column.optionalNumber("that share in the mean of as many frequencies at random", "share"),
    key_p: column.optionalNumber("how probable so many or more are, of as many at random (hypergeometric)", "share"),
  },
  summary: { series: ["rule"], values: ["right_share", "key_share"] },
  forward: "neurons",
  applies: (run) => {
    const frequencies = hasFrequencies(run);
    return frequencies === true && run.network ? hasPreactivationWaves(run.network.architecture) : frequencies;
  },
  prepare: (run, { settled, keys, rule }): Outcome => {
    const chosen = chosenKeys(run, { keys, rule, keysAt: "last" });
    const last = run.checkpoints.at(-1);
    const form = run.network && cyclicForm(run.network.task);
    return { became: last && form ? writtenFrequencies(modelAt(run, last), form, settled) : [], chosen };
  },
  measure: (model, { network: { task }, prepared: { became, chosen } }) => {
    const form = cyclicForm(task);
    if (!form) return [];
    const frequencies = frequencyCount(form.n);
    const keys = chosen.keys ?? [];
    const scores = tickets(model, form);
    return TICKET_RULE_NAMES.map((rule) => {
      const found = hits(drawnFrequencies(scores[rule], became.length), became);
      const foretold = rankedFrequencies(scores[rule], became.length).slice(0, keys.length);
      const among = foretold.filter((k) => keys.includes(k)).length;
      // Of scores that are no numbers nothing is foretold.
      const ofKeys = foretold.length > 0;
      return {
        rule,
        neurons: found.neurons,
        right: found.right,
        right_share: found.share,
        right_low: found.interval?.[0] ?? null,
        right_high: found.interval?.[1] ?? null,
        shuffled_share: found.shuffled,
        chance_share: 1 / frequencies,
        majority_share: found.majority,
        keys: foretold.toSorted((x, y) => x - y),
        key_share: ofKeys ? among / keys.length : null,
        key_chance: ofKeys ? keys.length / frequencies : null,
        key_p: ofKeys ? hypergeometricTail(among, frequencies, keys.length, keys.length) : null,
      };
    });
  },
  conclusion: {
    ...CONCLUDED_EPOCH,
    first_epoch: column.integer("the first checkpoint, at which what follows is foretold"),
    all_neurons: column.integer("how many neurons there are"),
    neurons: column.integer("how many count: at the last checkpoint they write one frequency"),
    frequencies: column.integer("how many there are to choose from"),
    final_frequencies: column.integers("that those neurons have at the last checkpoint"),
    chance_share: column.number("1 / number of frequencies", "share"),
    majority_share: column.optionalNumber("calling the most common final frequency for all, in hindsight", "share"),
    rules: field.records("each rule at the first checkpoint", {
      rule: column.text<TicketRule>("what the frequencies of a neuron are ranked by"),
      right_share: column.optionalNumber("of the neurons that count; null where none does", "share"),
      interval: field.optionalRange("of 95 %, were the neurons independent"),
      shuffled_share: column.optionalNumber("with the same predictions handed out at random", "share"),
      p: column.optionalNumber(
        "how probable so many right or more are by the larger of the shuffled predictions and 1 / number of frequencies, were the neurons independent",
        "share",
      ),
      foretells: column.boolean(`whether p is under ${FORETELLS} / number of rules, as so many are tried`),
      half_epoch: column.optionalInteger(
        "the first checkpoint from which on it is right for half of the neurons that count; null where it is not at the last",
      ),
    }),
    key_frequencies: field.record("which frequencies the network ends with", {
      final: column.integers("key frequencies of the last checkpoint; none where there are none"),
      none: NO_KEYS,
      foretold: column.integers("by the product rule at the first checkpoint, as many"),
      right: column.integer("how many of the final ones are among them"),
      chance: column.optionalNumber("how many would be of as many at random, in the mean; null where there are none"),
      p: column.optionalNumber("how probable so many or more are at random", "share"),
    }),
  },
  conclude: ({ rows }, { prepared: { became, chosen } }) => {
    const first = rows.filter(({ epoch }) => epoch === rows[0].epoch);
    const keys = chosen.keys ?? [];
    const product = first[TICKET_RULE_NAMES.indexOf("product")];
    return {
      ...concludedEpoch(rows),
      first_epoch: rows[0].epoch,
      all_neurons: became.length,
      neurons: product.neurons,
      frequencies: Math.round(1 / product.chance_share),
      final_frequencies: [...new Set(became.filter((k) => k > 0))].toSorted((x, y) => x - y),
      chance_share: product.chance_share,
      majority_share: product.majority_share,
      rules: first.map(({ rule, neurons, right, right_share, right_low, right_high, shuffled_share, chance_share }) => {
        const p = shuffled_share === null ? null : binomialTail(right, neurons, Math.max(chance_share, shuffled_share));
        return {
          rule,
          right_share,
          interval: right_low === null || right_high === null ? null : ([right_low, right_high] as const),
          shuffled_share,
          p,
          foretells: p !== null && p < FORETELLS / first.length,
          half_epoch: halfEpoch(rows.filter((row) => row.rule === rule)),
        };
      }),
      key_frequencies: {
        final: keys,
        none: chosen.none,
        foretold: product.keys,
        right: product.keys.filter((k) => keys.includes(k)).length,
        chance: product.key_chance === null ? null : product.key_chance * keys.length,
        p: product.key_p,
      },
    };
  },
  findings: (_, { conclusion }) => {
    const { epoch, first_epoch, all_neurons, neurons, chance_share, majority_share, rules } = conclusion;
    const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
    const beside = `chance ${percent(chance_share)}, most common ${majority_share === null ? "none" : percent(majority_share)}`;
    return [
      { label: "neurons that count", value: `${neurons} of ${all_neurons}`, note: `one frequency at epoch ${epoch}` },
      ...rules.flatMap(({ rule, right_share, shuffled_share, foretells }): Finding[] =>
        right_share === null || shuffled_share === null
          ? []
          : [
              {
                label: `right at epoch ${first_epoch} by ${rule}`,
                value: right_share,
                unit: "share",
                note: `${beside}, shuffled ${percent(shuffled_share)}${foretells ? "" : ": no better"}`,
              },
            ],
      ),
      ...rules.flatMap(({ rule, half_epoch }): Finding[] =>
        rule !== "product" || neurons === 0
          ? []
          : [
              {
                label: "half of them right by product",
                value: half_epoch === null ? "not by the last checkpoint" : `from epoch ${half_epoch}`,
              },
            ],
      ),
      ofKeys(conclusion.key_frequencies, first_epoch),
    ];
  },
  figures: (table, _, { conclusion }) => lotteryFigures(table.rows, conclusion),
});

/** The epoch of the first row from which on every one is right for half of the neurons. */
function halfEpoch(rows: readonly { readonly epoch: number; readonly right_share: number | null }[]): number | null {
  const below = rows.findLastIndex(({ right_share }) => (right_share ?? 0) < HALF);
  return rows[below + 1]?.epoch ?? null;
}

interface ForetoldKeys {
  readonly final: readonly number[];
  readonly none: ChosenKeys["none"];
  readonly right: number;
  readonly chance: number | null;
  readonly p: number | null;
}

function ofKeys({ final, none, right, chance, p }: ForetoldKeys, epoch: number): Finding {
  const label = `key frequencies foretold at epoch ${epoch} by product`;
  if (none !== null || chance === null || p === null)
    return { label, value: none === null ? "there are none" : `there are none: ${noKeysInWords(none)}` };
  return {
    label,
    value: `${right} of ${final.length}`,
    note: `at random ${chance.toFixed(1)} in the mean, so many or more with probability ${p.toPrecision(2)}`,
  };
}
