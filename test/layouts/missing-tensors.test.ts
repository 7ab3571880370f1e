import { expect, test } from "vitest";
import { LayoutError } from "#errors.js";
import { readFile } from "#formats/_read.js";
import { contents } from "#layouts/_contents.js";
import type { StateDict } from "#layouts/_layout.js";
import { readingsOf } from "#layouts/_read.js";

const FILES = [
  "layouts/full-run-data/full_run_data.pth",
  "layouts/clock-and-pizza/model_t1nyp1zza0.pt",
  "layouts/transformer-lens/grokking_demo.pth",
  "layouts/universality-transformer/model.pt",
  "layouts/universality-mlp/model.pt",
  "layouts/two-layer-mlp/final.pth",
  "layouts/lightning/checkpoints/epoch_400.ckpt",
  "mainline/checkpoints/epoch-000000.safetensors",
];
/** What no reading uses. */
const BUFFER = /mask|IGNORE|basis/;

const read = (state: StateDict, config: ReadonlyMap<string, string | number | boolean>) => () =>
  readingsOf("a.pth", state, { config }, {}).layout;

test.each(FILES)("%s: whichever tensor is missing, the error names it", (file) => {
  const { snapshots, config } = contents(readFile(`fixtures/${file}`).value);
  const state = snapshots.at(-1)?.state ?? new Map();
  expect(read(state, config)).not.toThrow();
  const names = [...state.keys()].filter((name) => !BUFFER.test(name));
  expect(names.length).toBeGreaterThan(1);
  for (const name of names) {
    const rest = new Map([...state].filter(([other]) => other !== name));
    expect(read(rest, config), name).toThrow(LayoutError);
    // A name may be the beginning of another: W and W_U.
    expect(read(rest, config), name).toThrow(new RegExp(`lacks the tensor ${name.replaceAll(".", "\\.")}, `));
  }
});

test("several missing tensors of a layout that would read the rest are all named", () => {
  const { snapshots, config } = contents(readFile("fixtures/layouts/full-run-data/full_run_data.pth").value);
  const some = (name: string) => !/W_[KV]$/.test(name);
  const rest = new Map([...(snapshots.at(-1)?.state ?? [])].filter(([name]) => some(name)));
  expect(read(rest, config)).toThrow(/lacks the tensors blocks\.0\.attn\.W_K, blocks\.0\.attn\.W_V, /);
});

test("a network that never had an MLP, or biases, is none that lacks a tensor", () => {
  const { snapshots, config } = contents(readFile("fixtures/layouts/full-run-data/full_run_data.pth").value);
  for (const left of [/\.mlp\./, /b_(in|out)$/]) {
    const rest = new Map([...(snapshots.at(-1)?.state ?? [])].filter(([name]) => !left.test(name)));
    expect(read(rest, config)).not.toThrow(/lacks/);
  }
});
