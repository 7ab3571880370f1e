import { lines } from "../figures/lines.ts";
import { panels } from "../figures/panels.ts";
import { lastingStep } from "../quantities/change-points.ts";
import type { FrequencyVariantName } from "../quantities/frequency-variants.ts";
import { excludedScores, restrictedScores, type Scores } from "../quantities/progress-losses.ts";
import { accuracies, losses } from "../quantities/split-losses.ts";
import * as column from "../tables/column.ts";
import * as field from "../tables/field.ts";
import { cyclicForm } from "../tasks/_cyclic.ts";
import { defineAnalyzer } from "./_analyzer.ts";
import { BLOCK_COLUMN, BLOCK_OPTIONS, CONCLUDED_BLOCK_COUNT, figuresOfBlocks, ofBlock } from "./_blocks.ts";
import { CONCLUDED_EPOCH, concludedEpoch, keysOf, keysSentence, lastRows } from "./_figures.ts";
import { CONCLUDED_KEYS, concludedKeys, hasFrequencies, KEY_OPTIONS, keysFinding, keysFor } from "./_keys.ts";
import { applicableVariants, LEFT_OUT, leftOutFindings, preparedKeys } from "./_variants.ts";

/** Where the two circuits are told apart, and by which definition of what the key frequencies contribute. */
const SPACES = { logits: "sum-directions", activations: "neuron-level" } as const satisfies Record<
  string,
  FrequencyVariantName
>;
type Space = keyof typeof SPACES;
type Circuit = "both" | "generalising" | "memorising";

/** A circuit carries a set that it gets right so far … */
const CARRIES = 0.99;
/** … and does not where it gets less than half of it right. */
const FAILS = 0.5;

interface HandOverRow {
  readonly block: number | null;
  readonly epoch: number;
  readonly space: Space | "";
  readonly circuit: Circuit;
  readonly train_accuracy: number | null;
  readonly test_accuracy: number | null;
}
type Accuracies = Readonly<Record<Circuit, Pick<HandOverRow, "train_accuracy" | "test_accuracy">>>;

const GOOD = `≥ ${100 * CARRIES} %`;
const BAD = `< ${100 * FAILS} %`;

/** What each turn is, and whether it has come; a comparison with an accuracy that is not known does not hold. */
const TURNS = {
  "training pairs without memorising": {
    meaning: `the training pairs no longer need the memorising circuit (${GOOD} with the generalising one alone)`,
    holds: ({ generalising }) => (generalising.train_accuracy ?? Number.NaN) >= CARRIES,
  },
  "training pairs by generalising": {
    meaning: `the training pairs need the generalising circuit (${BAD} with the memorising one alone)`,
    holds: ({ memorising }) => (memorising.train_accuracy ?? Number.NaN) < FAILS,
  },
  "test pairs by generalising": {
    meaning: `the generalising circuit carries the test pairs (${GOOD} with it, also alone, ${BAD} without)`,
    holds: ({ both, generalising, memorising }) =>
      (both.test_accuracy ?? Number.NaN) >= CARRIES &&
      (generalising.test_accuracy ?? Number.NaN) >= CARRIES &&
      (memorising.test_accuracy ?? Number.NaN) < FAILS,
  },
} as const satisfies Record<string, { readonly meaning: string; readonly holds: (at: Accuracies) => boolean }>;
type Turn = keyof typeof TURNS;
const TURN_NAMES = Object.keys(TURNS) as readonly Turn[];

/**
 * The generalising circuit is P + mean(L − P), what the key frequencies contribute on the directions cos w_k(a ± b) and
 * sin w_k(a ± b), to the logits or to the neurons and through W_L; the memorising circuit is all the rest, L − P.
 * Together they are the network.
 */
export default defineAnalyzer({
  name: "hand-over",
  title: "From the memorising to the generalising circuit",
  question: "Which circuit carries the answer on the training and on the test pairs, and when does it change?",
  source:
    "restricted and excluded logits of Nanda et al. 2023, arXiv:2301.05217, section 5.1, as two circuits over both parts of the split; the epochs are ours",
  options: { ...BLOCK_OPTIONS, ...KEY_OPTIONS },
  columns: {
    ...BLOCK_COLUMN,
    space: column.text<Space | "">(
      "logits (variant sum-directions) or activations (variant neuron-level: a block's neurons, then its W_L, past later blocks the direct path); empty for both circuits",
    ),
    circuit: column.text<Circuit>(
      "generalising: the key frequencies' part and the mean of the rest; memorising: without their part; both: the network",
    ),
    train_accuracy: column.optionalNumber("training pairs; null where split or keys are not known", "share"),
    test_accuracy: column.optionalNumber("test pairs", "share"),
    train_loss: column.optionalNumber("float64, over the p answers, training pairs", "nats"),
    test_loss: column.optionalNumber("float64, over the p answers, test pairs", "nats"),
    keys: column.integers("the key frequencies"),
  },
  summary: {
    series: ["block", "space", "circuit"],
    indices: ["block"],
    values: ["train_accuracy", "test_accuracy", "train_loss", "test_loss"],
  },
  forward: true,
  applies: hasFrequencies,
  prepare: preparedKeys,
  measure: (model, { network, options, prepared }) => {
    const form = cyclicForm(network.task);
    if (!form) return [];
    const { keys } = keysFor(model, network, options, prepared);
    const row = ({ block, space }: Place, circuit: Circuit, scores?: Pick<Scores, "train" | "test">) => ({
      block,
      space,
      circuit,
      train_accuracy: scores?.train?.accuracy ?? null,
      test_accuracy: scores?.test?.accuracy ?? null,
      train_loss: scores?.train?.loss ?? null,
      test_loss: scores?.test?.loss ?? null,
      keys,
    });
    const [loss, accuracy] = [losses(model, network), accuracies(model, network)];
    const score = (part: "train" | "test") =>
      loss[part] === null ? null : { loss: loss[part], accuracy: accuracy[part] as number };
    const known = applicableVariants(model, prepared);
    const places = (Object.keys(SPACES) as Space[]).flatMap((space): readonly Place[] =>
      known.filter(({ variant }) => variant === SPACES[space]).map(({ block }) => ({ space, block })),
    );
    return [
      row({ space: "", block: null }, "both", { train: score("train"), test: score("test") }),
      ...places.flatMap((place) => {
        const of = [model, network, form, SPACES[place.space as Space], keys] as const;
        const [at, has] = [place.block ?? undefined, keys.length > 0];
        return [
          row(place, "generalising", has ? restrictedScores(...of, at) : undefined),
          row(place, "memorising", has ? excludedScores(...of, "every part", at) : undefined),
        ];
      }),
    ];
  },
  conclusion: {
    ...CONCLUDED_EPOCH,
    ...CONCLUDED_KEYS,
    ...CONCLUDED_BLOCK_COUNT,
    ...LEFT_OUT,
    circuits: field.records("what each circuit alone gets right, in each space", {
      ...BLOCK_COLUMN,
      space: column.text<Space>("logits or activations"),
      circuit: column.text<Circuit>("generalising or memorising"),
      train_accuracy: column.optionalNumber("training pairs; null where split or keys are not known", "share"),
      test_accuracy: column.optionalNumber("test pairs", "share"),
    }),
    turns: field.records("what changes hands, in each space where split and keys are known", {
      ...BLOCK_COLUMN,
      space: column.text<Space>("logits or activations"),
      turn: column.text<Turn>(TURN_NAMES.map((name) => `${name}: ${TURNS[name].meaning}`).join("; ")),
      epoch: column.optionalInteger("checkpoint from which on it is so; null where it is not so far"),
      after: column.optionalInteger("the checkpoint before that, where it was not so; null where there is none"),
    }),
  },
  conclude: ({ rows }, { prepared }) => ({
    ...concludedEpoch(rows),
    ...concludedKeys(prepared, keysOf(rows)),
    block_count: prepared.blockCount,
    left_out: prepared.leftOut,
    circuits: lastRows(rows).flatMap(({ block, space, circuit, train_accuracy, test_accuracy }) =>
      space === "" ? [] : [{ block, space, circuit, train_accuracy, test_accuracy }],
    ),
    turns: placesOf(rows).flatMap(({ space, block }) => turns(space, block, rows)),
  }),
  findings: (_, { conclusion: { key_frequencies, block_count, left_out, turns } }) => [
    keysFinding(key_frequencies),
    ...leftOutFindings(left_out),
    ...turns.flatMap(({ block, space, turn, epoch, after }) => {
      const since = `from epoch ${epoch} on${after === null ? "" : ` (after epoch ${after})`}`;
      const label = `${space}: ${TURNS[turn].meaning}`;
      return ofBlock(block, block_count, [{ label, value: epoch === null ? "not so far" : since }]);
    }),
  ],
  figures: ({ columns, rows: given }, _, { conclusion }) => {
    const ofSpace = (rows: typeof given, one: Space) => {
      const own = { columns, rows: rows.filter(({ space }) => space === one || space === "") };
      return panels(
        (["train", "test"] as const).map((part) =>
          lines(own, {
            name: part,
            title: part === "train" ? "training pairs" : "test pairs",
            caption: "",
            x: "epoch",
            y: [`${part}_accuracy`],
            series: "circuit",
            labels: { generalising: "generalising alone", memorising: "memorising alone", both: "both circuits" },
            axes: { y: "accuracy" },
          }),
        ),
        {
          name: `accuracy-by-circuit-${one}`,
          title: `Accuracy of each circuit, told apart in the ${one}`,
          caption: `Accuracy with both circuits, with the generalising one alone (the key frequencies' part and the mean of the rest, variant ${SPACES[one]}) and with the memorising one alone (all but the key frequencies' part). ${keysSentence(rows)}`,
          columns: 2,
        },
      );
    };
    const has = (one: Space) => given.some(({ space }) => space === one);
    return [
      ...(has("logits") || !has("activations") ? [ofSpace(given, "logits")] : []),
      ...(has("activations") ? figuresOfBlocks(given, conclusion, (own) => [ofSpace(own, "activations")]) : []),
    ];
  },
});

/** Where circuits are told apart: in the logits, or in the neurons of a block; neither of the whole network. */
type Place = Pick<HandOverRow, "space" | "block">;

/** The spaces, and in them blocks, that there are rows of. */
function placesOf(rows: readonly HandOverRow[]): readonly { readonly space: Space; readonly block: number | null }[] {
  const found = lastRows(rows).filter(({ circuit }) => circuit === "generalising");
  return found.flatMap(({ space, block }) => (space === "" ? [] : [{ space, block }]));
}

/** From when on each turn has come in one space: the step that disagrees with the fewest checkpoints. */
function turns(space: Space, block: number | null, rows: readonly HandOverRow[]) {
  const epochs = [...new Set(rows.map(({ epoch }) => epoch))];
  const seen = epochs.flatMap((epoch) => {
    const own = rows.filter(
      (row) => row.epoch === epoch && ((row.space === space && row.block === block) || row.circuit === "both"),
    );
    const at = Object.fromEntries(own.map((row) => [row.circuit, row])) as unknown as Accuracies;
    return at.generalising?.train_accuracy === null ? [] : [{ epoch, at }];
  });
  if (seen.length === 0) return [];
  return TURN_NAMES.map((turn) => {
    const step = lastingStep(
      { epochs: seen.map(({ epoch }) => epoch), values: seen.map(({ at }) => (TURNS[turn].holds(at) ? 1 : 0)) },
      (value) => value === 1,
    );
    const after = step && step.earliest < step.epoch ? step.earliest : null;
    return { block, space, turn, epoch: step?.epoch ?? null, after };
  });
}
