import { UsageError } from "../errors.ts";
import { mean } from "../numerics/statistics.ts";
import type { Ablation } from "../quantities/ablated.ts";
import { ablations } from "../quantities/ablations.ts";
import { answerScores } from "../quantities/answer-scores.ts";
import { hasLogitMap } from "../quantities/of-block.ts";
import type { Run } from "../runs/run.ts";
import * as column from "../tables/column.ts";
import * as field from "../tables/field.ts";
import { cyclicForm } from "../tasks/_cyclic.ts";
import { ablationFigures, isPart, type Named } from "./_ablation-figures.ts";
import { defineAnalyzer } from "./_analyzer.ts";
import {
  askedBlocks,
  BLOCK_COLUMN,
  BLOCK_OPTIONS,
  byBlock,
  CONCLUDED_BLOCK_COUNT,
  figuresOfBlocks,
  ofBlock,
} from "./_blocks.ts";
import { CONCLUDED_EPOCH, concludedEpoch, keysOf, lastRows } from "./_figures.ts";
import { CONCLUDED_KEYS, chosenKeys, concludedKeys, KEY_OPTIONS, keysFinding, keysFor } from "./_keys.ts";
import * as option from "./_options.ts";
import { scoreCells } from "./_scores.ts";

const NOT_ABLATED = {
  what: column.text("which components"),
  instead: column.text<"left out" | "left as they are">("what becomes of them"),
  reason: column.text("why it is not"),
};

interface Asked extends Named {
  readonly train_loss: number | null;
  readonly all_loss: number;
  readonly control_most: number | null;
}

/** Which of the parts costs most: of which, and by what. */
const QUESTIONS = {
  training: {
    label: "ablation that costs the training pairs most",
    of: () => true,
    loss: ({ train_loss }: Asked) => train_loss,
  },
  all: {
    label: "ablation that costs all pairs most",
    of: () => true,
    loss: ({ all_loss }: Asked): number | null => all_loss,
  },
  unclustered: {
    label: "costliest ablation of unclustered neurons, all pairs",
    of: ({ what }: Asked) => what === "unclustered",
    loss: ({ all_loss }: Asked): number | null => all_loss,
  },
  random: {
    label: "costliest draw of random neurons, all pairs, as many as of",
    of: () => true,
    loss: ({ control_most }: Asked) => control_most,
  },
} as const satisfies Record<
  string,
  { label: string; of: (row: Asked) => boolean; loss: (row: Asked) => number | null }
>;
type Question = keyof typeof QUESTIONS;

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
    ...BLOCK_OPTIONS,
    ...KEY_OPTIONS,
    seed: option.integer("of the permutation of the pairs and of the random neurons", 0),
    draws: option.integer("how many sets of random neurons, or frequencies, stand beside each", 3),
  },
  columns: {
    ...BLOCK_COLUMN,
    component: column.text(
      "intact: nothing; attention, head, mlp, skip (what passes the MLP by) of the block at the last position; its neurons; frequencies: parts of these neurons; directions: of these neurons; logits. What follows, later blocks too, is computed anew",
    ),
    what: column.text(
      "which one; attention linearised has each pattern replaced by its mean over the pairs; neurons k = …, whose variance frequency k explains to 0.85; frequencies k = …, projection on cos, sin w_k(a ± b); directions of the block's W_L, its direct path",
    ),
    kind: column.text<Ablation["kind"]>(
      "zero; mean over all pairs; resample: the value at a random other pair; remove; keep: this alone, with the mean and the skip; replace",
    ),
    frequency: column.optionalInteger("k, where it is of one frequency"),
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
    keys: column.integers("the key frequencies"),
    dtype: column.text("arithmetic of the loss"),
  },
  summary: {
    series: ["block", "component", "what", "kind"],
    indices: ["block"],
    values: ["all_loss", "all_accuracy", "control_loss"],
    top: 4,
  },
  forward: "neurons",
  // Sixty ablations a block, each of which ends in 1.4 million exponentials, take three seconds.
  sparing: 32,
  applies: ({ network }) => {
    if (!network) return "there are no weights";
    const { architecture } = network;
    const parallel = architecture.kind === "transformer" && architecture.parallel === true;
    return !parallel || "attention and MLP of a block read the same stream: none passes from one to the other";
  },
  prepare: (run, options) => {
    if (options.draws < 0) throw new UsageError("--draws", `there are no ${options.draws} draws`, "give 0 or more");
    const blocks = askedBlocks(run, options);
    return { ...chosenKeys(run, options), ...blocks, notAblated: notAblated(run, blocks.blocks) };
  },
  measure: (model, { network, options, prepared }) => {
    const { keys } = keysFor(model, network, options, prepared);
    let intact: ReturnType<typeof answerScores> | undefined;
    return Array.from(
      ablations(model, network, keys, options, prepared.blocks),
      ({ answers, controls, ...ablation }) => {
        const { loss, accuracy } = answerScores(answers, network);
        intact ??= { loss, accuracy };
        const control = controls.map((draw) => answerScores(draw(), network).loss.all);
        return {
          ...ablation,
          ...scoreCells({ loss, accuracy }),
          train_delta: loss.train === null || intact.loss.train === null ? null : loss.train - intact.loss.train,
          all_delta: loss.all - intact.loss.all,
          control_loss: control.length > 0 ? mean(control) : null,
          control_least: control.length > 0 ? Math.min(...control) : null,
          control_most: control.length > 0 ? Math.max(...control) : null,
          keys,
          dtype: "float64",
        };
      },
    );
  },
  conclusion: {
    ...CONCLUDED_EPOCH,
    ...CONCLUDED_KEYS,
    ...CONCLUDED_BLOCK_COUNT,
    not_ablated: field.records("what of the network is not ablated", NOT_ABLATED),
    costliest: field.records("the ablations that cost most of each block; of each question one, where there are such", {
      block: column.integer("the block, from 0"),
      question: column.text<Question>(
        Object.entries(QUESTIONS)
          .map(([name, { label }]) => `${name}: ${label}`)
          .join("; "),
      ),
      component: column.text("of which component"),
      what: column.text("which one"),
      kind: column.text<Ablation["kind"]>("how it is taken away"),
      loss: column.number("what the question is about", "nats"),
    }),
    frequencies: field.records("the projection of each block's neurons on frequencies removed", {
      block: column.integer("the block, from 0"),
      what: column.text("k = …, all keys, or all others"),
      frequency: column.optionalInteger("k, where it is one"),
      all_loss: column.number("all pairs", "nats"),
      control_loss: column.optionalNumber("with as many other frequencies: mean of the draws; null of one", "nats"),
    }),
  },
  conclude: ({ rows }, { prepared }) => {
    const last = lastRows(rows);
    return {
      ...concludedEpoch(rows),
      ...concludedKeys(prepared, keysOf(rows)),
      block_count: prepared.blockCount,
      not_ablated: prepared.notAblated,
      costliest: byBlock(last).flatMap(({ block, rows: own }) =>
        (Object.keys(QUESTIONS) as Question[]).flatMap((question) =>
          costliest(question, own).map((one) => ({ block, ...one })),
        ),
      ),
      frequencies: byBlock(last).flatMap(({ block, rows: own }) =>
        own
          .filter(({ component, kind }) => component === "frequencies" && kind === "remove")
          .map(({ what, frequency, all_loss, control_loss }) => ({ block, what, frequency, all_loss, control_loss })),
      ),
    };
  },
  findings: (_, { conclusion: { epoch, block_count, key_frequencies, not_ablated, costliest, frequencies } }) => [
    keysFinding(key_frequencies),
    ...not_ablated.map(({ what, instead, reason }) => ({ label: what, value: `${instead}: ${reason}` })),
    ...costliest.flatMap(({ block, question, loss, ...ablation }) =>
      ofBlock(block, block_count, [
        {
          label: `${QUESTIONS[question].label}, at epoch ${epoch}`,
          value: `${nameOf(ablation)}: ${loss.toPrecision(4)} nats`,
        },
      ]),
    ),
    ...frequencies.flatMap(({ block, what, all_loss, control_loss }) =>
      ofBlock(block, block_count, [
        {
          label: `loss without ${what} at the neurons, all pairs, at epoch ${epoch}`,
          value: all_loss,
          unit: "nats",
          ...(control_loss === null ? {} : { note: `as many other frequencies: ${control_loss.toPrecision(4)}` }),
        },
      ]),
    ),
  ],
  figures: ({ rows }, _, { conclusion }) => figuresOfBlocks(rows, conclusion, (own) => ablationFigures({ rows: own })),
});

function nameOf({ component, what, kind }: Named): string {
  if (component === "intact") return component;
  return `${what.startsWith(component) ? what : `${component} ${what}`}, ${kind}`;
}

/** The part with the largest loss; none where no part has one. */
function costliest(question: Question, rows: readonly Asked[]) {
  const { of, loss: lossOf } = QUESTIONS[question];
  const known = rows.filter((row) => isPart(row) && of(row) && Number.isFinite(lossOf(row)));
  const [worst] = known.toSorted((x, y) => (lossOf(y) ?? -1) - (lossOf(x) ?? -1));
  const loss = worst && lossOf(worst);
  if (loss === undefined || loss === null) return [];
  const { component, what, kind } = worst;
  return [{ question, component, what, kind, loss }];
}

/** What of this network is not ablated. */
function notAblated({ network }: Run, blocks: readonly number[]): readonly field.FieldValues<typeof NOT_ABLATED>[] {
  if (!network) return [];
  const { architecture, task } = network;
  const out = (what: string, reason: string) => ({ what, instead: "left out" as const, reason });
  return [
    ...(architecture.kind === "mlp" ? [out("attention, heads, skip", "an MLP has none")] : []),
    ...(architecture.kind === "transformer" && architecture.blocks > 1
      ? [
          {
            what: "earlier positions",
            instead: "left as they are" as const,
            reason: "each block is ablated at the last position alone",
          },
        ]
      : []),
    ...blocks.flatMap((block) => {
      const has = hasLogitMap(architecture, block);
      return has === true || !cyclicForm(task) ? [] : [out(`directions of block ${block}`, has)];
    }),
    ...(cyclicForm(task)
      ? []
      : [out("neurons, frequencies, directions", `${task.formula} is no cyclic group's operation`)]),
  ];
}
