import { beforeAll, describe, expect, test } from "vitest";
import { startBackend } from "#engine/backend.js";
import type { TransformerArchitecture } from "#networks/architecture.js";
import { firstToken } from "#networks/architecture.js";
import type { Edit } from "#networks/edit.js";
import { forward, neuronCounts } from "#networks/forward.js";
import type { Model } from "#networks/model.js";
import { pythonShuffle } from "#numerics/python-random.js";
import type { Tensor } from "#numerics/tensor.js";
import { type Ablation, type AblationKind, ablated } from "#quantities/ablated.js";
import { ablations } from "#quantities/ablations.js";
import { answerScores } from "#quantities/answer-scores.js";
import { neuronLogitMap } from "#quantities/neuron-logit-map.js";
import { readout } from "#quantities/readout.js";
import { streamAblations } from "#quantities/stream-ablations.js";
import type { Network } from "#runs/run.js";
import { type CyclicForm, cyclicForm } from "#tasks/_cyclic.js";
import { task } from "#tasks/_make.js";
import { MAINLINE, planted, randomTransformer } from "../_networks.ts";
import { randomMlp, split } from "./_split-networks.ts";

beforeAll(async () => {
  await startBackend();
});

const P = 11;
const KEYS = [2, 5];
const SEED = 3;
const DRAWS = { seed: SEED, draws: 2 };
/** Of float32 matrices multiplied in another order. */
const FLOAT32 = 1e-5;

const addition = task("addition", P);
const networkOf = (model: Model, of = addition): Network => ({
  architecture: model.architecture,
  task: of,
  split: split(of),
});
const architecture = (change: Partial<TransformerArchitecture>): TransformerArchitecture => ({
  ...MAINLINE,
  p: P,
  sequence: ["a", "b", P],
  ...change,
});

const NETWORKS: readonly (readonly [string, () => Model])[] = [
  ["mainline", () => randomTransformer(architecture({}))],
  ["biases", () => randomTransformer(architecture({}), { biases: true })],
  ["no '=', GELU", () => randomTransformer(architecture({ sequence: ["a", "b"], activation: "gelu" }), { signs: 0 })],
  ["pre-LN", () => randomTransformer(architecture({ normalisation: "pre" }))],
  ["pre-LN with a last one", () => randomTransformer(architecture({ normalisation: "pre" }), { biases: true })],
  ["post-LN", () => randomTransformer(architecture({ normalisation: "post" }), { biases: true })],
  ["two blocks", () => randomTransformer(architecture({ blocks: 2 }), { biases: true })],
  ["two blocks, post-LN", () => randomTransformer(architecture({ blocks: 2, normalisation: "post" }))],
  ["an MLP", () => randomMlp(P)],
];

describe.each(NETWORKS)("%s: as through the whole network with an edit", (_, make) => {
  const all = (model: Model): readonly Ablation[] => [
    ...ablations(model, networkOf(model), KEYS, DRAWS, [...neuronCounts(model).keys()]),
  ];

  let model: Model;
  let found: readonly Ablation[];
  beforeAll(() => {
    model = make();
    found = all(model);
  });

  test("each ablation", () => {
    const order = pythonShuffle(SEED, P * P);
    const checked = found.filter((ablation) => {
      const edit = edits(model, order, ablation);
      if (edit) expectSame(ablation.answers, answersOf(model, edit), nameOf(ablation));
      return edit !== undefined;
    });
    // Left out are the intact network, the neurons that others share, the blocks and the cosines.
    const blocks = neuronCounts(model).length;
    // An MLP's earlier layer has no directions.
    const least = model.architecture.kind === "mlp" ? 11 * blocks - 2 * (blocks - 1) : 30 * blocks;
    expect(checked.length).toBeGreaterThanOrEqual(least);
  });

  test("in an order that leaves every pair in its place, resampling changes nothing", () => {
    const intact = answersOf(model);
    const place = Int32Array.from({ length: P * P }, (_, s) => s);
    for (const block of neuronCounts(model).keys()) {
      for (const ablation of streamAblations(model, readout(model, block), place)) {
        if (ablation.kind === "resample") expectSame(ablation.answers, intact, nameOf(ablation));
      }
    }
  });

  test("twice the same", () => {
    expect(all(model).map(({ answers }) => answers)).toEqual(found.map(({ answers }) => answers));
  });
});

describe("without anything that depends on the pair", () => {
  test("all neurons and what passes them by: every pair gets the same logits", () => {
    const model = randomTransformer(architecture({}), { biases: true });
    const { own, ofMlp, ofSkip, width } = readout(model);
    const order = new Int32Array(P * P);
    const left = ablated(ablated(own, ofMlp, width, "zero", order), ofSkip ?? own, width, "zero", order);
    expectSame(
      left,
      left.map((_, i) => left[i % P]),
      "logits",
    );
    expect(answerScores(left, networkOf(model)).accuracy.all).toBeCloseTo(1 / P, 10);
  });

  test("all that a mainline network has without biases: the loss is ln p", () => {
    const model = randomTransformer(architecture({}));
    const { own, width } = readout(model);
    const left = ablated(own, own, width, "zero", new Int32Array(P * P));
    expect(answerScores(left, networkOf(model)).loss.all).toBeCloseTo(Math.log(P), 12);
  });

  test("a part that is constant, at its mean: nothing changes, nor resampled", () => {
    const [whole, part] = [
      Float32Array.from({ length: 12 }, Math.sin),
      new Float32Array(12).map((_, i) => 0.1 * (i % 3)),
    ];
    for (const kind of ["mean", "resample"] as const) {
      expect(ablated(whole, part, 3, kind, Int32Array.of(2, 0, 3, 1))).toEqual(whole);
    }
  });
});

describe("a network built from frequencies 3 and 5", () => {
  const of = task("addition", 29);
  const form = cyclicForm(of) as CyclicForm;
  const model = planted(29, form, [3, 5]);
  const lossOf = (() => {
    let rows: readonly Ablation[] | undefined;
    return (component: string, what: string) => {
      rows ??= [...ablations(model, networkOf(model, of), [3, 5], DRAWS)];
      const found = rows.find((row) => row.component === component && row.what.startsWith(what));
      if (!found) throw new Error(`there is no ${component} ${what}`);
      const scores = (answers: Float32Array) => answerScores(answers, networkOf(model, of));
      return { ...scores(found.answers), controls: found.controls.map((draw) => scores(draw()).loss.all) };
    };
  })();

  test("needs each of them, and no other", () => {
    const intact = lossOf("intact", "").loss.all;
    for (const k of [3, 5]) expect(lossOf("frequencies", `k = ${k}`).loss.all).toBeGreaterThan(intact + 0.3);
    const { loss, controls } = lossOf("frequencies", "all keys");
    expect(loss.all).toBeCloseTo(Math.log(29), 4);
    expect(controls).toHaveLength(2);
    for (const control of [...controls, lossOf("frequencies", "all others").loss.all])
      expect(control).toBeCloseTo(intact, 4);
  });

  test("is what its frequencies are, in each way of keeping them", () => {
    const intact = lossOf("intact", "").loss.all;
    for (const what of ["keys, sum directions", "keys, 3x3 blocks"])
      expect(lossOf("frequencies", what).loss.all).toBeCloseTo(intact, 4);
    expect(lossOf("logits", "cosines").loss.all).toBeCloseTo(intact, 4);
    expect(lossOf("directions", "4 of W_L").loss.all).toBeCloseTo(intact, 4);
  });

  test("says nothing of a pair without its neurons, all of which are in no cluster, as their shares are 0.8", () => {
    expect(lossOf("neurons", "unclustered").loss.all).toBeCloseTo(Math.log(29), 10);
    expect(lossOf("mlp", "whole").loss.all).toBeCloseTo(Math.log(29), 10);
    const { loss, controls } = lossOf("neurons", "k = 3");
    expect(loss).toEqual(lossOf("intact", "").loss);
    expect(controls).toEqual([]);
  });
});

/** The same ablation as an edit of the network's activations; undefined for those that are tested otherwise. */
function edits(model: Model, order: Int32Array, { block, component, what, kind }: Ablation): Edit | undefined {
  const { architecture } = model;
  const { length } = neuronCounts(model);
  // An MLP's last layer has a name of its own.
  const bare = length === 1 || (architecture.kind === "mlp" && block === length - 1);
  const prefix = bare ? "" : `${architecture.kind === "mlp" ? "layers" : "blocks"}.${block}.`;
  const at =
    (place: string, change: (value: Tensor) => Tensor): Edit =>
    (name, value) =>
      name === prefix + place ? change(value) : undefined;
  const whole = (value: Tensor) => changed(value, () => true, kind as AblationKind, order);
  if (component === "attention" && what === "whole") return at("attn_out", whole);
  if (component === "attention") return at("pattern", (value) => changed(value, () => true, "mean", order));
  if (component === "head") {
    const head = Number(what.slice("head ".length));
    return at("z", (value) =>
      changed(value, (i) => Math.floor(i / value.shape[2]) === head, kind as AblationKind, order),
    );
  }
  if (component === "mlp" && architecture.kind === "transformer") return at("mlp_out", whole);
  if (component === "mlp") return at("post", whole);
  if (component === "skip") {
    let mid: Tensor;
    return (name, value) => {
      if (name === `${prefix}resid_mid`) mid = value;
      if (name !== `${prefix}mlp_out`) return undefined;
      const instead = whole(mid);
      return { ...value, data: value.data.map((x, i) => x + instead.data[i] - mid.data[i]) };
    };
  }
  if (component === "neurons" && what === "unclustered") {
    // Of these networks no neuron is in a cluster.
    return at("post", whole);
  }
  if (component === "frequencies" && kind === "remove") {
    const others = [1, 2, 3, 4, 5].filter((k) => !KEYS.includes(k));
    const ks = what === "all keys" ? KEYS : what === "all others" ? others : [Number(what.slice("k = ".length))];
    return at("post", (value) => subtract(value, waves(ks)));
  }
  if (component === "directions") return at("post", (value) => onDirections(model, block ?? 0, value, kind === "keep"));
  return undefined;
}

/** The value with some columns at 0, at their mean over the pairs, or as at another pair. */
function changed(value: Tensor, columns: (i: number) => boolean, kind: AblationKind, order: Int32Array): Tensor {
  const pairs = value.shape[0];
  const width = value.data.length / pairs;
  const column = (i: number) => Array.from({ length: pairs }, (_, s) => value.data[s * width + i]);
  const means = Array.from({ length: width }, (_, i) => column(i).reduce((sum, x) => sum + x, 0) / pairs);
  const data = value.data.map((x, at) => {
    const [s, i] = [Math.floor(at / width), at % width];
    if (!columns(i)) return x;
    return kind === "zero" ? 0 : kind === "mean" ? means[i] : value.data[order[s] * width + i];
  });
  return { ...value, data };
}

/** Unit vectors over the pairs. */
function waves(ks: readonly number[]): number[][] {
  return ks.flatMap((k) =>
    [Math.cos, Math.sin].map((wave) =>
      Array.from(
        { length: P * P },
        (_, s) => (Math.SQRT2 / P) * wave((2 * Math.PI * k * (Math.floor(s / P) + (s % P))) / P),
      ),
    ),
  );
}

function subtract(value: Tensor, vectors: number[][]): Tensor {
  const data = Float64Array.from(value.data);
  const width = value.shape[1];
  for (const vector of vectors) {
    for (let i = 0; i < width; i++) {
      const along = vector.reduce((sum, x, s) => sum + x * value.data[s * width + i], 0);
      for (let s = 0; s < vector.length; s++) data[s * width + i] -= along * vector[s];
    }
  }
  return { ...value, data };
}

/** Each pair's neurons projected on the directions, or what is left: by the normal equations' iteration until it rests. */
function onDirections(model: Model, block: number, value: Tensor, keep: boolean): Tensor {
  const { data: W_L } = neuronLogitMap(model, block);
  const width = value.shape[1];
  const directions = KEYS.flatMap((k) =>
    [Math.cos, Math.sin].map((wave) =>
      Array.from({ length: width }, (_, i) =>
        Array.from({ length: P }, (_, c) => wave((2 * Math.PI * k * c) / P) * W_L[i * P + c]).reduce((a, b) => a + b),
      ),
    ),
  );
  const left = Float64Array.from(value.data);
  for (let s = 0; s < value.shape[0]; s++) {
    for (let sweep = 0; sweep < 2000; sweep++) {
      for (const direction of directions) {
        let [along, length] = [0, 0];
        for (let i = 0; i < width; i++) {
          along += direction[i] * left[s * width + i];
          length += direction[i] ** 2;
        }
        for (let i = 0; i < width; i++) left[s * width + i] -= (along / length) * direction[i];
      }
    }
  }
  return { ...value, data: keep ? left.map((x, i) => value.data[i] - x) : left };
}

function answersOf(model: Model, edit: Edit = () => undefined): Float32Array {
  const { data, shape } = forward(model, undefined, edit).logits;
  const first = firstToken(model.architecture);
  return Float32Array.from({ length: P * P * P }, (_, i) => data[Math.floor(i / P) * shape[1] + first + (i % P)]);
}

function expectSame(ours: ArrayLike<number>, theirs: Float32Array, what: string): void {
  expect(ours.length).toBe(theirs.length);
  let [most, largest] = [0, 1];
  for (let i = 0; i < theirs.length; i++) {
    most = Math.max(most, Number.isNaN(ours[i]) ? Number.POSITIVE_INFINITY : Math.abs(ours[i] - theirs[i]));
    largest = Math.max(largest, Math.abs(theirs[i]));
  }
  expect(most / largest, what).toBeLessThan(FLOAT32);
}

function nameOf({ component, what, kind }: Ablation): string {
  return `${component} ${what} ${kind}`;
}
