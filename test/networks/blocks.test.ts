import { readdirSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { startBackend } from "#engine/backend.js";
import { UsageError } from "#errors.js";
import { ACTIVATIONS } from "#networks/activations.js";
import type { BlocksArchitecture } from "#networks/architecture.js";
import type { Block, BlockDescription } from "#networks/block.js";
import * as blocks from "#networks/blocks/index.js";
import { forward } from "#networks/forward.js";
import { gradients, hessianVector } from "#networks/gradients.js";
import { weightShapes } from "#networks/graph.js";
import type { Model } from "#networks/model.js";
import { blockFixture, blockFixtures, largestOf, relativeError } from "./_block-fixtures.ts";

/** Sums of tens of float32 terms. */
const FLOAT32 = 1e-6;
/** In every fixture; that of one-hot inputs has no weight that says so. */
const NEURONS = 12;
/** Float64 throughout; the fixture has 10 digits. */
const FLOAT64 = 1e-9;

beforeAll(async () => {
  await startBackend();
});

describe.each(blockFixtures)("$name, against PyTorch", ({ model, triples, loss, logits, weights }) => {
  const { p, firstToken } = model.architecture;

  test("the logits of all pairs", () => {
    expect(relativeError(forward(model).logits.data, logits)).toBeLessThan(FLOAT32);
  });

  test("the logits of some pairs, and of their tokens", () => {
    const pairs = triples.map(([a, b]) => [a, b] as const);
    const width = logits.length / p ** 2;
    const expected = pairs.flatMap(([a, b]) => logits.slice((a * p + b) * width, (a * p + b + 1) * width));
    expect(relativeError(forward(model, { pairs }).logits.data, expected)).toBeLessThan(FLOAT32);
    const tokens = pairs.map(([a, b]) =>
      model.architecture.sequence.map((slot) => (slot === "a" ? firstToken + a : slot === "b" ? firstToken + b : slot)),
    );
    expect(relativeError(forward(model, { tokens }).logits.data, expected)).toBeLessThan(FLOAT32);
  });

  test("the loss, and its gradient for every weight, in float64 and float32", () => {
    const exact = gradients(model, triples);
    const single = gradients(model, triples, { dtype: "float32" });
    expect(Math.abs(exact.loss / loss - 1)).toBeLessThan(FLOAT64);
    for (const [name, { gradient, shape }] of Object.entries(weights)) {
      expect(exact.of[name].shape, name).toEqual(shape);
      expect(relativeError(exact.of[name].data, gradient), name).toBeLessThan(FLOAT64);
      // A gradient that is 0 for its symmetry has float32's rounding of what cancels.
      if (gradient.some((value) => Math.abs(value) > 1e-12))
        expect(relativeError(single.of[name].data, gradient), name).toBeLessThan(1e-5);
    }
  });

  test("a Hessian-vector product", () => {
    const direction = Object.fromEntries(
      Object.entries(weights).map(([name, { direction }]) => [name, { data: Float32Array.from(direction) }]),
    );
    const { of } = hessianVector(model, triples, direction);
    const least = 1e-6 * largestOf(Object.values(weights).flatMap((one) => one.hessianVector));
    for (const [name, one] of Object.entries(weights))
      expect(relativeError(of[name].data, one.hessianVector, least), name).toBeLessThan(FLOAT64);
  });

  test("its blocks name the weights that it has, with their axes and shapes", () => {
    const lengths = Object.values(weights).flatMap(({ axes, shape }) =>
      axes.map((axis, i) => [axis, shape[i]] as const),
    );
    // After the first layer of an MLP the stream is wider: what it was before comes first.
    const sizes = { neuron: NEURONS, ...Object.fromEntries(lengths.reverse()) };
    const named = weightShapes(model.architecture.blocks, sizes);
    const own = Object.entries(weights).map(([name, { axes, shape }]) => ({ name, axes, shape }));
    const byName = (x: { readonly name: string }, y: { readonly name: string }) => (x.name < y.name ? -1 : 1);
    expect([...named].sort(byName)).toEqual(own.sort(byName));
  });
});

/** Every block of a list, those inside others too. */
function all(list: readonly BlockDescription[]): readonly BlockDescription[] {
  const inside = (one: BlockDescription) => Object.values(one.settings).filter((x): x is never => Array.isArray(x));
  return list.flatMap((one) => [one, ...inside(one).flatMap(all)]);
}

const described = blockFixtures.flatMap(({ model }) => all(model.architecture.blocks));

/** A network whose blocks have other settings, or are others. */
function changed(model: Model, change: (one: BlockDescription) => BlockDescription): Model {
  const list = (blocks: readonly BlockDescription[]): readonly BlockDescription[] =>
    blocks.map((one) => {
      const settings = Object.entries(one.settings).map(([name, x]) => [name, Array.isArray(x) ? list(x) : x]);
      return change({ ...one, settings: Object.fromEntries(settings) });
    });
  const architecture = model.architecture as BlocksArchitecture;
  return { ...model, architecture: { ...architecture, blocks: list(architecture.blocks) } };
}

test("every file is a block, and every block has a file of its name", () => {
  const files = readdirSync("src/networks/blocks").filter((file) => file.endsWith(".ts") && file !== "index.ts");
  const names = Object.values<Block>(blocks).map(({ name }) => name);
  expect(names.sort()).toEqual(files.map((file) => file.replace(".ts", "")).sort());
});

test("every nonlinearity is in a network that PyTorch computed", () => {
  const used = new Set(described.map(({ settings }) => settings.activation));
  expect(Object.keys(ACTIVATIONS).filter((name) => !used.has(name))).toEqual([]);
});

describe.each(Object.entries<Block>(blocks))("block %s", (_, block) => {
  const own = described.filter((one) => one.block === block.name);

  test("says what it computes, and is in a network that PyTorch computed", () => {
    expect(block.name).toMatch(/^[a-z]+(-[a-z]+)*$/);
    expect(block.formula.length).toBeGreaterThan(0);
    expect(own.length).toBeGreaterThan(0);
  });

  test("is there with each of its settings at another value than its default", () => {
    for (const [name, value] of Object.entries(block.defaults)) {
      const others = own.filter(
        ({ settings }) => name in settings && JSON.stringify(settings[name]) !== JSON.stringify(value),
      );
      expect(others.length, name).toBeGreaterThan(0);
    }
  });

  const words = Object.entries(block.defaults).filter(([name, value]) => {
    // Those that are a choice: the names of activations may be anything.
    return typeof value === "string" && !(block.name === "residual" && name !== "normed") && name !== "activation";
  });

  test.each(words)("is there with every choice of %s", (name, value) => {
    const { model } = blockFixtures.find(({ model }) =>
      all(model.architecture.blocks).some((one) => one.block === block.name),
    ) as (typeof blockFixtures)[number];
    // Positions turn only where there is a rate.
    const odd = { [name]: "odd", ...(name === "rotary_pairs" ? { rotary: 100 } : {}) };
    const run = () =>
      forward(
        changed(model, (one) => (one.block === block.name ? { ...one, settings: { ...one.settings, ...odd } } : one)),
      );
    const refusal = /^(.*): "odd" is not known; choose (.*)$/;
    expect(run).toThrow(refusal);
    let message = "";
    try {
      run();
    } catch (error) {
      message = (error as UsageError).message;
    }
    const [, what, choices] = refusal.exec(message) as RegExpExecArray;
    expect(what).toBe(`${name} of ${block.name}`);
    const used = new Set(own.map(({ settings }) => settings[name] ?? value));
    expect(choices.split(", ").filter((choice) => !used.has(choice))).toEqual([]);
  });

  test("refuses a value that is none of its setting's kind", () => {
    for (const [name, value] of Object.entries(block.defaults)) {
      for (const other of [null, {}, ...(Array.isArray(value) ? [0] : [[]])]) {
        const settings = { [name]: other } as unknown as BlockDescription["settings"];
        const run = () => forward(changed(blockFixture("mainline").model, () => ({ ...block.at("", ""), settings })));
        expect(run).toThrow(UsageError);
        expect(run).toThrow(new RegExp(`^block ${block.name}: has no setting ${name} = `));
      }
    }
  });

  test("refuses a setting that it has not, in one line", () => {
    const model = blockFixture("mainline").model;
    const odd: BlocksArchitecture = {
      ...model.architecture,
      blocks: [{ ...block.at("", ""), settings: { flavour: "odd" } }],
    };
    const run = () => forward({ ...model, architecture: odd });
    expect(run).toThrow(UsageError);
    expect(run).toThrow(new RegExp(`^block ${block.name}: has no setting flavour = odd; its settings are `));
  });
});

describe("what is not known is an error that names it", () => {
  const { model } = blockFixture("mainline");
  const withBlocks = (change: (one: BlockDescription) => BlockDescription) => () => forward(changed(model, change));

  test("a block", () => {
    const run = withBlocks((one) => (one.block === "mlp" ? { ...one, block: "moe" } : one));
    expect(run).toThrow(/^block: "moe" is not known; choose .*attention, .*mlp/);
  });

  test("an activation", () => {
    const run = withBlocks((one) => (one.block === "mlp" ? { ...one, settings: { activation: "solu" } } : one));
    expect(run).toThrow(/^activation of mlp: "solu" is not known; choose relu, gelu, /);
  });

  test("a weight", () => {
    const run = withBlocks((one) => (one.block === "mlp" ? { ...one, weights: "blocks.7." } : one));
    expect(run).toThrow(/blocks\.7\.W_in/);
  });

  test("a token", () => {
    const refusal = /^tokens: there is no token 8; tokens are from 0 to 7$/;
    expect(() => forward(model, { tokens: [[8, 0, 7]] })).toThrow(refusal);
    // Several, which are looked up.
    expect(() =>
      forward(model, {
        tokens: [
          [1, 0, 7],
          [8, 0, 7],
        ],
      }),
    ).toThrow(refusal);
  });

  test("a triple", () => {
    expect(() => gradients(model, [[0, 0, 7]])).toThrow(
      /^triples: there is no triple \(0, 0, 7\); values are from 0 to 6$/,
    );
    // The token of '=' is none of the residues.
    expect(() => gradients(model, [[7, 0, 0]])).toThrow(/^triples: there is no triple \(7, 0, 0\)/);
    expect(() => gradients(model, [])).toThrow(/^triples: there are none/);
  });

  test("a direction's weight; without any, the product is 0", () => {
    const product = (direction: Parameters<typeof hessianVector>[2]) => hessianVector(model, [[1, 2, 3]], direction).of;
    expect(() => product({ W_Z: { data: new Float32Array(1) } })).toThrow(
      /^direction: "W_Z" is no weight; weights are W_E, /,
    );
    for (const [name, { data }] of Object.entries(product({}))) expect(data, name).toEqual(data.map(() => 0));
  });
});
