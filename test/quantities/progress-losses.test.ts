import { beforeAll, describe, expect, test } from "vitest";
import { startBackend } from "#engine/backend.js";
import type { Model } from "#networks/model.js";
import { FREQUENCY_VARIANT_NAMES, type FrequencyVariantName } from "#quantities/frequency-variants.js";
import {
  excludedScores,
  excludedScoresOfEach,
  restrictedScores,
  restrictedScoresOfEach,
  type Score,
  type Scores,
} from "#quantities/progress-losses.js";
import { modelAt } from "#runs/model-at.js";
import { openRun } from "#runs/open.js";
import type { Network, Run } from "#runs/run.js";
import { type CyclicForm, cyclicForm } from "#tasks/_cyclic.js";
import { task } from "#tasks/_make.js";
import { type ExpectedRun, type ExpectedTiny, expected } from "../_expected.ts";
import { changed, MAINLINE, randomTransformer } from "../_networks.ts";
import { naiveKept, naiveLogits, naivePart, naiveScore } from "./_naive-losses.ts";
import { among, randomMlp, split } from "./_split-networks.ts";

/** The float32 forward pass is off by up to 2e-5 in a logit: so much can a small loss change, as a share of it. */
const LOSS = 5e-5;
/** Accuracies are counts over the pairs on both sides, written with twelve digits. */
const COUNTS = 1e-11;
/** Both are float64 over the same float32 logits. */
const FLOAT64 = 1e-12;

const HOW = ["restricted", "excluded"] as const;
const PARTS = ["all", "train", "test"] as const;
type How = (typeof HOW)[number];
const scoresOf = { restricted: restrictedScores, excluded: excludedScores };

/** PyTorch's, float64 from the float32 weights on: see fixtures/make/spectra.py. */
type ExpectedVariant = Readonly<Record<`${How}_${(typeof PARTS)[number]}` | `${How}_accuracy_all`, number>> & {
  readonly excluded_train_each?: readonly number[];
};
interface ExpectedCheckpoint extends ExpectedTiny {
  readonly restricted_excluded: Readonly<Record<FrequencyVariantName, ExpectedVariant>>;
}
const tiny = expected("tiny") as ExpectedRun<ExpectedCheckpoint> & { readonly final_keys: readonly number[] };

describe("the tiny run, whose keys are those of its last checkpoint: as PyTorch computes it", () => {
  let run: Run;
  let network: Network;
  let form: CyclicForm;
  beforeAll(async () => {
    run = await openRun("fixtures/tiny");
    network = run.network as Network;
    form = cyclicForm(network.task) as CyclicForm;
  });
  const modelOf = (epoch: number | null): Model =>
    modelAt(run, run.checkpoints.find((one) => one.epoch === epoch) ?? expect.unreachable());

  describe.each(tiny.checkpoints)("at $file", ({ epoch, restricted_excluded }) => {
    test.each(FREQUENCY_VARIANT_NAMES)("in the variant %s", (variant) => {
      const theirs = restricted_excluded[variant];
      const model = modelOf(epoch);
      for (const how of HOW) {
        const ours = scoresOf[how](model, network, form, variant, tiny.final_keys);
        for (const part of PARTS) meets(ours[part]?.loss, theirs[`${how}_${part}`], LOSS, `${how}, ${part}`);
        const apart = Math.abs((ours.all as Score).accuracy - theirs[`${how}_accuracy_all`]);
        expect(apart, `accuracy, ${how}`).toBeLessThan(COUNTS);
      }
      const each = theirs.excluded_train_each ?? [];
      // Together with the others, which begin alike.
      const all = FREQUENCY_VARIANT_NAMES.flatMap((name) =>
        each.map((_, i) => ({ variant: name, frequencies: [i + 1] })),
      );
      const scores = excludedScoresOfEach(model, network, form, all, "train");
      const together = scores.filter((_, i) => all[i].variant === variant);
      expect(together).toHaveLength(each.length);
      // A model of its own, of which nothing is known yet.
      const anew = { ...model };
      for (const [i, loss] of each.entries()) {
        const alone = excludedScores(anew, network, form, variant, [i + 1], "train");
        for (const { train, test, all } of [alone, together[i]]) {
          meets(train?.loss, loss, LOSS, `excluding ${i + 1}`);
          expect([test, all]).toEqual([null, null]);
        }
      }
    });
  });

  test("and single frequencies at three of the checkpoints", () => {
    const counts = tiny.checkpoints.flatMap(({ restricted_excluded }) =>
      FREQUENCY_VARIANT_NAMES.flatMap((name) => restricted_excluded[name].excluded_train_each?.length ?? []),
    );
    expect(counts).toEqual(Array(3 * FREQUENCY_VARIANT_NAMES.length).fill((tiny.p - 1) / 2));
  });
});

const transformer = (p: number, firstToken: number, blocks: number) =>
  randomTransformer(
    { ...MAINLINE, p, firstToken, blocks, sequence: ["a", "b", firstToken + p], activation: "gelu" },
    { biases: true },
  );

/** On p = 11 and 7 the groups of · and / have 10 and 6 elements, an even number; so have the sums mod 8. */
const CASES: readonly (readonly [name: string, p: number, kind: string, make: () => Model])[] = [
  ["addition", 7, "a transformer", () => transformer(7, 0, 1)],
  ["addition", 8, "a transformer of two blocks", () => transformer(8, 0, 2)],
  ["addition", 9, "an MLP", () => randomMlp(9)],
  ["subtraction", 9, "a transformer whose answers start at token 2", () => transformer(9, 2, 1)],
  ["subtraction", 8, "an MLP", () => randomMlp(8)],
  ["multiplication", 11, "a transformer", () => transformer(11, 0, 1)],
  ["multiplication", 11, "an MLP", () => randomMlp(11)],
  ["division", 7, "an MLP", () => randomMlp(7)],
  ["division", 11, "a transformer", () => transformer(11, 0, 1)],
];

describe.each(CASES)("%s mod %i, %s of random weights: as whole matrices projected give it", (name, p, _, make) => {
  let model: Model;
  let network: Network;
  const form = cyclicForm(task(name, p)) as CyclicForm;
  beforeAll(async () => {
    await startBackend();
    model = make();
    network = { architecture: model.architecture, task: task(name, p), split: split(task(name, p)) };
  });
  const most = Math.floor(form.n / 2);
  const every = Array.from({ length: most }, (_, i) => i + 1);
  const sets = [...every.map((k) => [k]), [1, most], every.slice(1), every];

  // From some scale on the first parts of a chain fit into float64, and all of them do not.
  test.each([1, 10, 30, 100, 300, 1000, Number.NaN])("all variants at once, as each alone, logits × %d", (scale) => {
    const scaled = changed(model, "W_U", (old) => old * scale);
    const blocks = p === 8 && name === "addition" ? [0, 1] : [null];
    const all = FREQUENCY_VARIANT_NAMES.flatMap((variant) =>
      (variant === "neuron-level" ? blocks : [null]).flatMap((block) =>
        [...sets, [most]].map((frequencies) => ({ variant, frequencies, block })),
      ),
    );
    const together = {
      restricted: restrictedScoresOfEach(scaled, network, form, all),
      excluded: excludedScoresOfEach(scaled, network, form, all),
    };
    for (const [i, { variant, frequencies, block }] of all.entries()) {
      const anew = { ...scaled };
      const of = [anew, network, form, variant, frequencies] as const;
      const at = block ?? undefined;
      expect(together.restricted[i]).toEqual(restrictedScores(...of, at));
      expect(together.excluded[i]).toEqual(excludedScores(...of, "every part", at));
    }
  });

  describe.each(FREQUENCY_VARIANT_NAMES)("in the variant %s", (variant) => {
    test.each(HOW)("%s loss and accuracy of every frequency, of several, of all", (how) => {
      const logits = naiveLogits(model, form);
      for (const frequencies of sets) {
        const rows = naiveKept(logits, naivePart(model, form, variant, frequencies), how);
        expectScores(scoresOf[how](model, network, form, variant, frequencies), (part) =>
          naiveScore(rows, network, among(network, part)),
        );
      }
    });

    // Where the logits differ by thousands, and where they are no numbers, products of exponentials are of no use.
    test.each([1, 1e4, Number.NaN])("excluding each frequency, all in one go, logits × %d", (scale) => {
      const scaled = changed(model, "W_U", (old) => old * scale);
      for (const over of ["every part", "train"] as const) {
        const each = excludedScoresOfEach(
          scaled,
          network,
          form,
          every.map((k) => ({ variant, frequencies: [k] })),
          over,
        );
        expect(each).toHaveLength(most);
        const anew = { ...scaled };
        for (const [i, ours] of each.entries()) {
          const theirs = excludedScores(anew, network, form, variant, [i + 1], over);
          if (Number.isNaN(scale)) expect(ours).toEqual(theirs);
          else if (over === "train") expectScore(ours.train, theirs.train as Score, `${i + 1}`);
          else expectScores(ours, (part) => theirs[part] as Score);
        }
      }
    });

    test("over the training pairs alone", () => {
      const whole = excludedScores(model, network, form, variant, [1]);
      const alone = excludedScores({ ...model }, network, form, variant, [1], "train");
      expect(alone).toEqual({ train: whole.train, test: null, all: null });
    });

    test("without a split, over all pairs only", () => {
      const unknown = { ...network, split: undefined };
      for (const how of HOW) {
        const { all } = scoresOf[how](model, network, form, variant, [1]);
        expect(scoresOf[how](model, unknown, form, variant, [1])).toEqual({ train: null, test: null, all });
      }
      const nothing = { train: null, test: null, all: null };
      expect(excludedScores(model, unknown, form, variant, [1], "train")).toEqual(nothing);
      const both = [1, 2].map((k) => ({ variant, frequencies: [k] }));
      expect(excludedScoresOfEach(model, unknown, form, both, "train")).toEqual([nothing, nothing]);
    });
  });
});

function expectScores(ours: Scores, theirs: (part: (typeof PARTS)[number]) => Score): void {
  for (const part of PARTS) expectScore(ours[part], theirs(part), part);
}

function expectScore(ours: Score | null, { loss, accuracy }: Score, what: string): void {
  meets(ours?.loss, loss, FLOAT64, what);
  expect(Math.abs((ours?.accuracy ?? Number.NaN) - accuracy), `accuracy, ${what}`).toBeLessThan(FLOAT64);
}

function meets(ours: number | undefined, theirs: number, tolerance: number, what: string): void {
  expect(Math.abs((ours ?? Number.NaN) / theirs - 1), what).toBeLessThan(tolerance);
}
