import { describe, expect, it } from "vitest";
import { arrayOf } from "#formats/_arrays.js";
import { readFile } from "#formats/_read.js";
import type { Inert, Value } from "#formats/_values.js";
import { contents } from "#layouts/_contents.js";
import { nestedState } from "#layouts/_state-dict.js";

const LIBRARIES = "fixtures/formats/libraries";
const FLAX = ["Dense_0.bias", "Dense_0.kernel", "Dense_1.kernel", "embed.embedding"];

const map = (entries: Readonly<Record<string, Value>>): Value => new Map(Object.entries(entries));
const matrix = (rows = 2): Value => arrayOf(new Float64Array(rows * 2), [rows, 2]);
const layer = (rows?: number): Value => map({ kernel: matrix(rows), bias: arrayOf([0, 0]) });

/** The epochs and the names of the tensors of each moment in a value. */
function found(value: Value): [number | undefined, string[]][] {
  return contents(value).snapshots.map(({ epoch, state }) => [epoch, [...state.keys()].sort()]);
}

describe("nested dictionaries of arrays are a state dict by dotted names", () => {
  it.each<[string, number | undefined, string[]]>([
    ["flax.msgpack", undefined, FLAX],
    ["flax-params.msgpack", undefined, FLAX],
    ["flax-state.msgpack", 100, FLAX],
    ["orbax/_METADATA", 100, FLAX],
    [
      "model.keras",
      undefined,
      ["layers.dense.bias", "layers.dense.kernel", "layers.dense_1.kernel", "layers.embedding.kernel"],
    ],
    [
      "keras-legacy.h5",
      undefined,
      ["dense.dense.bias", "dense.dense.kernel", "embed.embed.embeddings", "out.out.kernel"],
    ],
  ])("%s", (name, epoch, names) => {
    expect(found(readFile(`${LIBRARIES}/${name}`).value)).toEqual([[epoch, names]]);
  });
  it("layers of other shapes are one network, though their names end in numbers", () => {
    const names = ["Dense_0.bias", "Dense_0.kernel", "Dense_1.bias", "Dense_1.kernel"];
    expect(found(map({ Dense_0: layer(2), Dense_1: layer(3) }))).toEqual([[undefined, names]]);
  });
  it("dictionaries by step are moments, whether each is nested or not", () => {
    const names = ["bias", "kernel"];
    expect(found(map({ step_0: layer(), step_100: layer() }))).toEqual([
      [0, names],
      [100, names],
    ]);
    const state = (): Value => map({ params: map({ Dense_0: layer() }) });
    expect(found(map({ 0: state(), 100: state() }))).toEqual([
      [0, ["Dense_0.bias", "Dense_0.kernel"]],
      [100, ["Dense_0.bias", "Dense_0.kernel"]],
    ]);
  });
  it("what has anything else in it, or one dictionary twice, is none", () => {
    const shared = layer();
    expect(nestedState(map({ a: shared, b: layer() }))?.size).toBe(4);
    const key: Inert = { type: "inert", class: "numpy.uint32", arguments: [[2]], state: null };
    expect(nestedState(map({ a: shared, dropout: map({ key }) }))?.size).toBe(2);
    expect(nestedState(map({ a: shared, b: shared }))).toBeUndefined();
    expect(nestedState(map({ a: layer(), args: { ...key, arguments: [] } }))).toBeUndefined();
    expect(nestedState(map({ a: layer(), lr: 0.1 }))).toBeUndefined();
    expect(nestedState(map({ a: map({ bias: arrayOf([1]) }) }))).toBeUndefined();
    let deep = layer();
    for (let i = 0; i < 20; i++) deep = map({ deep });
    expect(nestedState(deep)).toBeUndefined();
  });
});
