import { bars } from "../figures/bars.ts";
import { lines } from "../figures/lines.ts";
import { panels } from "../figures/panels.ts";
import {
  FORWARD_RULES,
  KEY_RULE_MEANINGS,
  KEY_RULES,
  type KeyRule,
  noKeysInWords,
  passing,
  sparseKeys,
} from "../quantities/key-frequencies.ts";
import { hasLogitMap } from "../quantities/of-block.ts";
import { spectrumGini } from "../quantities/spectrum.ts";
import { embeddingSpectra, logitMapSpectrum } from "../quantities/weight-spectra.ts";
import * as column from "../tables/column.ts";
import * as field from "../tables/field.ts";
import { cyclicForm } from "../tasks/_cyclic.ts";
import { defineAnalyzer } from "./_analyzer.ts";
import { askedBlocks, BLOCK_COLUMN, BLOCK_OPTIONS, blockPrefix, CONCLUDED_BLOCK_COUNT, ofBlock } from "./_blocks.ts";
import { atEpoch, CONCLUDED_EPOCH, concludedEpoch, lastRows } from "./_figures.ts";
import { hasFrequencies, NO_KEYS } from "./_keys.ts";
import * as option from "./_options.ts";

/**
 * A grokked network embeds the inputs on a few circles, cos w_k a and sin w_k a, and reads the answer off as many. Before
 * grokking the norms of W_E and W_L are spread over all frequencies; after it a handful of key frequencies hold nearly all.
 */
export default defineAnalyzer({
  name: "fourier",
  title: "Fourier spectra and key frequencies",
  question: "Which frequencies do the embedding and the neuron-logit map use, and when do they appear?",
  source:
    "Nanda et al. 2023, arXiv:2301.05217, sections 4.1 and 5; four published rules for key frequencies, of which logit-map is ours to start from",
  options: {
    ...BLOCK_OPTIONS,
    rules: option.choice(
      "checkpoints at which the rules neuron and cosine are asked: they need a forward pass each",
      ["last", "every"],
      "last",
    ),
  },
  columns: {
    ...BLOCK_COLUMN,
    frequency: column.integer("k, from 1 to ⌊n/2⌋; n = p, or p − 1 for · and /"),
    norm: column.number("√(cos² + sin²)", "weight"),
    matrix: column.text(
      "W_E (or W_x, W_y) over the inputs; W_L = W_out W_U of the block over the answers, past later blocks the direct path alone",
    ),
    cos: column.number("‖cos_k M‖ in the orthonormal basis", "weight"),
    sin: column.number("‖sin_k M‖ in the orthonormal basis", "weight"),
    gini_per_component: column.number("Gini of all cosine and sine norms of this matrix at this epoch"),
    gini_per_frequency: column.number("Gini of all frequency norms of this matrix at this epoch"),
    passes_logit_map: column.optionalBoolean(`whether it passes the rule logit-map: ${KEY_RULE_MEANINGS["logit-map"]}`),
    passes_embedding: column.optionalBoolean(`whether it passes the rule embedding: ${KEY_RULE_MEANINGS.embedding}`),
    passes_neuron: column.optionalBoolean(
      `whether it passes the rule neuron: ${KEY_RULE_MEANINGS.neuron}; null where not asked`,
    ),
    passes_cosine: column.optionalBoolean(
      `whether it passes the rule cosine: ${KEY_RULE_MEANINGS.cosine}; null where not asked`,
    ),
  },
  summary: { series: ["block", "matrix", "frequency"], indices: ["block"], values: ["norm"], top: 8 },
  forward: false,
  applies: hasFrequencies,
  prepare: (run, options) => askedBlocks(run, options),
  measure: (model, { network: { task }, last, options, prepared: { blocks } }) => {
    const form = cyclicForm(task);
    if (!form) return [];
    const asked = KEY_RULES.filter((rule) => options.rules === "every" || last || !FORWARD_RULES.includes(rule));
    const answers = new Map(asked.map((rule) => [rule, passing(model, form, rule)]));
    const passes = (rule: KeyRule, i: number) => answers.get(rule)?.[i] ?? null;
    const mapped = blocks.filter((block) => hasLogitMap(model.architecture, block) === true);
    const spectra = [
      ...embeddingSpectra(model, form).map((one) => ({ block: null, ...one })),
      ...mapped.map((block) => ({ block, name: "W_L", spectrum: logitMapSpectrum(model, form, block) })),
    ];
    return spectra.flatMap(({ block, name, spectrum }) => {
      const { perComponent, perFrequency } = spectrumGini(spectrum, form.n);
      return Array.from(spectrum.norm, (norm, i) => ({
        block,
        frequency: i + 1,
        norm,
        matrix: name,
        cos: spectrum.cos[i],
        sin: spectrum.sin[i],
        gini_per_component: perComponent,
        gini_per_frequency: perFrequency,
        passes_logit_map: passes("logit-map", i),
        passes_embedding: passes("embedding", i),
        passes_neuron: passes("neuron", i),
        passes_cosine: passes("cosine", i),
      }));
    });
  },
  conclusion: {
    ...CONCLUDED_EPOCH,
    ...CONCLUDED_BLOCK_COUNT,
    rules: field.records("the key frequencies by each rule", {
      rule: column.text<KeyRule>("its name"),
      keys: column.integers("the key frequencies; none where there are none"),
      none: NO_KEYS,
    }),
    matrices: field.records("how few frequencies each matrix uses", {
      ...BLOCK_COLUMN,
      matrix: column.text("W_E (or W_x, W_y) over the inputs; W_L over the answers"),
      gini_per_frequency: column.number("Gini of all frequency norms"),
      gini_per_component: column.number("Gini of all cosine and sine norms"),
    }),
  },
  conclude: ({ rows }, { prepared: { blockCount } }) => {
    const last = lastRows(rows);
    return {
      ...concludedEpoch(rows),
      block_count: blockCount,
      rules: KEY_RULES.map((rule) => keysBy(rule, last)),
      // Every frequency has those of its matrix.
      matrices: last
        .filter(({ frequency }) => frequency === 1)
        .map(({ block, matrix, gini_per_frequency, gini_per_component }) => ({
          block,
          matrix,
          gini_per_frequency,
          gini_per_component,
        })),
    };
  },
  findings: (_, { conclusion: { block_count, rules, matrices } }) => [
    ...rules.map(({ rule, keys, none }) => ({
      label: `key frequencies, ${rule}`,
      value: none === null ? keys : `none: ${noKeysInWords(none)}`,
    })),
    ...matrices.flatMap(({ block, matrix, gini_per_frequency, gini_per_component }) =>
      ofBlock(block, block_count, [
        { label: `Gini of ${matrix}, per frequency`, value: gini_per_frequency },
        { label: `Gini of ${matrix}, per component`, value: gini_per_component },
      ]),
    ),
  ],
  figures: ({ columns, rows: given }, _, { conclusion }) => {
    const rows = given.map((row) => ({
      ...row,
      matrix: `${blockPrefix(row.block, conclusion?.block_count ?? 1)}${row.matrix}`,
    }));
    const last = lastRows(rows);
    const { keys } = keysBy("logit-map", last);
    const matrices = [...new Set(rows.map(({ matrix }) => matrix))];
    const found = keys.length > 0 ? `key frequencies ${keys.join(", ")}` : "key frequencies, of which there are none";
    const coloured = `In colour: the ${found}, rule logit-map ${atEpoch(rows)}. W_L = W_out W_U.`;
    const isKey = ({ frequency }: { readonly frequency: number }) => keys.includes(frequency);
    const of = (matrix: string, some: readonly (typeof rows)[number][]) => ({
      columns,
      rows: some.filter((row) => row.matrix === matrix),
    });
    return [
      panels(
        matrices.map((matrix) =>
          lines(of(matrix, rows), {
            name: "norms",
            title: matrix,
            caption: "",
            x: "epoch",
            y: ["norm"],
            series: "frequency",
            frequency: "frequency",
            background: (row) => !isKey(row),
            backgroundName: "other frequencies",
          }),
        ),
        {
          name: "norms",
          title: "Frequencies over training",
          caption: `Norm √(cos² + sin²) of each frequency of each matrix. ${coloured}`,
          columns: 2,
        },
      ),
      panels(
        matrices.map((matrix) =>
          bars(of(matrix, last), {
            name: "spectrum",
            title: matrix,
            caption: "",
            x: "frequency",
            y: ["cos", "sin"],
            highlight: isKey,
            frequency: "frequency",
            axes: { x: "frequency k", y: "norm (weight)" },
          }),
        ),
        {
          name: "spectrum",
          title: "Fourier spectra",
          caption: `Norms ‖cos_k M‖ (left, dark) and ‖sin_k M‖ (right, pale) of each frequency k of each matrix, in the orthonormal basis, ${atEpoch(rows)}. ${coloured}`,
          columns: 1,
        },
      ),
    ];
  },
});

type Passes = { readonly matrix: string; readonly [rule: `passes_${string}`]: boolean | null };

/** The keys among the rows of one checkpoint by one rule, or why there are none. */
function keysBy(rule: KeyRule, rows: readonly Passes[]) {
  const passes = rows
    // Every matrix has the same of each frequency.
    .filter(({ matrix }) => matrix === rows[0].matrix)
    .map((row) => row[`passes_${rule.replace("-", "_")}`] === true);
  const { keys, none = null } = sparseKeys(rule, passes);
  return { rule, keys, none };
}
