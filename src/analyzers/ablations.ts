import { UsageError } from "../errors.ts";
import type { Figure } from "../figures/_figure.ts";
import { bars } from "../figures/bars.ts";
import { lines } from "../figures/lines.ts";
import { mean } from "../numerics/statistics.ts";
import type { Ablation } from "../quantities/ablated.ts";
import { ablations } from "../quantities/ablations.ts";
import { answerScores } from "../quantities/answer-scores.ts";
import type { Run } from "../runs/run.ts";
import * as column from "../tables/column.ts";
import { cyclicForm } from "../tasks/_cyclic.ts";
import { defineAnalyzer, type Finding } from "./_analyzer.ts";
import { atEpoch, keysSentence, lastRows } from "./_figures.ts";
import { chosenKeys, KEY_OPTIONS, keysFinding, keysFor } from "./_keys.ts";
import * as option from "./_options.ts";

/** Components that are places in the network: whole activations, as against what their neurons compute together. */
const PARTS: readonly string[] = ["attention", "head", "mlp", "skip", "neurons"];

/**
 * A part that carries the answer costs much when it is taken away, more than as much taken away at random. Zero asks the
 * network to do without the part and its mean; mean without what it says of the pair; resample with what it says of another
 * pair, which keeps it as large and as usual as it was.
 */
export default defineAnalyzer({
  name: "ablations",
  title: "Ablations",
  question: "Which components carry the answer?",
  source:
    "Nanda et al. 2023, arXiv:2301.05217, sections 4 and 5, and its notebooks; ours adds the kinds, random neurons beside each, and float64 losses",
  options: {
    ...KEY_OPTIONS,
    seed: option.integer("of the permutation of the pairs and of the random neurons", 0),
    draws: option.integer("how many sets of random neurons, or frequencies, stand beside each", 3),
  },
  columns: {
    component: column.text(
      "intact: nothing; attention, head, mlp, skip (what passes the MLP by) of the last block at the last position; neurons of the last layer; frequencies: parts of these neurons; directions: of these neurons; logits",
    ),
    what: column.text(
      "which one; attention linearised has each pattern replaced by its mean over the pairs; neurons k = …, whose variance frequency k explains to 0.85; frequencies k = …, projection on cos, sin w_k(a ± b)",
    ),
    kind: column.text<Ablation["kind"]>(
      "zero; mean over all pairs; resample: the value at a random other pair; remove; keep: this alone, with the mean and the skip; replace",
    ),
    neurons: column.optionalInteger("how many neurons are taken away; null where no set of them is"),
    train_loss: column.optionalNumber("training pairs; null where the split is not known", "nats"),
    test_loss: column.optionalNumber("test pairs", "nats"),
    all_loss: column.number("all pairs", "nats"),
    train_accuracy: column.optionalNumber("training pairs", "share"),
    test_accuracy: column.optionalNumber("test pairs", "share"),
    all_accuracy: column.number("all pairs", "share"),
    train_delta: column.optionalNumber("train_loss less that of the network as it is", "nats"),
    all_delta: column.number("all_loss less that of the network as it is", "nats"),
    control_loss: column.optionalNumber(
      "all_loss with as many random neurons, of all, or for all key frequencies as many others: mean of the draws",
      "nats",
    ),
    control_least: column.optionalNumber("the least of the draws", "nats"),
    control_most: column.optionalNumber("the largest of the draws", "nats"),
    keys: column.text("the key frequencies; empty where there are none"),
    dtype: column.text("arithmetic of the loss"),
  },
  summary: { series: ["component", "what", "kind"], values: ["all_loss", "all_accuracy", "control_loss"], top: 4 },
  forward: "neurons",
  // Sixty ablations, each of which ends in 1.4 million exponentials, take three seconds.
  sparing: 32,
  applies: ({ network }) => (network ? true : "there are no weights"),
  prepare: (run, options) => {
    if (options.draws < 0) throw new UsageError("--draws", `there are no ${options.draws} draws`, "give 0 or more");
    return { ...chosenKeys(run, options), leftOut: leftOut(run) };
  },
  measure: (model, { network, options, prepared }) => {
    const { keys } = keysFor(model, network, options, prepared);
    let intact: ReturnType<typeof answerScores> | undefined;
    return Array.from(ablations(model, network, keys, options), ({ answers, controls, ...ablation }) => {
      const { loss, accuracy } = answerScores(answers, network);
      intact ??= { loss, accuracy };
      const control = controls.map((draw) => answerScores(draw(), network).loss.all);
      return {
        ...ablation,
        train_loss: loss.train,
        test_loss: loss.test,
        all_loss: loss.all,
        train_accuracy: accuracy.train,
        test_accuracy: accuracy.test,
        all_accuracy: accuracy.all,
        train_delta: loss.train === null || intact.loss.train === null ? null : loss.train - intact.loss.train,
        all_delta: loss.all - intact.loss.all,
        control_loss: control.length > 0 ? mean(control) : null,
        control_least: control.length > 0 ? Math.min(...control) : null,
        control_most: control.length > 0 ? Math.max(...control) : null,
        keys: keys.join(" "),
        dtype: "float64",
      };
    });
  },
  findings: ({ rows }, { prepared }): readonly Finding[] => {
    const last = rows.filter(({ epoch }) => epoch === rows.at(-1)?.epoch);
    const parts = last.filter(({ component }) => PARTS.includes(component));
    const frequencies = last.filter(({ component, kind }) => component === "frequencies" && kind === "remove");
    return [
      keysFinding(prepared),
      ...prepared.leftOut,
      ...costliest("ablation that costs the training pairs most", parts, ({ train_loss }) => train_loss),
      ...costliest("ablation that costs all pairs most", parts, ({ all_loss }) => all_loss),
      ...costliest(
        "costliest ablation of unclustered neurons, all pairs",
        parts.filter(({ what }) => what === "unclustered"),
        ({ all_loss }) => all_loss,
      ),
      ...costliest(
        "costliest draw of random neurons, all pairs, as many as of",
        parts,
        ({ control_most }) => control_most,
      ),
      ...frequencies.map(
        ({ what, epoch, all_loss, control_loss }): Finding => ({
          label: `loss without ${what} at the neurons, all pairs, at epoch ${epoch}`,
          value: all_loss,
          unit: control_loss === null ? "nats" : `nats (as many other frequencies: ${control_loss.toPrecision(4)})`,
        }),
      ),
    ];
  },
  figures: ({ columns, rows }) => {
    const named = {
      columns: {
        ...columns,
        ablation: column.text("component, which one, kind"),
        frequency: column.optionalInteger("k, where one frequency is taken away"),
      },
      rows: rows.map((row) => ({ ...row, ablation: placeOf(row), frequency: frequencyOf(row) })),
    };
    // Without anything but the intact network there is nothing to see, and no figure.
    const figure = (
      name: string,
      title: string,
      caption: string,
      shown: (row: Named) => boolean,
    ): readonly Figure[] => {
      if (!named.rows.some((row) => row.component !== "intact" && shown(row))) return [];
      const drawn = lines(
        { ...named, rows: named.rows.filter((row) => row.component === "intact" || shown(row)) },
        {
          name,
          title,
          caption: `${caption} Intact: the network as it is. ${keysSentence(rows)}`,
          x: "epoch",
          y: ["all_loss"],
          series: "ablation",
          frequency: "frequency",
          log: "y",
          labels: (place) => place,
          axes: { y: "loss, all pairs (nats)" },
        },
      );
      return [drawn];
    };
    const isPart = ({ component, kind }: Named) => PARTS.includes(component) && kind === "mean";
    const isCluster = ({ component }: Named) => component === "neurons";
    const last = lastRows(named.rows).filter((row) => (isPart(row) && row.neurons !== 0) || row.component === "intact");
    const losses = last.flatMap(({ all_loss }) => all_loss ?? []);
    const controlled = last.some(({ control_loss }) => control_loss !== null);
    return [
      ...figure(
        "ablations",
        "Loss with a component at its mean",
        "Loss over all pairs with a component of the last block at its mean over the pairs; float64.",
        (row) => isPart(row) && !isCluster(row),
      ),
      ...figure(
        "ablations-of-clusters",
        "Loss with a cluster of neurons at its mean",
        "Loss over all pairs with the neurons of one frequency at their mean over the pairs; float64.",
        (row) => isPart(row) && isCluster(row),
      ),
      ...figure(
        "ablations-of-frequencies",
        "Loss without frequencies of the neurons",
        "Loss over all pairs with the neurons' projection on cos, sin w_k(a ± b) removed, of one key frequency, of all, or of all others; float64.",
        ({ component, kind }) => component === "frequencies" && kind === "remove",
      ),
      ...figure(
        "ablations-of-the-rest",
        "Loss with parts of the neurons' output alone",
        "Loss over all pairs with all but a part of what the neurons compute together taken away, and with the directions of W_L taken away; float64.",
        ({ component, kind }) => !PARTS.includes(component) && !(component === "frequencies" && kind === "remove"),
      ),
      bars(
        { ...named, rows: last },
        {
          name: "ablations-and-controls",
          title: controlled ? "Loss with a component at its mean, and its control" : "Loss without each component",
          caption: `Loss over all pairs ${atEpoch(rows)} with a component at its mean over the pairs${controlled ? ", beside that with as many random neurons at theirs: mean of the draws, whiskers from the least to the largest" : ""}; float64. Intact: the network as it is.`,
          x: "ablation",
          y: controlled ? ["all_loss", "control_loss"] : ["all_loss"],
          labels: { all_loss: "component", control_loss: "random neurons" },
          spread: { control_loss: ["control_least", "control_most"] },
          horizontal: true,
          // Within a decade bars from 0 say more.
          log: Math.max(...losses) > 10 * Math.min(...losses),
          axes: { x: "", y: "loss, all pairs (nats)" },
        },
      ),
    ];
  },
});

/** What tells a row of one epoch from the others. */
type Named = Pick<Ablation, "component" | "what" | "kind">;

function nameOf({ component, what, kind }: Named): string {
  if (component === "intact") return component;
  return `${what.startsWith(component) ? what : `${component} ${what}`}, ${kind}`;
}

/** What is ablated, for a reader of a figure of one kind; with the kind where there are several. */
function placeOf({ component, what, kind }: Named): string {
  if (component === "intact") return component;
  if (what === "whole") return component;
  if (component === "neurons" || what.startsWith(component)) return what;
  if (PARTS.includes(component)) return `${component} ${what}`;
  if (component === "frequencies" && kind === "remove") return what;
  return `${component === "frequencies" ? "" : `${component}: `}${what}, ${kind}`;
}

/** The k of an ablation of one frequency. */
function frequencyOf({ what }: Named): number | null {
  const [, k] = /^k = (\d+)$/.exec(what) ?? [];
  return k === undefined ? null : Number(k);
}

/** The row with the largest loss; none where no row has one. */
function costliest<R extends Named & { readonly epoch: number }>(
  what: string,
  rows: readonly R[],
  lossOf: (row: R) => number | null,
): Finding[] {
  const known = rows.filter((row) => Number.isFinite(lossOf(row)));
  const [worst] = known.toSorted((x, y) => (lossOf(y) ?? -1) - (lossOf(x) ?? -1));
  const loss = worst && lossOf(worst);
  if (loss === undefined || loss === null) return [];
  return [
    {
      label: `${what}, at epoch ${worst.epoch}`,
      value: `${nameOf(worst)}: ${loss.toPrecision(4)} nats`,
    },
  ];
}

/** What this network does not have, with the reason. */
function leftOut({ network }: Run): readonly Finding[] {
  if (!network) return [];
  const { architecture, task } = network;
  return [
    ...(architecture.kind === "mlp" ? [{ label: "attention, heads, skip", value: "left out: an MLP has none" }] : []),
    ...(architecture.kind === "transformer" && architecture.blocks > 1
      ? [{ label: "earlier blocks, earlier positions", value: "left as they are: the last block alone is ablated" }]
      : []),
    ...(cyclicForm(task)
      ? []
      : [
          {
            label: "neurons, frequencies, directions",
            value: `left out: ${task.formula} is no cyclic group's operation`,
          },
        ]),
  ];
}
