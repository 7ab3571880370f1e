import { beforeAll, expect, test } from "vitest";
import { startBackend } from "#engine/backend.js";
import { LayoutError } from "#errors.js";
import { sliced, transposed } from "#formats/_views.js";
import type { Facts } from "#layouts/_facts.js";
import type { Reading, StateDict } from "#layouts/_layout.js";
import { readingsOf } from "#layouts/_read.js";
import { logitsOf } from "#networks/forward.js";
import { storedModel } from "#runs/model-at.js";
import { array, renamed, stateOf, stateOfShapes } from "./_states.ts";

beforeAll(async () => {
  await startBackend();
});

const NOTHING: Facts = { config: new Map() };
const NN_LINEAR = "structural/nn-linear/checkpoint_200.pt";
const NN_TRANSFORMER = "structural/nn-transformer/checkpoint_200.pt";
const MLP_CONCAT = "structural/mlp-concat/checkpoint_200.pt";
const MLP_ONEHOT = "structural/mlp-onehot/checkpoint_300.pt";

function readings(state: StateDict, facts: Facts = NOTHING): readonly Reading[] {
  return readingsOf("a.pt", state, facts, { layout: "structural" }).readings;
}
function logits({ architecture, weights }: Reading): Float32Array {
  return Float32Array.from(logitsOf(storedModel(architecture, weights)).data);
}
/** The reading whose choices include all of these words. */
function chosen(list: readonly Reading[], ...words: readonly string[]): Reading {
  const found = list.find(({ choices }) => words.every((word) => choices.includes(word)));
  if (!found) throw new Error(`no reading has ${words.join(", ")}`);
  return found;
}
function error(run: () => unknown): LayoutError {
  try {
    run();
  } catch (thrown) {
    if (thrown instanceof LayoutError) return thrown;
    throw thrown;
  }
  throw new Error("nothing was thrown");
}

test("names of nn.Linear leave heads and activation open, and no more than that", () => {
  const list = readings(stateOf(NN_LINEAR), { config: new Map(), p: 11 });
  expect(new Set(list.flatMap(({ choices }) => choices))).toEqual(
    new Set([
      ...["4 heads", "1 head", "2 heads", "8 heads", "16 heads", "no LayerNorm"],
      ...["activation relu", "activation gelu", "activation gelu_tanh", "activation silu"],
      ...["tokens [a, b, 11]", "tokens [a, 11, b]", "tokens [a, b]", "tokens [b, a, 11]"],
      ...["Wq.weight read as nn.Linear [out, in]", "the table pos_embed.weight is not used"],
      ...["1 row of the embedding is never read", "1 row of the positions is never read"],
    ]),
  );
});

test("the configuration closes what it states", () => {
  const config = new Map<string, string | number>([
    ["n_heads", 4],
    ["activation", "gelu"],
    ["p", 11],
  ]);
  expect(readings(stateOf(NN_LINEAR), { config })[0].choices).toEqual([
    ...["4 heads", "activation gelu", "no LayerNorm", "tokens [a, b, 11]", "Wq.weight read as nn.Linear [out, in]"],
  ]);
});

const CASES: readonly (readonly [string, readonly string[]])[] = [
  [NN_LINEAR, ["4 heads", "activation gelu", "tokens [a, b, 11]"]],
  [MLP_CONCAT, ["activation relu"]],
  [MLP_ONEHOT, ["activation square"]],
];

test.each(CASES)("%s without names is still read so", (file, words) => {
  const state = stateOf(file);
  const [own] = [chosen(readings(state), ...words)];
  const same = readings(renamed(state)).filter(({ choices }) => words.every((word) => choices.includes(word)));
  const wanted = logits(own);
  expect(same.some((reading) => logits(reading).every((value, i) => value === wanted[i]))).toBe(true);
});

test.each(CASES)("%s with every matrix stored the other way round is still read so", (file, words) => {
  const state = stateOf(file);
  const turned = new Map(
    [...state].map(([name, tensor]) =>
      // Bare parameters, as names of modules would say [out, in].
      tensor.shape.length === 2 ? [name.replace(/\.weight$/, ""), transposed(tensor, [1, 0])] : [name, tensor],
    ),
  );
  const wanted = logits(chosen(readings(state), ...words));
  const same = readings(turned).filter(({ choices }) => words.every((word) => choices.includes(word)));
  expect(same.some((reading) => logits(reading).every((value, i) => value === wanted[i]))).toBe(true);
});

test("a stacked in_proj_weight and three matrices are one network", () => {
  const state = stateOf(NN_TRANSFORMER);
  const apart = new Map(
    [...state].flatMap(([name, tensor]) => {
      if (!/in_proj_(weight|bias)$/.test(name)) return [[name, tensor] as const];
      const width = tensor.shape[0] / 3;
      return ["q", "k", "v"].map(
        (letter, i) =>
          [name.replace("in_proj_", `${letter}_proj.`), sliced(tensor, 0, i * width, (i + 1) * width)] as const,
      );
    }),
  );
  const words = ["4 heads", "activation relu", "pre-LayerNorm", "attention without a mask", "tokens [a, b, 7]"];
  expect(logits(chosen(readings(apart), ...words))).toEqual(logits(chosen(readings(state), ...words)));
});

test("without an unembedding the embedding answers", () => {
  const state = new Map([...stateOf(NN_LINEAR)].filter(([name]) => !name.startsWith("unembed")));
  expect(readings(state)[0].choices).toContain("unembedding tied to token_embed.weight");
});

test("masks and counters are not read, and it says so", () => {
  const state = new Map([...stateOf(NN_LINEAR), ["mask", array([3, 3])], ["steps", array([])]]);
  expect(readings(state)[0].choices).toContain("not read: mask, steps");
});

test("two tokens beside the residues are an operator and '='", () => {
  const found = readings(stateOfShapes({ ...LINEAR, "tok.weight": [13, 16], "pos.weight": [4, 16] }));
  expect(found[0].architecture).toMatchObject({ p: 11, sequence: ["a", 11, "b", 12] });
});

test("three hidden layers are a chain, in whatever order they stand", () => {
  const state = stateOfShapes({
    "out.weight": [11, 24],
    "b.weight": [24, 20],
    "embed.weight": [11, 10],
    "a.weight": [20, 20],
  });
  const [first] = readings(state);
  expect(first.choices.slice(0, 2)).toEqual([
    "embedding embed.weight, concatenated",
    "layers a.weight, b.weight, out.weight",
  ]);
  expect(first.architecture).toMatchObject({ kind: "mlp", p: 11, meeting: "concatenate", hiddenLayers: 2 });
});

test("of many readings the likeliest are listed, those first", () => {
  const list = readings(renamed(stateOf(NN_LINEAR)));
  expect(list.length).toBe(4096);
  // In order of plausibility: each answers at least as many questions unusually as the one before it.
  const cost = list.map(({ options = {} }) => Object.values(options).reduce((sum, i) => sum + i, 0));
  expect(cost).toEqual(cost.toSorted((a, b) => a - b));
});

const LINEAR = {
  "tok.weight": [12, 16],
  "pos.weight": [3, 16],
  "Wq.weight": [16, 16],
  "Wk.weight": [16, 16],
  "Wv.weight": [16, 16],
  "Wo.weight": [16, 16],
  "fc1.weight": [32, 16],
  "fc2.weight": [16, 32],
  "head.weight": [11, 16],
};
const without = (name: string) => Object.fromEntries(Object.entries(LINEAR).filter(([key]) => key !== name));

test.each([
  [
    without("Wk.weight"),
    undefined,
    "for a transformer: attention's W_Q, W_K, W_V, W_O, or a fused [3·d_model, d_model] with W_O",
  ],
  [
    without("fc2.weight"),
    undefined,
    "for a transformer: an MLP's W_in and W_out, [d_model, neuron] and [neuron, d_model], with or without a W_gate, and no further matrix",
  ],
  [without("tok.weight"), undefined, "for a transformer: a token embedding [p or more, d_model]"],
  [LINEAR, 97, "for a transformer: tokens for p = 97: the embedding has 12, the unembedding 11, positions 3"],
  [{ "bn.running_mean": [8], ...LINEAR }, undefined, "bn.running_mean: BatchNorm is not read"],
  [
    { "fc1.weight": [20, 12], "fc2.weight": [11, 19] },
    undefined,
    "for an MLP: a chain of layers through all 2 matrices, from one-hot inputs or an embedding [p, width] to p logits",
  ],
] as const)("what is missing is said (%#)", (shapes, p, line) => {
  const facts = p === undefined ? NOTHING : { ...NOTHING, p };
  const { message, details } = error(() => readingsOf("a.pt", stateOfShapes(shapes), facts, {}));
  expect(message).toBe(`a.pt: no layout fits its ${Object.keys(shapes).length} tensors; state their roles with --map`);
  expect(details?.split("\n")).toContain(`missing ${line}`);
});

test("the table names each tensor, its shape and what it could be", () => {
  const { details } = error(() => readingsOf("a.pt", stateOfShapes(without("Wk.weight")), NOTHING, {}));
  expect(details?.split("\n").slice(0, 3)).toEqual([
    "tok.weight   [12, 16]  W_E by its name",
    "pos.weight   [3, 16]   W_pos by its name",
    "Wq.weight    [16, 16]  W_Q by its name",
  ]);
});
