import { expect, test } from "vitest";
import type { TransformerArchitecture } from "#networks/architecture.js";
import { activationsOf, forward } from "#networks/forward.js";
import { type Model, parameterName } from "#networks/model.js";
import { places } from "#quantities/depth/places.js";
import { logitLens, withoutBlock, withoutLastBlock } from "#quantities/depth/stream-readings.js";
import { changed, MAINLINE, network, randomTransformer } from "../../_networks.ts";
import { randomMlp } from "../_split-networks.ts";

const p = 5;
const architecture: TransformerArchitecture = { ...MAINLINE, p, sequence: ["a", "b", p], blocks: 2 };
const words = (model: Model) => places(model).map(({ part, block, before }) => [part, block, before !== null]);

test("of a transformer: the start, and after the halves of each block", () => {
  const model = randomTransformer(architecture);
  expect(words(model)).toEqual([
    ["start", null, false],
    ["attention", 0, false],
    ["mlp", 0, true],
    ["attention", 1, false],
    ["mlp", 1, true],
  ]);
  expect(places(model).map(({ activation }) => activation)).toEqual([
    "blocks.0.hook_resid_pre",
    "blocks.0.hook_resid_mid",
    "blocks.0.hook_resid_post",
    "blocks.1.hook_resid_mid",
    "blocks.1.hook_resid_post",
  ]);
  expect(places(model)[4].preActivation).toBe("blocks.1.mlp.hook_pre");
});

test("of a block whose halves read the same stream: after the whole", () => {
  expect(words(randomTransformer({ ...architecture, parallel: true }))).toEqual([
    ["start", null, false],
    ["block", 0, true],
    ["block", 1, true],
  ]);
});

test("of an MLP: what it reads, and each hidden layer", () => {
  expect(words(randomMlp(p))).toEqual([
    ["start", null, false],
    ["layer", 0, false],
    ["layer", 1, false],
  ]);
});

const FLOAT32 = 4;
const near = (x: ArrayLike<number>, y: ArrayLike<number>) => {
  expect(x.length).toBe(y.length);
  for (let i = 0; i < x.length; i++) expect(x[i]).toBeCloseTo(y[i], FLOAT32);
};

test.each([
  ["none", false],
  ["pre", false],
  ["post", false],
  ["none", true],
] as const)(
  "without the last block, norms %s, parallel %s, a network is the one that ends before it",
  (normalisation, parallel) => {
    const model = randomTransformer({ ...architecture, normalisation, parallel }, { biases: normalisation !== "none" });
    const names = model.parameters.names.filter((name) => !name.startsWith("blocks.1."));
    const shorter = network(
      { ...architecture, normalisation, parallel, blocks: 1 },
      Object.fromEntries(
        names.map((name) => {
          const found = model.parameters.get(name);
          if (!found) throw new Error(name);
          return [name, [found.shape, (i: number) => found.data[i]] as const];
        }),
      ),
    );
    expect(parameterName(shorter, "blocks.0.W_Q")).toBe("W_Q");
    const all = places(model);
    const last = all[all.length - 1];
    const before = all[all.length - (parallel ? 2 : 3)];
    const { logits } = forward(shorter);
    near(withoutBlock(model, { before: last.before as string, activation: last.activation }, "zero").data, logits.data);
    // The lens at the end of the block before reads the same.
    near(logitLens(model, activationsOf(model, [before.activation])[before.activation], last).data, logits.data);
  },
);

test.each(["zero", "mean"] as const)("of the last block the last position is enough: %s", (kind) => {
  const model = randomTransformer(architecture, { biases: true });
  const all = places(model);
  const last = all[all.length - 1];
  const before = last.before as string;
  const found = activationsOf(model, [before, last.activation]);
  near(
    withoutLastBlock(model, { before: found[before], after: found[last.activation] }, last, kind).data,
    withoutBlock(model, { before, activation: last.activation }, kind).data,
  );
});

test("the mean of what a block adds takes nothing away where that is the same for every pair", () => {
  // Without attention's and the MLP's weights out a block adds its biases alone.
  const model = ["W_O", "W_out"].reduce(
    (one, name) => changed(one, `blocks.0.${name}`, () => 0),
    randomTransformer(architecture, { biases: true }),
  );
  const end = places(model)[2];
  const place = { before: end.before as string, activation: end.activation };
  near(withoutBlock(model, place, "mean").data, forward(model).logits.data);
  const zero = withoutBlock(model, place, "zero").data;
  expect(zero.some((value, i) => Math.abs(value - forward(model).logits.data[i]) > 1e-3)).toBe(true);
});
