import { beforeAll, describe, expect, test } from "vitest";
import { startBackend } from "#engine/backend.js";
import { UsageError } from "#errors.js";
import type { BlocksArchitecture } from "#networks/architecture.js";
import type { Block, BlockDescription } from "#networks/block.js";
import * as blocks from "#networks/blocks/index.js";
import { forward } from "#networks/forward.js";
import { gradients, hessianVector } from "#networks/gradients.js";
import { blockFixture, blockFixtures, relativeError } from "./_block-fixtures.ts";

/** Sums of tens of float32 terms. */
const FLOAT32 = 1e-6;
/** Float64 throughout; the fixture has 12 digits. */
const FLOAT64 = 1e-9;

beforeAll(async () => {
  await startBackend();
});

describe.each(blockFixtures)("$name, against PyTorch", ({ model, triples, loss, logits, weights }) => {
  const { p } = model.architecture;

  test("the logits of all pairs", () => {
    expect(relativeError(forward(model).logits.data, logits)).toBeLessThan(FLOAT32);
  });

  test("the logits of some pairs, and of their tokens", () => {
    const pairs = triples.map(([a, b]) => [a, b] as const);
    const width = logits.length / p ** 2;
    const expected = pairs.flatMap(([a, b]) => logits.slice((a * p + b) * width, (a * p + b + 1) * width));
    expect(relativeError(forward(model, { pairs }).logits.data, expected)).toBeLessThan(FLOAT32);
    const tokens = pairs.map(([a, b]) =>
      model.architecture.sequence.map((slot) => (slot === "a" ? a : slot === "b" ? b : slot)),
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
    for (const [name, one] of Object.entries(weights))
      expect(relativeError(of[name].data, one.hessianVector), name).toBeLessThan(FLOAT64);
  });
});

/** Every block of a list, those inside others too. */
function all(list: readonly BlockDescription[]): readonly BlockDescription[] {
  const inside = (one: BlockDescription) => Object.values(one.settings).filter((x): x is never => Array.isArray(x));
  return list.flatMap((one) => [one, ...inside(one).flatMap(all)]);
}

describe.each(Object.entries<Block>(blocks))("block %s", (_, block) => {
  const described = blockFixtures.flatMap(({ model }) => all(model.architecture.blocks));
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
  const withBlocks = (change: (one: BlockDescription) => BlockDescription) => {
    const changed = (list: readonly BlockDescription[]): readonly BlockDescription[] =>
      list.map((one) => {
        const inner = Object.entries(one.settings).map(([name, value]) => [
          name,
          Array.isArray(value) ? changed(value) : value,
        ]);
        return change({ ...one, settings: Object.fromEntries(inner) });
      });
    return () =>
      forward({ ...model, architecture: { ...model.architecture, blocks: changed(model.architecture.blocks) } });
  };

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
});
