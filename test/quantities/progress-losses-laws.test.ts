import { beforeAll, describe, expect, test } from "vitest";
import { startBackend } from "#engine/backend.js";
import { forward } from "#networks/forward.js";
import type { Model } from "#networks/model.js";
import { answerRatios, MAX_EXPONENT } from "#quantities/answer-ratios.js";
import { controlFrequencies } from "#quantities/control-frequencies.js";
import { FREQUENCY_VARIANT_NAMES, FREQUENCY_VARIANTS } from "#quantities/frequency-variants.js";
import { groupPairs } from "#quantities/group-pairs.js";
import { type LogitPart, tabulated } from "#quantities/part-losses.js";
import { excludedScores, restrictedScores, type Score } from "#quantities/progress-losses.js";
import { accuracies, losses } from "#quantities/split-losses.js";
import type { Network } from "#runs/run.js";
import { type CyclicForm, cyclicForm } from "#tasks/_cyclic.js";
import { task } from "#tasks/_make.js";
import { CYCLIC } from "../_cyclic-tasks.ts";
import { changed, MAINLINE, normal, planted, randomTransformer } from "../_networks.ts";
import { crossEntropy, naiveKept, naiveLogits, naivePart, naiveScore, type Rows } from "./_naive-losses.ts";
import { among, randomMlp, split } from "./_split-networks.ts";

/** Both are float64 over the same float32 logits. */
const FLOAT64 = 1e-10;
/** Logits in the thousands keep 1e-12 of themselves in float64, which is this share of a loss e^−x. */
const LARGE = 1e-8;
/** Sums over the pairs of logits that float32 rounds otherwise than the weights say. */
const FLOAT32 = 1e-5;
/** Of 22 to 29 answers the right one by chance, and a few more. */
const CHANCE = 0.1;

const HOW = ["restricted", "excluded"] as const;
const PARTS = ["all", "train", "test"] as const;
const scoresOf = { restricted: restrictedScores, excluded: excludedScores };

beforeAll(async () => {
  await startBackend();
});

const networkOf = (name: string, model: Model): Network => {
  const of = task(name, model.architecture.p);
  return { architecture: model.architecture, task: of, split: split(of) };
};
const upTo = (n: number): readonly number[] => Array.from({ length: Math.floor(n / 2) }, (_, i) => i + 1);

const RANDOM = [
  ["addition", 9],
  ["addition", 10],
  ["subtraction", 11],
  ["subtraction", 8],
  ["multiplication", 11],
  ["division", 13],
] as const;

describe.each(RANDOM)("an MLP of random weights, %s mod %i", (name, p) => {
  const model = randomMlp(p);
  const network = networkOf(name, model);
  const form = cyclicForm(network.task) as CyclicForm;
  const logits = () => naiveLogits(model, form);

  test.each(FREQUENCY_VARIANT_NAMES)("%s: excluding no frequency leaves the loss as it is", (variant) => {
    const ours = excludedScores(model, network, form, variant, []);
    for (const part of PARTS) expectScore(ours[part], naiveScore(logits(), network, among(network, part)), FLOAT64);
    // A pair with a zero is in the loss of the network as it is, and in no group.
    if (form.n < p) return;
    for (const part of PARTS) {
      const intact = { loss: losses(model, network)[part], accuracy: accuracies(model, network)[part] };
      expectScore(ours[part], intact as Score, FLOAT64);
    }
  });

  test("sum-directions: restricted to every frequency are the means over the pairs of equal answer", () => {
    const { n, sign } = form;
    const place = (s: number) => (Math.floor(s / n) + sign * (s % n) + n) % n;
    const means = upTo(2 * n).map((_, r) => {
      const same = logits().filter((_, s) => place(s) === r);
      return same[0].map((_, c) => same.reduce((sum, row) => sum + row[c], 0) / same.length);
    });
    const rows = logits().map((_, s) => means[place(s)]);
    const ours = restrictedScores(model, network, form, "sum-directions", upTo(n));
    for (const part of PARTS) expectScore(ours[part], naiveScore(rows, network, among(network, part)), FLOAT64);
  });

  test.each(FREQUENCY_VARIANT_NAMES)("%s: the parts of disjoint sets of frequencies add", (variant) => {
    const every = upTo(form.n);
    const { residue } = groupPairs(network, form);
    const total = (keys: readonly number[]) => {
      const parts: readonly LogitPart[] = FREQUENCY_VARIANTS[variant].parts(model, form, keys);
      const tables = parts.map((part) => ({ of: part.of, values: tabulated(part, form.n, p) }));
      return Float64Array.from({ length: form.n ** 2 * p }, (_, i) =>
        tables.reduce((sum, { of, values }) => sum + values[residue[of][Math.floor(i / p)] * p + (i % p)], 0),
      );
    };
    for (const cut of every) {
      const [some, others, all] = [total(every.slice(0, cut)), total(every.slice(cut)), total(every)];
      const most = all.reduce((worst, value, i) => {
        const error = Math.abs(some[i] + others[i] - value);
        return error <= worst ? worst : error;
      }, 0);
      expect(most).toBeLessThan(FLOAT64);
    }
  });
});

describe.each([
  ["addition", 11],
  ["division", 11],
] as const)("%s mod %i, logits that differ by ever more", (name, p) => {
  const form = cyclicForm(task(name, p)) as CyclicForm;
  const unscaled = changed(randomMlp(p), "b_U", () => 0);
  const scaled = (by: number) => changed(unscaled, "W_U", (old) => old * by);
  const reach = () => answerRatios(unscaled, task(name, p)).reach;
  // From where exponentials of the logits multiply, to where they overflow; densely about where that begins.
  const scales = [0.01, 0.03, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.999, 1.001, 1.5, 3, 10];

  test.each(FREQUENCY_VARIANT_NAMES)("%s: the loss is the naive one at every size", (variant) => {
    for (const scale of scales) {
      const model = scaled((scale * MAX_EXPONENT) / reach());
      const network = networkOf(name, model);
      const logits = naiveLogits(model, form);
      for (const how of HOW) {
        const rows = naiveKept(logits, naivePart(model, form, variant, [2, 3]), how);
        const ours = scoresOf[how](model, network, form, variant, [2, 3]);
        for (const part of PARTS) {
          const theirs = naiveScore(rows, network, among(network, part));
          expectScore(ours[part], theirs, LARGE, `${how}, ${scale}, ${part}`);
        }
      }
    }
  });

  test("the plain loss too, and small losses keep their digits", () => {
    const { n } = form;
    for (const scale of [1, 30, 90, 400, 4000]) {
      const model = changed(planted(p, form, upTo(n)), "W_U", (old) => old * scale);
      const network = networkOf(name, model);
      const rows = naiveLogits(model, form);
      const { loss, accuracy } = naiveScore(rows, network, among(network, "all"));
      expect(accuracy).toBe(1);
      const unknown = { ...network, split: undefined };
      const excluded = excludedScores(model, unknown, form, "sum-directions", []);
      if (loss > Number.MIN_VALUE) expectScore(excluded.all, { loss, accuracy }, LARGE, `${scale}`);
      else expect(excluded.all).toEqual({ loss: 0, accuracy: 1 });
      // Two sums of the same terms, in another order.
      const [plain, without] = [losses(model, unknown).all, excluded.all?.loss ?? Number.NaN];
      if (n === p) expect(Math.abs(plain - without)).toBeLessThanOrEqual(1e-14 * without);
    }
  });
});

test.each([
  [0, 1],
  [2, 3],
])("the loss over every logit, answers from token %i on, %i signs more: at every size", (firstToken, signs) => {
  const sequence = ["a", "b", firstToken + 9] as const;
  const random = randomTransformer({ ...MAINLINE, p: 9, firstToken, sequence }, { signs });
  for (const scale of [1, 100, 1e4]) {
    const model = changed(random, "W_U", (old) => old * scale);
    const network = networkOf("addition", model);
    const { data, shape } = forward(model).logits;
    const each = Array.from(network.task.answers, (answer, s) =>
      crossEntropy(Array.from(data.subarray(s * shape[1], (s + 1) * shape[1])), firstToken + answer),
    );
    const { all } = losses(model, network, { over: "all", dtype: "float64" });
    expectLoss({ loss: all, accuracy: 0 }, each.reduce((sum, x) => sum + x, 0) / each.length, FLOAT64);
  }
});

test("neurons behind a final LayerNorm, or of blocks that are not known, have no part of the logits of their own", () => {
  const final = { ...MAINLINE, p: 7, sequence: ["a", "b", 7], normalisation: "pre" } as const;
  const { applies } = FREQUENCY_VARIANTS["neuron-level"];
  expect(applies(randomTransformer(final, { biases: true }))).toMatch(/LayerNorm/);
  expect(applies(randomTransformer(final))).toBe(true);
  const blocks = { kind: "blocks", p: 7, sequence: [], firstToken: 0, blocks: [] } as const;
  expect(applies({ ...randomTransformer(final), architecture: blocks })).toMatch(/list of other blocks/);
});

describe.each(FREQUENCY_VARIANT_NAMES)("in the variant %s", (variant) => {
  test.each([1, 1e4])("NaN weights give a loss of NaN and no right answer, logits × %i", (scale) => {
    for (const spoilt of [(i: number) => i >= 0, (i: number) => i === 3]) {
      const large = changed(randomMlp(9), "W_U", (old) => old * scale);
      const model = changed(large, "W_U", (old, i) => (spoilt(i) ? Number.NaN : old));
      const network = networkOf("addition", model);
      const form = cyclicForm(network.task) as CyclicForm;
      expect(answerRatios(model, network.task).reach).toBeNaN();
      for (const how of HOW) {
        expect(scoresOf[how](model, network, form, variant, [1, 2]).all, how).toEqual({
          loss: Number.NaN,
          accuracy: 0,
        });
      }
    }
  });

  test("where all logits are equal the first answer counts", () => {
    const unbiased = changed(randomMlp(10), "b_U", () => 0);
    const zero = changed(unbiased, "W_U", () => 0);
    const network = networkOf("addition", zero);
    const form = cyclicForm(network.task) as CyclicForm;
    for (const how of HOW) {
      const { all } = scoresOf[how](zero, network, form, variant, [1, 2]);
      expectScore(all, { loss: Math.log(10), accuracy: 0.1 }, FLOAT64, how);
    }
  });
});

// The part of cos-cube is the answers' own: twins in the logits are none in it.
describe.each(FREQUENCY_VARIANT_NAMES.filter((name) => name !== "cos-cube"))("in the variant %s", (variant) => {
  test.each([1, 1e4])("of each two equal logits the first counts, × %i", (scale) => {
    const p = 10;
    const even = (at: number) => at - (at % 2);
    const plain = randomMlp(p);
    const valuesOf = (name: string) => plain.parameters.get(name)?.data ?? expect.unreachable();
    const doubled = changed(plain, "W_U", (_, i) => scale * valuesOf("W_U")[even(i)]);
    const model = changed(doubled, "b_U", (_, i) => scale * valuesOf("b_U")[even(i)]);
    const of = task("addition", p);
    // The pairs whose answer is even are for training: the others' has a twin that comes first.
    const member = Uint8Array.from(of.answers, (answer) => 1 - (answer % 2));
    const network: Network = { ...networkOf("addition", model), split: { member, origin: "", kind: "stored" } };
    const form = cyclicForm(network.task) as CyclicForm;
    for (const how of HOW) {
      const rows = naiveKept(naiveLogits(model, form), naivePart(model, form, variant, [2, 3]), how);
      const { train, test: other } = scoresOf[how](model, network, form, variant, [2, 3]);
      expect(other?.accuracy).toBe(0);
      expect(train?.accuracy).toBe(naiveScore(twinless(rows), network, among(network, "train")).accuracy);
    }
  });
});

/** Rows whose answers of odd number are out of the question. */
function twinless(rows: Rows): Rows {
  return rows.map((row) => row.map((value, c) => (c % 2 === 0 ? value : Number.NEGATIVE_INFINITY)));
}

describe.each(CYCLIC)("a network built from frequencies 3 and 5: %s mod %i", (name, p) => {
  const form = cyclicForm(task(name, p)) as CyclicForm;
  const keys = [3, 5];
  const draws = controlFrequencies(keys, Math.floor(form.n / 2));
  const model = changed(planted(p, form, keys), "W_U", (old) => 10 * old);
  const network = networkOf(name, model);
  const chance = Math.log(p);
  const intactOf = (one: Model) => naiveScore(naiveLogits(one, form), network, among(network, "all"));

  test.each(FREQUENCY_VARIANT_NAMES)("%s: the keys are all it has, other frequencies nothing", (variant) => {
    const intact = intactOf(model);
    expect(intact.accuracy).toBe(1);
    expectScore(restrictedScores(model, network, form, variant, keys).all, intact, FLOAT32);
    expectLoss(excludedScores(model, network, form, variant, keys).all, chance, FLOAT32);
    expect(draws).toHaveLength(10);
    for (const draw of draws) {
      expectScore(excludedScores(model, network, form, variant, draw).all, intact, FLOAT32);
      expectLoss(restrictedScores(model, network, form, variant, draw).all, chance, FLOAT32);
    }
  });

  test.each(FREQUENCY_VARIANT_NAMES)("%s: one key is worse than two, and better than none", (variant) => {
    for (const how of HOW) {
      for (const key of keys) {
        const { loss } = scoresOf[how](model, network, form, variant, [key]).all as Score;
        expect(loss).toBeGreaterThan(2 * intactOf(model).loss);
        expect(loss).toBeLessThan(chance);
      }
    }
  });

  test.each(FREQUENCY_VARIANT_NAMES)("%s: with noise in W_U, accuracy is the keys' too", (variant) => {
    const noise = normal(5);
    const noisy = changed(model, "W_U", (old) => old + noise(0.3));
    const intact = intactOf(noisy);
    const restricted = restrictedScores(noisy, network, form, variant, keys).all as Score;
    const excluded = excludedScores(noisy, network, form, variant, keys).all as Score;
    expect(restricted.accuracy).toBe(1);
    expect(restricted.loss).toBeLessThan(intact.loss);
    expect(excluded.accuracy).toBeLessThan(CHANCE);
    // Noise is sure of itself, and wrong.
    expect(excluded.loss).toBeGreaterThan(chance);
    for (const draw of draws) {
      // Neurons of frequency k have some of 2k, through which there is noise of 6 and 10.
      const { loss, accuracy } = excludedScores(noisy, network, form, variant, draw).all as Score;
      expect(loss).toBeLessThan(intact.loss * (1 + FLOAT32));
      expect(loss).toBeGreaterThan(intact.loss / 2);
      expect(accuracy).toBeGreaterThan(intact.accuracy - 0.01);
    }
  });
});

function expectScore(ours: Score | null, theirs: Score, tolerance: number, what = ""): void {
  expectLoss(ours, theirs.loss, tolerance, what);
  expect(Math.abs((ours?.accuracy ?? Number.NaN) - theirs.accuracy), what).toBeLessThan(FLOAT64);
}

function expectLoss(ours: Score | null, theirs: number, tolerance: number, what = ""): void {
  expect(Math.abs((ours?.loss ?? Number.NaN) / theirs - 1), what).toBeLessThan(tolerance);
}
