import { beforeAll, describe, expect, test } from "vitest";
import { startBackend } from "#engine/backend.js";
import { forward } from "#networks/forward.js";
import type { Hook } from "#networks/hooks.js";
import type { Model } from "#networks/model.js";
import type { Tensor } from "#numerics/tensor.js";
import { attributedEffects } from "#quantities/edges/attributed-effects.js";
import { type Carried, carriedSum } from "#quantities/edges/carried.js";
import type { Edge } from "#quantities/edges/composed.js";
import { edgeEffects } from "#quantities/edges/edge-effects.js";
import { cutEffects } from "#quantities/edges/exact-effects.js";
import { hasParts } from "#quantities/edges/parts.js";
import type { Network } from "#runs/run.js";
import { type CyclicForm, cyclicForm } from "#tasks/_cyclic.js";
import { task } from "#tasks/_make.js";
import { changed, MAINLINE, randomTransformer } from "../../_networks.ts";

beforeAll(async () => {
  await startBackend();
});

/** Logits of about 1, in float32, in another order of summation. */
const FLOAT32 = 1e-5;
const P = 7;
const KEYS = [1, 3];
const FORM = cyclicForm(task("addition", P)) as CyclicForm;

function networkOf({ architecture }: Model): Network {
  const split = {
    member: Uint8Array.from({ length: P * P }, (_, s) => (s % 3 === 0 ? 1 : 0)),
    origin: "every third",
    kind: "drawn" as const,
  };
  return { architecture, task: task("addition", P), split };
}

const two = { ...MAINLINE, p: P, sequence: ["a", "b", P] as const, blocks: 2 };
const NETWORKS = {
  "one block": randomTransformer({ ...MAINLINE, p: P, sequence: ["a", "b", P] }),
  "two blocks with norms and biases": randomTransformer({ ...two, normalisation: "pre" }, { biases: true }),
  "no sign at the end": randomTransformer({ ...two, sequence: ["a", "b"], causal: false }, { biases: true }),
  "turned queries and keys": randomTransformer({
    ...two,
    positions: { scheme: "rotary", base: 10, pairs: "halves", values: 0 },
  }),
};

function carriedBy(model: Model, hooks: Readonly<Record<string, Hook>>): Carried {
  const sum = carriedSum(networkOf(model), FORM, KEYS);
  sum.add(
    forward(model, { hooks }).logits.data as Float32Array,
    Int32Array.from({ length: P }, (_, i) => i),
  );
  return sum.value();
}

/** Replaces some places of an activation [sample, …] by their means over the samples. */
const averaged =
  (wanted: (place: number) => boolean): Hook =>
  ({ data, shape, axes }: Tensor) => {
    const size = data.length / shape[0];
    const out = Float32Array.from(data);
    for (let i = 0; i < size; i++) {
      if (!wanted(i)) continue;
      let sum = 0;
      for (let s = 0; s < shape[0]; s++) sum += data[s * size + i];
      for (let s = 0; s < shape[0]; s++) out[s * size + i] = sum / shape[0];
    }
    return { axes, shape, data: out };
  };

function expectAlike(found: Carried, expected: Carried) {
  for (const [i, value] of expected.frequencies.entries())
    expect(Math.abs(found.frequencies[i] - value)).toBeLessThan(FLOAT32);
  for (const name of ["right", "train", "test"] as const)
    expect(Math.abs(Number(found[name]) - Number(expected[name])), name).toBeLessThan(FLOAT32);
}

const ofHead =
  (block: number, head: number) =>
  <E extends Edge>(edges: readonly E[]): readonly E[] =>
    edges.filter(({ from }) => from.kind === "head" && from.block === block && from.name === `head ${head}`);

describe.each(Object.entries(NETWORKS))("%s", (_, model) => {
  const network = networkOf(model);
  /** Four values of each head. */
  const isHead = (head: number) => (place: number) => Math.floor(place / 4) % 4 === head;

  test("with nothing cut it is the network itself", () => {
    const { intact, cut } = cutEffects(model, network, FORM, KEYS, () => [[]]);
    expectAlike(intact, carriedBy(model, {}));
    expect(cut).toEqual([intact]);
  });

  test("all edges of a head cut: its mean in place of what it gives, as a hook has it", () => {
    const { cut } = cutEffects(model, network, FORM, KEYS, (edges) => [ofHead(0, 1)(edges)]);
    expectAlike(cut[0], carriedBy(model, { "blocks.0.attn.hook_z": averaged(isHead(1)) }));
  });

  test("all edges of an input cut: the mean embedding in its place", () => {
    const { cut } = cutEffects(model, network, FORM, KEYS, (edges) => [edges.filter(({ from }) => from.name === "b")]);
    // [position, d_model]: b stands second.
    expectAlike(cut[0], carriedBy(model, { hook_embed: averaged((place) => Math.floor(place / 16) === 1) }));
  });

  test("all edges into a block's neurons cut: they are the same for all pairs", () => {
    const blocks = model.architecture.kind === "transformer" ? model.architecture.blocks : 0;
    const { cut } = cutEffects(model, network, FORM, KEYS, (edges) => [
      edges.filter(({ to }) => to.kind === "logits"),
      edges.filter(({ to }) => to.kind === "neurons" && to.block === blocks - 1),
    ]);
    expect(Math.max(...cut[0].frequencies.map(Math.abs))).toBeLessThan(FLOAT32);
    // Every pair has the same logits: the loss is that of one guess for all.
    expect(cut[0].train).toBeGreaterThan(1);
    expect(Number.isFinite(cut[1].right)).toBe(true);
  });
});

test("the gradient says the same of a small part as the cut does", () => {
  // A head that writes a hundredth: what it carries is nearly linear.
  const model = NETWORKS["two blocks with norms and biases"];
  const faint = changed(model, "blocks.0.W_O", (old, i) => (i < 4 * 16 ? old / 100 : old));
  const { edges } = edgeEffects(faint, networkOf(model), FORM, KEYS, { exact: "always", attributed: true });
  const own = ofHead(0, 0)(edges);
  const most = Math.max(...own.map(({ exact }) => Math.abs(Number(exact?.train))));
  expect(most).toBeGreaterThan(10 * FLOAT32);
  for (const { exact, attributed } of own)
    for (const of of ["right", "train", "test"] as const)
      expect(Math.abs(Number(exact?.[of]) - Number(attributed?.[of]))).toBeLessThan(0.05 * most);
});

test("through a head that writes nothing all edges carry exactly nothing", () => {
  const model = changed(NETWORKS["one block"], "blocks.0.W_O", (old, i) => (i < 4 * 16 ? 0 : old));
  const { edges } = edgeEffects(model, networkOf(model), FORM, KEYS, { exact: "always", attributed: true });
  const through = edges.filter(({ from, to }) =>
    [from, to].some((one) => one.kind === "head" && one.block === 0 && one.name === "head 0"),
  );
  expect(through.length).toBe(2 + KEYS.length + 3);
  for (const { exact, attributed } of through)
    for (const effect of [exact, attributed])
      expect(effect).toMatchObject({ frequencies: Float64Array.of(0, 0), right: 0, train: 0, test: 0 });
  expect(edges.some(({ exact }) => exact?.right !== 0)).toBe(true);
});

test("edges into the logits of a network without norms are linear: cut and gradient agree", () => {
  const model = NETWORKS["one block"];
  const { edges } = edgeEffects(model, networkOf(model), FORM, KEYS, { exact: "always", attributed: true });
  const last = edges.filter(({ to }) => to.kind === "logits");
  expect(last.length).toBe(4 + KEYS.length + 2);
  for (const { exact, attributed } of last) {
    expect(Math.abs(Number(exact?.right) - Number(attributed?.right))).toBeLessThan(FLOAT32);
    for (const i of KEYS.keys())
      expect(Math.abs(Number(exact?.frequencies[i]) - Number(attributed?.frequencies[i]))).toBeLessThan(FLOAT32);
  }
});

test("one gradient for all edges is what it is alone, and never cuts where it is told so", () => {
  const model = NETWORKS["one block"];
  const never = edgeEffects(model, networkOf(model), FORM, KEYS, { exact: "never", attributed: false });
  expect(never.edges.every(({ exact }) => exact === null)).toBe(true);
  expect(never.edges.map(({ attributed }) => attributed)).toEqual(
    attributedEffects(model, networkOf(model), FORM, KEYS),
  );
});

test("without a split the right answer is over all pairs, and there is no loss of either part", () => {
  const model = NETWORKS["one block"];
  const network = { ...networkOf(model), split: undefined };
  const { edges } = edgeEffects(model, network, FORM, KEYS, { exact: "always", attributed: true });
  for (const { to, exact, attributed } of edges) {
    for (const effect of [exact, attributed]) expect(effect).toMatchObject({ train: null, test: null });
    if (to.kind === "logits") expect(Math.abs(Number(exact?.right) - Number(attributed?.right))).toBeLessThan(FLOAT32);
  }
});

test("a stream that norms stand on is no sum of parts, and a list of other blocks has none that are known", () => {
  expect(hasParts({ ...two, normalisation: "post" })).toMatch(/norms \(post\)/);
  expect(hasParts({ ...two, normalisation: "pre" })).toBe(true);
  expect(hasParts({ kind: "blocks", p: P, sequence: [], firstToken: 0, blocks: [] })).toMatch(/blocks/);
});
