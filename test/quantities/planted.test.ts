import { beforeAll, describe, expect, test } from "vitest";
import { startBackend } from "#engine/backend.js";
import type { Model } from "#networks/model.js";
import { cosineFits } from "#quantities/cosine-fits.js";
import { KEY_RULES, keyFrequencies, noKeysInWords } from "#quantities/key-frequencies.js";
import { neuronFrequencies } from "#quantities/neuron-frequencies.js";
import { type CyclicForm, cyclicForm } from "#tasks/_cyclic.js";
import { tableTask, task } from "#tasks/_make.js";
import { CYCLIC } from "../_cyclic-tasks.ts";
import { changed, MAINLINE, planted, randomTransformer } from "../_networks.ts";

beforeAll(async () => {
  await startBackend();
});

/** Weights are rounded to float32. */
const FLOAT32 = 1e-6;

describe.each(CYCLIC)("a network built from frequencies 3 and 5: %s mod %i", (name, p) => {
  const form = cyclicForm(task(name, p)) as CyclicForm;

  describe.each(["neurons", "sum", "concatenate"] as const)("whose inputs meet by %s", (meeting) => {
    const model = planted(p, form, [3, 5], meeting);

    test.each(KEY_RULES)("has keys 3 and 5 by the rule %s", (rule) => {
      expect(keyFrequencies(model, task(name, p), rule)).toEqual({ rule, keys: [3, 5] });
      // Whatever the scale of its weights.
      const faint = ["W_x", "W_y", "W_U"].reduce((of, weight) => changed(of, weight, (old) => old / 1024), model);
      expect(keyFrequencies(faint, task(name, p), rule)).toEqual({ rule, keys: [3, 5] });
    });

    test("has logits that are as much the one wave as the other, and no third", () => {
      for (const [i, similarity] of cosineFits(model, form).centredSimilarity.entries()) {
        const expected = i + 1 === 3 || i + 1 === 5 ? Math.SQRT1_2 : 0;
        expect(Math.abs(similarity - expected), `k = ${i + 1}`).toBeLessThan(FLOAT32);
      }
    });

    test("has neurons of which 8 follow each frequency, with a share of 0.8", () => {
      const { frequency, share } = neuronFrequencies(model, form);
      expect([...frequency]).toEqual([...Array(8).fill(3), ...Array(8).fill(5)]);
      for (const value of share) expect(Math.abs(value - 0.8)).toBeLessThan(FLOAT32);
    });
  });
});

describe("a network of random weights", () => {
  const p = 29;
  const random = (seed: number, size = p): Model =>
    randomTransformer({ ...MAINLINE, p: size, sequence: ["a", "b", size] }, { d_model: 32, neurons: 96, seed });

  test.each([11, 13, 59, 113])("over %i residues has no keys by any rule", (size) => {
    for (const seed of [1, 2, 3]) {
      for (const rule of KEY_RULES) {
        expect(keyFrequencies(random(seed, size), task("addition", size), rule).keys, `${rule}, seed ${seed}`).toEqual(
          [],
        );
      }
    }
  });

  test.each([
    ["logit-map", "not sparse", /^14 of 14 frequencies pass, which is not sparse$/],
    ["embedding", "not sparse", /^14 of 14 frequencies pass, which is not sparse$/],
    ["neuron", "not sparse", /^1[0-4] of 14 frequencies pass, which is not sparse$/],
    ["cosine", "none pass", /^no frequency passes$/],
  ] as const)("has no keys by the rule %s, which says why", (rule, code, why) => {
    for (const seed of [1, 2, 3, 4, 5]) {
      const { keys, none = expect.unreachable() } = keyFrequencies(random(seed), task("addition", p), rule);
      expect(keys, `seed ${seed}`).toEqual([]);
      expect(none.code, `seed ${seed}`).toBe(code);
      expect(noKeysInWords(none), `seed ${seed}`).toMatch(why);
    }
  });
});

test("a task that is no cyclic group's has no keys, and the reason is its formula", () => {
  const p = 6;
  const composed = tableTask(
    "t.json",
    [...Array(p)].map((_, a) => [...Array(p)].map((_, b) => (a + 5 * b) % p)),
  );
  const model = randomTransformer({ ...MAINLINE, p, sequence: ["a", "b", p] });
  for (const rule of KEY_RULES) {
    const { keys, none = expect.unreachable() } = keyFrequencies(model, composed, rule);
    expect(keys).toEqual([]);
    expect(none.code).toBe("no cyclic group");
    expect(noKeysInWords(none)).toContain(composed.formula);
  }
});
