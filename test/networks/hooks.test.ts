import { beforeAll, describe, expect, test } from "vitest";
import { startBackend } from "#engine/backend.js";
import { UsageError } from "#errors.js";
import { activationNames, forward } from "#networks/forward.js";
import type { Tensor } from "#numerics/tensor.js";
import { blockFixture } from "./_block-fixtures.ts";

const { model } = blockFixture("pre-norm");
const { p } = model.architecture;
const PAIRS = p * p;
const [POSITIONS, D_MODEL, HEADS, NEURONS] = [3, 8, 4, 12];

beforeAll(async () => {
  await startBackend();
});

/** TransformerLens's names for two pre-LayerNorm blocks, in the order in which they are computed; the last is ours. */
const NAMES = [
  "hook_embed",
  "hook_pos_embed",
  ...[0, 1].flatMap((i) =>
    [
      "hook_resid_pre",
      ...["ln1.hook_scale", "ln1.hook_normalized"],
      ...["attn.hook_q", "attn.hook_k", "attn.hook_v", "attn.hook_attn_scores", "attn.hook_pattern", "attn.hook_z"],
      ...["hook_attn_out", "hook_resid_mid", "ln2.hook_scale", "ln2.hook_normalized"],
      ...["mlp.hook_pre", "mlp.hook_post", "hook_mlp_out", "hook_resid_post"],
    ].map((name) => `blocks.${i}.${name}`),
  ),
  "ln_final.hook_scale",
  "ln_final.hook_normalized",
  "hook_logits",
];

/** The axes of an activation that has them after sample and position. */
function shapeOf(name: string): readonly number[] {
  if (name.endsWith("hook_logits")) return [PAIRS, 1, p + 1];
  if (/hook_(attn_scores|pattern)$/.test(name)) return [PAIRS, HEADS, POSITIONS, POSITIONS];
  const own = /hook_[qkvz]$/.test(name)
    ? [HEADS, D_MODEL / HEADS]
    : [name.endsWith("scale") ? 1 : /mlp\.hook_p/.test(name) ? NEURONS : D_MODEL];
  return [PAIRS, POSITIONS, ...own];
}

function expectClose(ours: Tensor, theirs: Tensor): void {
  const largest = Math.max(...theirs.data.map(Math.abs));
  expect(Math.max(...theirs.data.map((value, i) => Math.abs(ours.data[i] - value)))).toBeLessThan(1e-5 * largest);
}

test("activations have TransformerLens's names", () => {
  expect(activationNames(model)).toEqual(NAMES);
});

describe.each(NAMES)("%s", (name) => {
  test("is seen once, with every position, and given back changes nothing", () => {
    const seen: Tensor[] = [];
    const { logits } = forward(model, {
      hooks: {
        [name]: (activation, which) => {
          expect(which).toBe(name);
          seen.push(activation);
          return activation;
        },
      },
    });
    expect(seen.map(({ shape }) => shape)).toEqual([shapeOf(name)]);
    expect(seen[0].axes).toHaveLength(seen[0].shape.length);
    expectClose(logits, forward(model).logits);
  });
});

/** The blocks are of one kind: of the second, whose input is not the embeddings alone, everything else is asked. */
const KINDS = NAMES.filter((name) => !name.startsWith("blocks.0."));

describe.each(KINDS)("%s", (name) => {
  test("of one position alone is that position's", () => {
    const whole: Tensor[] = [];
    forward(model, { hooks: { [name]: (value) => void whole.push(value) } });
    const { shape, data } = whole[0];
    const attention = shape[2] === POSITIONS;
    const [heads, positions] = attention ? [shape[1], shape[2]] : [1, shape[1]];
    const size = data.length / PAIRS / heads / positions;
    // From the front and from the back by turns.
    for (const position of Array.from({ length: positions }, (_, j) => (j % 2 === 0 ? j : j - positions))) {
      const seen: Tensor[] = [];
      forward(model, { hooks: { [name]: { position, hook: (value) => void seen.push(value) } } });
      expect(seen).toHaveLength(1);
      const j = (position + positions) % positions;
      // Of the keys, those up to the position.
      const own = seen[0].data.length / PAIRS / heads;
      expect(own).toBe(attention ? j + 1 : size);
      const expected = Float32Array.from({ length: seen[0].data.length }, (_, i) => {
        const row = Math.floor(i / own);
        return data[(row * positions + j) * size + (i % own)];
      });
      expectClose(seen[0], { ...seen[0], data: expected });
    }
  });

  test("with other values gives other logits, unless nothing reads it", () => {
    const { logits } = forward(model, {
      hooks: { [name]: (value) => ({ ...value, data: value.data.map((x, i) => x + Math.sin(i + 1)) }) },
    });
    const apart = forward(model).logits.data.map((x, i) => Math.abs(x - logits.data[i]));
    expect(Math.max(...apart)).toBeGreaterThan(1e-3);
  });
});

test("a pattern's rows are shares, and a position sees none after it", () => {
  forward(model, {
    hooks: {
      "blocks.0.attn.hook_pattern": ({ data }) => {
        for (let row = 0; row < data.length / POSITIONS; row++) {
          const shares = data.subarray(row * POSITIONS, (row + 1) * POSITIONS);
          expect([...shares].reduce((sum, x) => sum + x, 0)).toBeCloseTo(1, 5);
          for (let key = (row % POSITIONS) + 1; key < POSITIONS; key++) expect(shares[key]).toBe(0);
        }
        return undefined;
      },
    },
  });
});

test("the stream after attention is the stream before it, where what attention adds is 0", () => {
  const seen = new Map<string, Tensor>();
  const note = (value: Tensor, name: string) => {
    seen.set(name, value);
    return undefined;
  };
  forward(model, {
    hooks: {
      "blocks.1.hook_resid_pre": note,
      "blocks.1.hook_attn_out": (value) => ({ ...value, data: value.data.map(() => 0) }),
      "blocks.1.hook_resid_mid": note,
    },
  });
  const [before, after] = ["pre", "mid"].map((when) => seen.get(`blocks.1.hook_resid_${when}`) as Tensor);
  expect(after.data).toEqual(before.data);
});

test("a value in an activation's place is what the rest of the network reads", () => {
  let stream: Tensor | undefined;
  const note = (value: Tensor) => {
    stream = value;
    return undefined;
  };
  const at = { position: -1, hook: note };
  const { logits } = forward(model, { hooks: { "blocks.1.hook_resid_post": at } });
  const value = stream as Tensor;
  expectClose(forward(model, { hooks: { "blocks.1.hook_resid_post": { position: -1, value } } }).logits, logits);
  const doubled = { ...value, data: value.data.map((x) => 2 * x) };
  const scaled = forward(model, { hooks: { "blocks.1.hook_resid_post": { position: -1, value: doubled } } }).logits;
  // A LayerNorm follows: but for its epsilon the scale is lost.
  const largest = Math.max(...logits.data.map(Math.abs));
  for (const [i, x] of scaled.data.entries()) expect(Math.abs(x - logits.data[i])).toBeLessThan(0.05 * largest);
});

test("what the second block makes of the first one's stream follows from it alone", () => {
  const seen = new Map<string, Tensor>();
  const hook = (value: Tensor, name: string) => {
    seen.set(name, value);
    return undefined;
  };
  const names = ["blocks.0.hook_resid_post", "blocks.1.hook_resid_pre"];
  const { logits } = forward(model, { hooks: Object.fromEntries(names.map((name) => [name, hook])) });
  const [left, entered] = names.map((name) => seen.get(name) as Tensor);
  expect(entered.data).toEqual(left.data);
  // Noise for tokens: nothing of them is left but the stream.
  const hooks = {
    hook_embed: (x: Tensor) => ({ ...x, data: x.data.map((_, i) => Math.sin(i)) }),
    [names[1]]: () => left,
  };
  expectClose(forward(model, { hooks }).logits, logits);
});

test("a value of a position before the last reaches the answer by attention alone", () => {
  const pattern = "blocks.1.attn.hook_pattern";
  const value: Tensor = {
    axes: ["sample", "d_model"],
    shape: [PAIRS, D_MODEL],
    data: Float32Array.from({ length: PAIRS * D_MODEL }, (_, i) => Math.sin(i)),
  };
  const replaced = { "blocks.1.hook_resid_pre": { position: 0, value } };
  // The last position attends to itself.
  const itself = (x: Tensor) => ({ ...x, data: x.data.map((_, i) => (i % POSITIONS === POSITIONS - 1 ? 1 : 0)) });
  const alone = forward(model, { hooks: { [pattern]: itself } }).logits;
  expectClose(forward(model, { hooks: { ...replaced, [pattern]: itself } }).logits, alone);
  const { logits } = forward(model, { hooks: replaced });
  const apart = forward(model).logits.data.map((x, i) => Math.abs(x - logits.data[i]));
  expect(Math.max(...apart)).toBeGreaterThan(1e-3);
});

test("an unknown name, a wrong size, a position that is not there, and tokens that are none are refused in one line", () => {
  const unknown = () => forward(model, { hooks: { "blocks.2.hook_z": (x) => x } });
  expect(unknown).toThrow(UsageError);
  expect(unknown).toThrow(/^hooks: "blocks\.2\.hook_z" is no activation; activations are hook_embed, .*hook_logits$/);
  const short = () => forward(model, { hooks: { hook_embed: (x) => ({ ...x, data: x.data.slice(1) }) } });
  expect(short).toThrow(/^hook of hook_embed: returned \d+ values; return \[49, 3, 8\]/);
  const value: Tensor = { axes: ["sample", "d_model"], shape: [1, 8], data: new Float32Array(8) };
  const one = () => forward(model, { hooks: { hook_embed: { position: 0, value } } });
  expect(one).toThrow(/^hook of hook_embed: returned 8 values; return \[49, 8\]/);
  for (const position of [3, -4, 0.5, Number.NaN]) {
    const stray = () => forward(model, { hooks: { hook_embed: { position, hook: (x) => x } } });
    expect(stray).toThrow(UsageError);
    expect(stray).toThrow(`hook of hook_embed: there is no position ${position}; positions are from 0 to 2`);
  }
  expect(() => forward(model, { tokens: [[1, 2]] })).toThrow(/^tokens: \[1, 2\] is no sequence; give 3 token ids/);
});
