import { expect, test } from "vitest";
import { joinedShards } from "#runs/_shards.js";

const shard = (i: number, name: string) => ({
  file: `model-0000${i}-of-00002.safetensors`,
  format: "safetensors",
  value: new Map([[name, 1]]),
});

test("shards of one checkpoint are one file with all entries; others stay as they are", () => {
  const other = { file: "final-2.pt", format: "torch", value: 3 };
  expect(joinedShards([shard(1, "a"), other, shard(2, "b")])).toEqual([
    {
      file: "model.safetensors",
      format: "safetensors",
      value: new Map([
        ["a", 1],
        ["b", 1],
      ]),
    },
    other,
  ]);
});

test("a shard that is not there is named", () => {
  expect(() => joinedShards([shard(2, "b")])).toThrow("model.safetensors: shard 1 of 2 is missing; copy all of them");
});
