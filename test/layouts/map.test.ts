import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { Facts } from "#layouts/_facts.js";
import { readingsOf } from "#layouts/_read.js";
import { logitsOf } from "#networks/forward.js";
import { modelAt } from "#runs/model-at.js";
import { openRun } from "#runs/open.js";
import { stateOf } from "./_states.ts";

const FOLDER = "fixtures/layouts/structural/nn-linear";
const MAP = {
  kind: "transformer",
  p: 11,
  heads: 4,
  activation: "gelu",
  normalisation: "none",
  causal: true,
  sequence: ["a", "b", 11],
  roles: {
    W_E: { tensor: "token_embed.weight", axes: ["token", "d_model"] },
    W_pos: { tensor: "pos_embed.weight", axes: ["position", "d_model"] },
    "blocks.0.W_Q": { tensor: "Wq.weight", axes: ["head*d_head", "d_model"] },
    "blocks.0.W_K": { tensor: "Wk.weight", axes: ["head*d_head", "d_model"], slice: [0, 16] },
    "blocks.0.W_V": { tensor: "Wv.weight", axes: ["head*d_head", "d_model"] },
    "blocks.0.W_O": { tensor: "Wo.weight", axes: ["d_model", "head*d_head"] },
    "blocks.0.W_in": { tensor: "mlp_in.weight", axes: ["neuron", "d_model"] },
    "blocks.0.b_in": { tensor: "mlp_in.bias", axes: ["neuron"] },
    "blocks.0.W_out": { tensor: "mlp_out.weight", axes: ["d_model", "neuron"] },
    "blocks.0.b_out": { tensor: "mlp_out.bias", axes: ["d_model"] },
    W_U: { tensor: "unembed.weight", axes: ["token", "d_model"] },
  },
} as const;
const MLP = {
  kind: "mlp",
  p: 11,
  activation: "square",
  meeting: "neurons",
  roles: {
    W_x: { tensor: "fc1.weight", axes: ["d_model", "token"] },
    W_y: { tensor: "fc1.weight", axes: ["d_model", "token"] },
    W_U: { tensor: "fc2.weight", axes: ["token", "d_model"] },
  },
} as const;

function saved(json: unknown): string {
  const folder = mkdtempSync(join(tmpdir(), "map-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, "roles.json");
  writeFileSync(path, typeof json === "string" ? json : JSON.stringify(json));
  return path;
}
const NOTHING: Facts = { config: new Map() };
const read = (json: unknown) => () =>
  readingsOf("a.pt", stateOf("structural/nn-linear/checkpoint_200.pt"), NOTHING, { map: { path: "roles.json", json } });
const roles = (changed: Readonly<Record<string, unknown>>) => ({ ...MAP, roles: { ...MAP.roles, ...changed } });

test("a map of roles gives the network that the shapes give", async () => {
  const [mapped, own] = [await openRun(FOLDER, { map: saved(MAP) }), await openRun(FOLDER)];
  expect(mapped.layout).toBe("map");
  expect(mapped.network?.architecture).toEqual(own.network?.architecture);
  expect(mapped.checkpoints.length).toBe(3);
  for (const [i, checkpoint] of mapped.checkpoints.entries()) {
    expect(logitsOf(modelAt(mapped, checkpoint)).data).toEqual(logitsOf(modelAt(own, own.checkpoints[i])).data);
  }
});

test.each([
  [[], "roles.json: the file must be an object, got []"],
  [{ ...MAP, kind: "rnn" }, 'roles.json: kind must be one of transformer, mlp, got "rnn"'],
  [{ ...MAP, p: 1.5 }, "roles.json: p must be an integer from 2, got 1.5"],
  [{ ...MAP, heads: undefined }, "roles.json: heads must be an integer from 1, got nothing"],
  [
    { ...MAP, activation: "solu" },
    'roles.json: activation must be one of relu, gelu, gelu_tanh, silu, square, tanh, identity, got "solu"',
  ],
  [
    { ...MAP, normalisation: "rms" },
    'roles.json: normalisation must be one of none, pre, post, stream, stream-at-attention, got "rms"',
  ],
  [{ ...MAP, normalisation: "pre" }, /^roles\.json: roles lacks blocks\.0\.ln1_w; a network of kind transformer has /],
  [{ ...MAP, gated: true }, /^roles\.json: roles lacks blocks\.0\.W_gate; /],
  [
    { ...MAP, positions: { scheme: "alibi" } },
    'roles.json: positions.scheme must be one of rotary, sinusoidal, got "alibi"',
  ],
  [
    { ...MAP, sequence: ["a", "="] },
    'roles.json: sequence must list "a", "b" and the ids of fixed tokens, got ["a","="]; e.g. ["a", "b", 11]',
  ],
  [{ ...MAP, sequence: ["a", "b", 12] }, "roles.json: sequence has token 12; roles.W_E has 12 tokens"],
  [{ ...MAP, sequence: ["a", 11, "b", 11] }, "roles.json: sequence has 4 positions; roles.W_pos has 3"],
  [{ ...MAP, p: 12 }, "roles.json: roles.W_U has 11 tokens; p = 12 needs 12"],
  [
    { ...MAP, heads: 3 },
    "roles.json: roles.blocks.0.W_Q: Wq.weight has shape [16, 16]; 16 is not a multiple of 3 heads",
  ],
  [roles({ W_E: 3 }), "roles.json: roles.W_E must be an object, got 3"],
  [roles({ W_E: { axes: [] } }), "roles.json: roles.W_E.tensor must be a tensor's name, got nothing"],
  [
    roles({ W_E: { tensor: "pos_embed.weight", axes: ["d_model", "width"] } }),
    `roles.json: roles.W_E.axes must be token, d_model in the file's order, got ["d_model","width"]`,
  ],
  [
    roles({ "blocks.0.W_Q": { tensor: "Wq.weight", axes: ["d_model", "d_model"] } }),
    `roles.json: roles.blocks.0.W_Q.axes must be head, d_model, d_head in the file's order, where head*d_head may stand for the two, got ["d_model","d_model"]`,
  ],
  [
    roles({ "blocks.0.b_in": { tensor: "mlp_in.bias", axes: ["neuron"], slice: [0] } }),
    "roles.json: roles.blocks.0.b_in.slice must be [from, to] along the first axis, got [0]",
  ],
  [
    roles({ "blocks.0.b_in": { tensor: "mlp_in.bias", axes: ["neuron"], slice: [0, 33] } }),
    "roles.json: roles.blocks.0.b_in: mlp_in.bias has shape [32]; its slice is said to be [0, 33]",
  ],
  [
    roles({ W_pos: { tensor: "mlp_in.bias", axes: ["position", "d_model"] } }),
    "roles.json: roles.W_pos: mlp_in.bias has shape [32]; its axes are said to be [position, d_model]",
  ],
  [
    roles({ "blocks.0.W_in": { tensor: "mlp_in.weight", axes: ["d_model", "neuron"] } }),
    "roles.json: blocks.0.W_in has d_model 32, but W_E has 16; the file does not hold one network",
  ],
  [
    { ...MLP, roles: { ...MLP.roles, W_pos: MAP.roles.W_pos } },
    /^roles\.json: roles\.W_pos is no role of a network of kind mlp; choose one of W_E, W_x, /,
  ],
  [
    roles({ W_x: MAP.roles.W_E }),
    /^roles\.json: roles\.W_x is no role of a network of kind transformer; choose one of W_E, W_pos, .*blocks\.0\.W_Q/,
  ],
  [
    roles({ "blocks.1.W_Q": MAP.roles["blocks.0.W_Q"] }),
    /^roles\.json: roles lacks blocks\.1\.W_K; a network of kind transformer has W_E, blocks\.0\.W_Q/,
  ],
] as const)("a map that is wrong is told so (%#)", (json, message) => {
  expect(read(json)).toThrow(message instanceof RegExp ? message : new RegExp(`^${escaped(message)}$`));
});

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}

test("a map of a tensor that the file lacks names those that it has", () => {
  const json = roles({ W_U: { tensor: "head.weight", axes: ["token", "d_model"] } });
  expect(read(json)).toThrow(
    /^roles\.json: roles\.W_U: there is no tensor "head\.weight"; the file has token_embed\.weight, pos_embed\.weight, /,
  );
});

test("a map that is no JSON is refused", async () => {
  const path = saved("{");
  await expect(openRun(FOLDER, { map: path })).rejects.toThrow(`--map: "${path}" is not a readable JSON file: `);
});
