import { describe, expect, test } from "vitest";
import { UsageError } from "#errors.js";
import { forward } from "#networks/forward.js";
import type { Tensor } from "#numerics/tensor.js";
import { modelAt } from "#runs/model-at.js";
import { openRun } from "#runs/open.js";

/** The MLP's half is one tensor operation after another where an edit looks on, and fused where none does. */
const FLOAT32 = 2e-5;

const RUNS = [
  "fixtures/tiny",
  "fixtures/layouts/transformer-lens",
  "fixtures/layouts/clock-and-pizza",
  "fixtures/layouts/universality-mlp",
  "fixtures/layouts/two-layer-mlp-square",
] as const;

const last = async (path: string) => {
  const run = await openRun(path);
  return modelAt(run, run.checkpoints[run.checkpoints.length - 1]);
};
/** The largest difference, over the largest value. */
function apart(x: Tensor, y: Tensor): number {
  let [most, largest] = [0, 1];
  for (let i = 0; i < y.data.length; i++) {
    most = Math.max(most, Math.abs(x.data[i] - y.data[i]));
    largest = Math.max(largest, Math.abs(y.data[i]));
  }
  return most / largest;
}

describe.each(RUNS)("%s", (path) => {
  test("an edit that changes nothing changes nothing, and sees every activation of all pairs", async () => {
    const model = await last(path);
    const seen: string[] = [];
    const { neurons, logits } = forward(model, undefined, (name, value) => {
      seen.push(name);
      expect(value.shape[0]).toBe(model.architecture.p ** 2);
      expect(value.data.length).toBe(value.shape.reduce((all, n) => all * n, 1));
      return undefined;
    });
    expect(apart(neurons, forward(model).neurons)).toBeLessThan(FLOAT32);
    expect(apart(logits, forward(model).logits)).toBeLessThan(FLOAT32);
    expect(seen.at(-1)).toBe("logits");
    expect(seen).toContain("post");
    if (model.architecture.kind === "transformer")
      expect(seen).toEqual(["pattern", "z", "attn_out", "resid_mid", "post", "mlp_out", "resid_post", "logits"]);
  });

  test("given back as they are, the activations give the same", async () => {
    const model = await last(path);
    const { logits } = forward(model, undefined, (_, value) => value);
    expect(apart(logits, forward(model).logits)).toBeLessThan(FLOAT32);
  });

  test("of some pairs it gives those pairs' rows", async () => {
    const model = await last(path);
    const { p } = model.architecture;
    const pairs = [
      [0, 1],
      [p - 1, 2],
      [3, 3],
    ] as const;
    const { logits } = forward(model, pairs);
    const width = logits.shape[1];
    const whole = forward(model).logits;
    const rows = pairs.flatMap(([a, b]) => [...whole.data.subarray((a * p + b) * width, (a * p + b + 1) * width)]);
    expect(logits.shape).toEqual([3, width]);
    expect(apart(logits, { ...whole, data: Float32Array.from(rows) })).toBeLessThan(FLOAT32);
  });

  test("neurons set to 0 leave logits that do not depend on them, and the network itself as it was", async () => {
    const model = await last(path);
    const before = forward(model).logits.data.slice();
    const off = () => forward(model, undefined, (name, value) => (name === "post" ? zero(value) : undefined));
    expect(off().neurons.data.every((value) => value === 0)).toBe(true);
    expect(off().logits.data).toEqual(off().logits.data);
    expect(forward(model).logits.data).toEqual(before);
    if (model.architecture.kind === "mlp") {
      const { data, shape } = off().logits;
      for (let i = shape[1]; i < data.length; i++) expect(data[i]).toBe(data[i % shape[1]]);
    }
  });
});

const zero = (value: Tensor): Tensor => ({ ...value, data: new Float32Array(value.data.length) });

test("attention that looks at one position alone passes on what stands there", async () => {
  const model = await last("fixtures/tiny");
  const { p } = model.architecture;
  const onA = (name: string, value: Tensor) => {
    if (name !== "pattern") return undefined;
    const positions = value.shape[2];
    return { ...value, data: value.data.map((_, i) => (i % positions === 0 ? 1 : 0)) };
  };
  const { logits } = forward(model, undefined, onA);
  const width = logits.shape[1];
  // Whatever b is, the answer is that of a.
  for (let s = 0; s < p * p; s++) {
    for (let t = 0; t < width; t++) {
      expect(logits.data[s * width + t]).toBeCloseTo(logits.data[(s - (s % p)) * width + t], 4);
    }
  }
});

test("a value of the wrong size, or a pair that does not exist, is refused in one line", async () => {
  const model = await last("fixtures/tiny");
  const short = () => forward(model, undefined, (_, value) => ({ ...value, data: new Float32Array(3) }));
  expect(short).toThrow(UsageError);
  expect(short).toThrow(/^hook of blocks\.0\.attn\.hook_pattern: returned 3 values; return \[841, /);
  expect(() => forward(model, [[0, 29]])).toThrow(/^inputs: there is no pair \(0, 29\); inputs are from 0 to 28$/);
});
