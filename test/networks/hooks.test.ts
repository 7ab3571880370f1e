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
  for (const [i, value] of theirs.data.entries()) expect(Math.abs(ours.data[i] - value)).toBeLessThan(1e-5 * largest);
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

  test("of one position alone is that position's", () => {
    const whole: Tensor[] = [];
    const last: Tensor[] = [];
    const note = (into: Tensor[]) => (value: Tensor) => {
      into.push(value);
      return undefined;
    };
    forward(model, { hooks: { [name]: note(whole) } });
    forward(model, { hooks: { [name]: { position: -1, hook: note(last) } } });
    const attention = /hook_(attn_scores|pattern)$/.test(name);
    const { shape, data } = whole[0];
    const [heads, positions, size] = attention
      ? [shape[1], shape[2], shape[3]]
      : [1, shape[1], last[0].data.length / PAIRS];
    for (let s = 0; s < PAIRS; s++) {
      for (let h = 0; h < heads; h++) {
        const from = ((s * heads + h) * positions + positions - 1) * size;
        const own = last[0].data.subarray((s * heads + h) * size, (s * heads + h + 1) * size);
        for (const [i, value] of own.entries()) expect(data[from + i]).toBeCloseTo(value, 5);
      }
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
  const seen: Tensor[] = [];
  const hook = (stream: Tensor) => {
    seen.push(stream);
    return undefined;
  };
  const { logits } = forward(model, { hooks: { "blocks.1.hook_resid_post": { position: -1, hook } } });
  const [value] = seen;
  expectClose(forward(model, { hooks: { "blocks.1.hook_resid_post": { position: -1, value } } }).logits, logits);
  const doubled = { ...value, data: value.data.map((x) => 2 * x) };
  const scaled = forward(model, { hooks: { "blocks.1.hook_resid_post": { position: -1, value: doubled } } }).logits;
  // A LayerNorm follows: but for its epsilon the scale is lost.
  const largest = Math.max(...logits.data.map(Math.abs));
  for (const [i, x] of scaled.data.entries()) expect(Math.abs(x - logits.data[i])).toBeLessThan(0.05 * largest);
});

test("an unknown name, a wrong size, and tokens that are none are refused in one line", () => {
  const unknown = () => forward(model, { hooks: { "blocks.2.hook_z": (x) => x } });
  expect(unknown).toThrow(UsageError);
  expect(unknown).toThrow(/^hooks: "blocks\.2\.hook_z" is no activation; activations are hook_embed, .*hook_logits$/);
  const short = () => forward(model, { hooks: { hook_embed: (x) => ({ ...x, data: x.data.slice(1) }) } });
  expect(short).toThrow(/^hook of hook_embed: returned \d+ values; return \[49, 3, 8\]/);
  expect(() => forward(model, { tokens: [[1, 2]] })).toThrow(/^tokens: \[1, 2\] is no sequence; give 3 token ids/);
});
