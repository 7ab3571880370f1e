import { cosineFits } from "../quantities/cosine-fits.ts";
import { edgeEffects, MOST_CUT } from "../quantities/edges/edge-effects.ts";
import { hasParts, type Part } from "../quantities/edges/parts.ts";
import * as column from "../tables/column.ts";
import * as field from "../tables/field.ts";
import { cyclicForm } from "../tasks/_cyclic.ts";
import { defineAnalyzer } from "./_analyzer.ts";
import { agreementOf, carriersOf, edgeName, handedOver, partsAt } from "./_edge-conclusion.ts";
import { edgeFigures } from "./_edge-figures.ts";
import { CARRIED, edgeRows, scaleOf } from "./_edge-rows.ts";
import { CONCLUDED_EPOCH, concludedEpoch, keysOf, lastRows } from "./_figures.ts";
import {
  CONCLUDED_KEYS,
  chosenKeys,
  concludedKeys,
  hasFrequencies,
  KEY_OPTIONS,
  keysFinding,
  keysFor,
} from "./_keys.ts";
import * as option from "./_options.ts";

const PART = (of: string) =>
  ({
    kind: column.text<Part["kind"]>(`what the edge comes ${of}: an input's embedding, a head, neurons, the logits`),
    block: column.optionalInteger("its block, or layer of neurons, from 0; null of inputs and logits"),
    name: column.text("which: a, b; head 0, …; k = … of a cluster, other frequencies, unclustered; logits"),
  }) as const;
const [FROM, TO] = [PART("from"), PART("to")];
/** The two ends of an edge. */
const ENDS = {
  from_kind: FROM.kind,
  from_block: FROM.block,
  from: FROM.name,
  to_kind: TO.kind,
  to_block: TO.block,
  to: TO.name,
};

/**
 * An edge carries a frequency where the frequency leaves the logits once the edge is cut. The rest of what carries the training
 * pairs' answers, which is of no key frequency, is the memorising part; seen over the epochs, one gives way to the other.
 */
export default defineAnalyzer({
  name: "edges",
  title: "Edges of the circuit",
  question: "Which edge, from embeddings to heads to neurons to logits, carries each key frequency?",
  source:
    "path patching: Wang et al. 2022, arXiv:2211.00593; Goldowsky-Dill et al. 2023, arXiv:2304.05969; ours has the mean over all pairs in place of another input; attribution patching: Nanda 2023; of edges: Syed et al. 2023, arXiv:2310.10348",
  options: {
    ...KEY_OPTIONS,
    exact: option.choice(
      `whether edges are cut one by one: auto where edges × p² are at most ${MOST_CUT}, else the gradient alone is taken`,
      ["auto", "always", "never"],
      "auto",
    ),
    attributed: option.choice(
      "at which checkpoints the gradient is taken where edges are cut too: the last, or every",
      ["last", "every"],
      "last",
    ),
  },
  columns: {
    ...ENDS,
    carries: column.text<"frequency" | "rest" | "all">(
      "frequency: α_k, the coefficient of cos(w_k(a ± b − c)) in the logits, all pairs; all: the right answer's logit less the mean of all, over training pairs (all where no split is known); rest: all less Σ α_k of the key frequencies, the memorising part; of no edge where there are no key frequencies",
    ),
    frequency: column.optionalInteger("k; null where it is of none"),
    whole: column.number("that quantity in the network as it is", "logits"),
    variance_share: column.optionalNumber(
      "of the logits, centred over the answers, that frequency k's cosine explains; null of rest and all",
      "share",
    ),
    exact: column.optionalNumber(
      "by how much it falls where the source's part of what the receiver reads is its mean over all pairs, all after it computed anew; float32 forward, float64 sums; null where edges are not cut",
      "logits",
    ),
    attributed: column.optionalNumber(
      "the same to first order: gradient times (activation less its mean), float64; null where it is not taken",
      "logits",
    ),
    share: column.optionalNumber(
      `exact, or else attributed, over whole; null of rest and all, and of a frequency whose variance_share is below ${CARRIED}`,
      "share",
    ),
    train_rise: column.optionalNumber(
      "rise of the training loss with the edge cut, float64; of the rows of all",
      "nats",
    ),
    test_rise: column.optionalNumber("rise of the test loss", "nats"),
    attributed_train_rise: column.optionalNumber("rise of the training loss to first order", "nats"),
    attributed_test_rise: column.optionalNumber("rise of the test loss to first order", "nats"),
    scale: column.number(
      "the largest sum of what edges into parts of one kind and block carry, over all epochs: the scale of the diagram",
      "logits",
    ),
    keys: column.integers("the key frequencies"),
  },
  summary: { series: ["carries", "from", "to", "frequency"], values: ["exact", "attributed", "share"], top: 8 },
  forward: "neurons",
  // Forty edges cut, each with 1.4 million exponentials, and the gradients take eight seconds.
  sparing: 6,
  applies: (run) => {
    const cyclic = hasFrequencies(run);
    return cyclic === true && run.network ? hasParts(run.network.architecture) : cyclic;
  },
  prepare: (run, options) => chosenKeys(run, options),
  measure: (model, { network, last, options, prepared }) => {
    const form = cyclicForm(network.task);
    if (!form) return [];
    const { keys } = keysFor(model, network, options, prepared);
    const method = { exact: options.exact, attributed: last || options.attributed === "every" };
    const { varianceShare } = cosineFits(model, form);
    return edgeRows(edgeEffects(model, network, form, keys, method), keys, (k) => varianceShare[k - 1]);
  },
  finish: (rows) => {
    const scale = scaleOf(rows);
    return rows.map((row) => ({ ...row, scale }));
  },
  conclusion: {
    ...CONCLUDED_EPOCH,
    ...CONCLUDED_KEYS,
    edges: column.integer("how many edges there are, those of parts without neurons among them"),
    cut: column.boolean("whether edges were cut at the last checkpoint; else the gradient alone says what they carry"),
    carriers: field.records(
      "of each key frequency that the network carries, the edge that carries most of it into each kind of part",
      {
        frequency: column.integer("which frequency, k"),
        ...ENDS,
        share: column.number("of the frequency", "share"),
      },
    ),
    not_carried: column.integers("key frequencies whose cosine explains less than a hundredth of the logits' variance"),
    agreement: field.optionalRecord(
      "cut and gradient compared, over edges and key frequencies; null where one was not had",
      {
        compared: column.integer("how many effects"),
        correlation: column.optionalNumber("Pearson's r; null where one of the two does not vary"),
        worst_exact: column.number("of the two that differ most, the exact effect", "logits"),
        worst_attributed: column.number("and the attributed one", "logits"),
        worst_frequency: column.integer("of which frequency"),
        worst_from: column.text("from which part"),
        worst_to: column.text("to which part"),
        train_correlation: column.optionalNumber("Pearson's r of the two rises of the training loss, over edges"),
      },
    ),
    over_epochs: field.records("what makes up the right answer's logit at each checkpoint", {
      epoch: column.integer("the checkpoint"),
      right: column.number("the right answer's logit less the mean of all, over training pairs or all", "logits"),
      generalising: column.optionalNumber(
        "of it Σ α_k of the key frequencies; null without any: the two are not told apart",
        "logits",
      ),
      memorising: column.optionalNumber("the rest; null likewise", "logits"),
    }),
    handed_over_epoch: column.optionalInteger(
      "the first checkpoint from which on the key frequencies have the larger part; null where they have not at the last, or there are none",
    ),
  },
  conclude: ({ rows }, { prepared }) => {
    const last = lastRows(rows);
    const all = last.filter(({ carries }) => carries === "all");
    const frequencies = last.filter(({ carries }) => carries === "frequency");
    const overEpochs = [...new Set(rows.map(({ epoch }) => epoch))].map((epoch) =>
      partsAt(rows.filter((row) => row.epoch === epoch)),
    );
    const keys = keysOf(rows);
    return {
      ...concludedEpoch(rows),
      ...concludedKeys(prepared, keys),
      edges: all.length,
      cut: all.some(({ exact }) => exact !== null),
      carriers: keys.flatMap((k) => carriersOf(frequencies.filter(({ frequency }) => frequency === k))),
      not_carried: keys.filter((k) => !frequencies.some((row) => row.frequency === k && row.share !== null)),
      agreement: agreementOf(frequencies, all),
      over_epochs: overEpochs,
      handed_over_epoch: handedOver(overEpochs),
    };
  },
  findings: (_, { conclusion }) => {
    const {
      epoch,
      key_frequencies,
      carriers,
      not_carried,
      agreement: agreed,
      over_epochs,
      handed_over_epoch,
    } = conclusion;
    const now = over_epochs[over_epochs.length - 1];
    return [
      keysFinding(key_frequencies),
      ...[...new Set(carriers.map(({ frequency }) => frequency))].map((k) => ({
        label: `k = ${k} comes mostly through, epoch ${epoch}`,
        value: carriers
          .filter(({ frequency }) => frequency === k)
          .map((one) => `${edgeName(one)} ${(100 * one.share).toFixed(0)} %`)
          .join(", "),
      })),
      ...(not_carried.length === 0
        ? []
        : [{ label: `key frequencies that no edge carries yet, epoch ${epoch}`, value: not_carried }]),
      { label: `right answer's logit, epoch ${epoch}`, value: madeUpInWords(now) },
      ...(now.generalising === null
        ? []
        : [
            {
              label: "key frequencies carry more of it than the rest",
              value: handedOverInWords(handed_over_epoch, over_epochs[0].epoch),
            },
          ]),
      ...(agreed?.correlation == null
        ? []
        : [
            {
              label: "cut and gradient, over edges and key frequencies",
              value: `correlation ${agreed.correlation.toFixed(3)}`,
              note: `furthest apart: k = ${agreed.worst_frequency}, ${agreed.worst_from} → ${agreed.worst_to}: ${agreed.worst_exact.toFixed(2)} and ${agreed.worst_attributed.toFixed(2)} logits`,
            },
          ]),
    ];
  },
  figures: ({ rows }) => edgeFigures(rows),
});

function madeUpInWords({ right, generalising, memorising }: ReturnType<typeof partsAt>): string {
  if (!Number.isFinite(right)) return "not finite";
  if (generalising === null || memorising === null)
    return `${right.toFixed(2)}; what memorises and what generalises is not told apart without key frequencies`;
  return `${generalising.toFixed(2)} of the key frequencies, ${memorising.toFixed(2)} of the rest`;
}

function handedOverInWords(epoch: number | null, first: number): string {
  if (epoch === null) return "not at the last checkpoint";
  return epoch === first ? "at every checkpoint asked" : `from epoch ${epoch} on`;
}
