import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import weightNorms from "#analyzers/weight-norms.js";
import { analyze } from "#results/analyze.js";
import { openRun } from "#runs/open.js";
import { normal } from "../_networks.ts";
import { f32, npy, safetensors, zip } from "../formats/_builders.ts";
import { folder } from "./_runs.ts";

const [p, neurons] = [11, 4];
const draw = normal(3);
const random = () => Array.from({ length: p * neurons }, () => Math.fround(draw(1)));
const weights = { W_in: random(), W_out: random() };
/** The same weights, but the least bit of one of them. */
const oneBitOff = () => {
  const bits = new Uint32Array(Float32Array.from(weights.W_out).buffer);
  bits[17] ^= 1;
  return { ...weights, W_out: [...new Float32Array(bits.buffer)] };
};

type Weights = typeof weights;
const npz = ({ W_in, W_out }: Weights) =>
  zip([
    { name: "mlp.W_in.npy", data: npy("'<f4'", `(${neurons}, ${p})`, f32(...W_in)) },
    { name: "mlp.W_out.npy", data: npy("'<f4'", `(${p}, ${neurons})`, f32(...W_out)) },
  ]);
const tensors = ({ W_in, W_out }: Weights, more = {}) => {
  const size = 4 * p * neurons;
  const header = {
    ...more,
    "mlp.W_in": { dtype: "F32", shape: [neurons, p], data_offsets: [0, size] },
    "mlp.W_out": { dtype: "F32", shape: [p, neurons], data_offsets: [size, 2 * size] },
  };
  return safetensors(header, Buffer.concat([f32(...W_in), f32(...W_out)]));
};

async function digest(name: string, bytes: Uint8Array): Promise<string> {
  const path = join(folder(), name);
  writeFileSync(path, bytes);
  const { provenance } = await analyze(await openRun(path, { task: "addition" }), weightNorms);
  return provenance.checkpoints[0].digest;
}

describe.each([
  ["safetensors", "model.safetensors", tensors],
  ["npz", "model.npz", npz],
] as const)("the digest of a checkpoint in %s", (_, name, bytes) => {
  test("is the same for the same weights, whatever the file is called", async () => {
    expect(await digest(name, bytes(weights))).toBe(await digest(`other-${name}`, bytes(weights)));
  });

  test("changes with one bit of one weight", async () => {
    expect(await digest(name, bytes(oneBitOff()))).not.toBe(await digest(name, bytes(weights)));
  });

  test("changes when two weights are exchanged", async () => {
    const exchanged = { W_in: weights.W_out, W_out: weights.W_in };
    expect(await digest(name, bytes(exchanged))).not.toBe(await digest(name, bytes(weights)));
  });
});

test("what lies beside the weights in the file does not change the digest", async () => {
  const described = tensors(weights, { __metadata__: { framework: "pt", note: "a longer header" } });
  expect(await digest("model.safetensors", described)).toBe(await digest("model.safetensors", tensors(weights)));
});
