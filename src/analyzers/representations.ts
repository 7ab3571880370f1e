import { UsageError } from "../errors.ts";
import { lines } from "../figures/lines.ts";
import type { Model } from "../networks/model.ts";
import { groupIrreps, taskGroup } from "../quantities/irreps.ts";
import {
  excludedLosses,
  logitParts,
  neuronParts,
  type ProductPart,
  restrictedLoss,
  summed,
} from "../quantities/irreps-losses.ts";
import { irrepShares } from "../quantities/irreps-shares.ts";
import { keyIrreps, traceFits } from "../quantities/irreps-traces.ts";
import { modelAt } from "../runs/model-at.ts";
import type { Network, Run } from "../runs/run.ts";
import * as column from "../tables/column.ts";
import * as field from "../tables/field.ts";
import { defineAnalyzer, type Finding } from "./_analyzer.ts";
import { atEpoch, CONCLUDED_EPOCH, concludedEpoch, lastRows, valued } from "./_figures.ts";
import * as option from "./_options.ts";

/** What stands for an irrep's name in the row of all key ones. */
const TOGETHER = "key";
const OF = "the span of the irrep's matrix entries";

/**
 * A generalising network of a group sends a, b and c to matrices of few representations and reads off tr ρ(a) ρ(b) ρ(c)⁻¹,
 * which is largest where c = a∘b. In a cyclic group these are the cosines of the key frequencies.
 */
export default defineAnalyzer({
  name: "representations",
  title: "Representations of the group",
  question: "Which irreducible representations of the group does the network compute with?",
  source:
    "Chughtai et al. 2023, arXiv:2302.03025, and its published code; ours in float64, for any finite group, with irreps over the reals found from its table, and with the path past the MLP kept in neuron_excluded_loss",
  options: {
    irrepsAt: option.integerOr(
      "checkpoint whose key irreps hold for all: the last, as published, or an epoch; each: its own",
      ["last", "each"],
      "last",
    ),
    without: option.choice("which irreps the losses without one are taken of", ["key", "every"], "key"),
  },
  columns: {
    irrep: column.text(`irreducible over the reals; "${TOGETHER}" is all key ones together, their shares added up`),
    dimension: column.integer("of its matrices"),
    type: column.text("what commutes with it: real, complex or quaternionic numbers; empty for all key ones"),
    key: column.optionalBoolean("whether it is key: similarity over 0.005, or 5/√(n³ − n²) where that is more"),
    similarity: column.optionalNumber("cosine of the logits, centred over the answers, with tr ρ(a) ρ(b) ρ(c)⁻¹"),
    share_explained: column.number("similarity², of the centred logits' squared norm", "share"),
    logit_restricted_loss: column.optionalNumber("logits projected on that trace alone, all pairs, no bias", "nats"),
    logit_excluded_loss: column.optionalNumber(
      "logits without it, training pairs; null where not known, or not asked for",
      "nats",
    ),
    neuron_restricted_loss: column.optionalNumber(
      "neurons projected on the entries of ρ(a∘b), through W_L alone, all pairs; null past a LayerNorm",
      "nats",
    ),
    neuron_excluded_loss: column.optionalNumber("logits without that, training pairs", "nats"),
    embedding_a_share: column.number(`of ‖W_E‖², or ‖W_x W_in‖² in an MLP, in ${OF}`, "share"),
    embedding_b_share: column.number("the same of what reads b", "share"),
    unembedding_share: column.number(`of ‖W_L‖², from neurons to answers, in ${OF}`, "share"),
    neuron_a_share: column.number(`of the centred neurons' squared norm over pairs, in ${OF} at a`, "share"),
    neuron_b_share: column.number("the same at b", "share"),
    neuron_product_share: column.number("the same at a∘b", "share"),
  },
  summary: { series: ["irrep"], values: ["share_explained", "logit_restricted_loss", "logit_excluded_loss"], top: 8 },
  forward: "neurons",
  applies: ({ network }) => {
    if (!network) return "there are no weights";
    const group = taskGroup(network.task);
    return typeof group !== "string" || `${network.task.formula} is no group: ${group}`;
  },
  prepare: (run, { irrepsAt }) => chosenIrreps(run, irrepsAt),
  measure: (model, { network, options, prepared }) =>
    measured(model, network, prepared.keys, options.without === "every"),
  conclusion: {
    ...CONCLUDED_EPOCH,
    keys_epoch: column.optionalInteger("checkpoint whose key irreps hold for all; null where each has its own"),
    keys: field.records(
      "the key irreps, those with most of the logits first; none where no similarity is large enough",
      {
        irrep: column.text("irreducible over the reals"),
        dimension: column.integer("of its matrices"),
        share_explained: column.number("similarity², of the centred logits' squared norm", "share"),
      },
    ),
    share_explained: column.number("of the logits' variance, in the traces of all irreps", "share"),
    logit_restricted_loss: column.optionalNumber(
      "with the key traces alone, all pairs; null without key irreps",
      "nats",
    ),
    logit_excluded_loss: column.optionalNumber("without them, training pairs; null where not known", "nats"),
  },
  conclude: ({ rows }, { prepared }) => {
    const last = lastRows(rows);
    const each = last.filter(({ irrep }) => irrep !== TOGETHER);
    const together = last.find(({ irrep }) => irrep === TOGETHER);
    return {
      ...concludedEpoch(rows),
      keys_epoch: prepared.epoch,
      keys: each
        .filter(({ key }) => key === true)
        .toSorted((a, b) => b.share_explained - a.share_explained)
        .map(({ irrep, dimension, share_explained }) => ({ irrep, dimension, share_explained })),
      share_explained: each.reduce((sum, { share_explained }) => sum + share_explained, 0),
      logit_restricted_loss: together?.logit_restricted_loss ?? null,
      logit_excluded_loss: together?.logit_excluded_loss ?? null,
    };
  },
  findings: (_, { conclusion }): readonly Finding[] => {
    const { epoch, keys_epoch, keys, share_explained, logit_restricted_loss, logit_excluded_loss } = conclusion;
    const from = keys_epoch === null ? "each checkpoint's own" : `of epoch ${keys_epoch}`;
    const named = keys.map((one) => `${one.irrep} (${(100 * one.share_explained).toPrecision(3)} %)`);
    const loss = (label: string, value: number | null) => (value === null ? [] : [{ label, value, unit: "nats" }]);
    return [
      {
        label: `key irreps, ${from}, with their shares at epoch ${epoch}`,
        value: named.join(", ") || "none: no similarity is above the threshold",
      },
      {
        label: `the logits' variance in the traces of all irreps at epoch ${epoch}`,
        value: share_explained,
        unit: "share",
      },
      ...loss(`loss with the key traces alone, all pairs, at epoch ${epoch}`, logit_restricted_loss),
      ...loss(`loss without them, training pairs, at epoch ${epoch}`, logit_excluded_loss),
    ];
  },
  figures: ({ columns, rows }) => {
    const each = rows.filter(({ irrep }) => irrep !== TOGETHER);
    const together = { columns, rows: rows.filter(({ irrep }) => irrep === TOGETHER) };
    const keys = lastRows(each).flatMap(({ irrep, key }) => (key === true ? [nameOf(irrep)] : []));
    const said = `Key representations ${atEpoch(rows)}: ${keys.join(", ") || "none"}.`;
    return [
      lines(
        {
          columns: { ...columns, frequency: column.optionalInteger("k of a cyclic group's representation") },
          rows: each.map((row) => ({ ...row, frequency: frequencyOf(row.irrep) })),
        },
        {
          name: "trace-similarity",
          title: "Logits and the traces of representations",
          caption: `Cosine of the logits, centred over the answers, with tr ρ(a) ρ(b) ρ(c)⁻¹ of each representation; float64, all pairs. ${said}`,
          x: "epoch",
          y: ["similarity"],
          series: "irrep",
          frequency: "frequency",
          labels: nameOf,
          background: ({ key }) => key !== true,
          backgroundName: "others",
          axes: { y: "cosine with the trace" },
        },
      ),
      lines(together, {
        name: "key-representations-losses",
        title: "Loss with and without the key representations",
        caption: `Loss with the key representations alone over all pairs, and without them over the training pairs, at the logits and at the neurons; float64. ${said}`,
        x: "epoch",
        y: valued(together.rows, [
          "logit_restricted_loss",
          "logit_excluded_loss",
          "neuron_restricted_loss",
          "neuron_excluded_loss",
        ]),
        log: "y",
        axes: { y: "loss (nats)" },
        labels: {
          logit_restricted_loss: "alone, logits",
          logit_excluded_loss: "without, logits",
          neuron_restricted_loss: "alone, neurons",
          neuron_excluded_loss: "without, neurons",
        },
      }),
      lines(together, {
        name: "key-representations-shares",
        title: "Share of the network in the key representations",
        caption: `Share of the squared norm of what reads a (embedding), of W_L (unembedding) and of the centred neurons over the product of a and b that lies in the span of the key representations' entries, and of the logits in their traces. ${said}`,
        x: "epoch",
        y: ["embedding_a_share", "unembedding_share", "neuron_product_share", "share_explained"],
        axes: { y: "share" },
        labels: {
          embedding_a_share: "embedding, a",
          unembedding_share: "unembedding",
          neuron_product_share: "neurons, product",
          share_explained: "logits",
        },
      }),
    ];
  },
});

/** An irrep's name for a reader. */
function nameOf(irrep: string): string {
  return irrep.replaceAll("_", " ");
}

/** The frequency of a cyclic group's irrep; null of others. */
function frequencyOf(irrep: string): number | null {
  const [, k] = /^freq_(\d+)$/.exec(irrep) ?? [];
  return k === undefined ? null : Number(k);
}

/** The key irreps for the whole run, with the checkpoint that they are of; null where each has its own. */
interface ChosenIrreps {
  readonly keys: readonly string[] | null;
  readonly epoch: number | null;
}

function chosenIrreps(run: Run, at: number | "last" | "each"): ChosenIrreps {
  const irreps = run.network && groupIrreps(run.network.task);
  if (at === "each" || !irreps) return { keys: null, epoch: null };
  const checkpoint = at === "last" ? run.checkpoints.at(-1) : run.checkpoints.find(({ epoch }) => epoch === at);
  if (!checkpoint) {
    const [first, last] = [run.checkpoints[0]?.epoch, run.checkpoints.at(-1)?.epoch];
    throw new UsageError("--irreps-at", `there is no checkpoint of epoch ${at}`, `epochs go from ${first} to ${last}`);
  }
  return { keys: keyIrreps(modelAt(run, checkpoint), irreps), epoch: checkpoint.epoch };
}

/** A row for each irrep, then the one of all that are key; the losses without one of key irreps alone, or of every. */
function measured(model: Model, network: Network, chosen: readonly string[] | null, withoutEvery: boolean) {
  const found = groupIrreps(network.task);
  if (!found) return [];
  const { irreps } = found;
  const keys = chosen ?? keyIrreps(model, found);
  const isKey = irreps.map(({ name }) => keys.includes(name));
  const members = irreps.flatMap((_, i) => (isKey[i] ? [i] : []));
  const fits = traceFits(model, found);
  const shares = irrepShares(model, found);
  /** Of each irrep's part, and past them of all key ones together, where there are any. */
  const losses = (each: readonly ProductPart[] | undefined) => {
    if (!each) return { restricted: [], excluded: [] };
    const parts = members.length > 0 ? [...each, summed(members.map((i) => each[i]))] : each;
    const asked = parts.flatMap((_, i) => (withoutEvery || (isKey[i] ?? true) ? [i] : []));
    const without = excludedLosses(
      model,
      network,
      found,
      asked.map((i) => parts[i]),
    );
    const excluded = without && new Map(asked.map((i, at) => [i, without[at]]));
    return { restricted: parts.map(restrictedLoss), excluded: parts.map((_, i) => excluded?.get(i) ?? null) };
  };
  const ofLogits = losses(logitParts(model, found));
  const ofNeurons = losses(neuronParts(model, found));
  const row = (i: number, of: readonly number[]) => {
    const total = (values: ArrayLike<number>) => of.reduce((sum, member) => sum + values[member], 0);
    return {
      share_explained: total(fits.map(({ similarity }) => similarity ** 2)),
      logit_restricted_loss: ofLogits.restricted[i] ?? null,
      logit_excluded_loss: ofLogits.excluded[i] ?? null,
      neuron_restricted_loss: ofNeurons.restricted[i] ?? null,
      neuron_excluded_loss: ofNeurons.excluded[i] ?? null,
      embedding_a_share: total(shares.embeddingA),
      embedding_b_share: total(shares.embeddingB),
      unembedding_share: total(shares.unembedding),
      neuron_a_share: total(shares.neuronA),
      neuron_b_share: total(shares.neuronB),
      neuron_product_share: total(shares.neuronProduct),
    };
  };
  const every = irreps.map(({ name, dimension, type }, i) => ({
    irrep: name,
    dimension,
    type: type as string,
    key: isKey[i] as boolean | null,
    similarity: fits[i].similarity as number | null,
    ...row(i, [i]),
  }));
  const dimension = members.reduce((sum, i) => sum + irreps[i].dimension, 0);
  return [
    ...every,
    { irrep: TOGETHER, dimension, type: "", key: null, similarity: null, ...row(irreps.length, members) },
  ];
}
