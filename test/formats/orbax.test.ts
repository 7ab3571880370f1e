import { cpSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readFile } from "#formats/_read.js";
import { folder, formatError } from "./_builders.ts";
import { plain } from "./_checks.ts";

const LIBRARIES = "fixtures/formats/libraries";

describe("Orbax", () => {
  const checkpoint = (json: unknown) => {
    const path = folder();
    writeFileSync(join(path, "_METADATA"), typeof json === "string" ? json : JSON.stringify(json));
    cpSync(join(LIBRARIES, "orbax/step"), join(path, "a.step"), { recursive: true });
    return plain(readFile(join(path, "_METADATA")).value);
  };
  const leaf = (keys: unknown[], value: object = { value_type: "None" }) => ({
    key_metadata: keys.map((key) => ({ key })),
    value_metadata: value,
  });
  const tree = (...leaves: unknown[]) => ({ tree_metadata: { ...leaves } });

  it("has arrays by their names, what is empty, and what is no array", () => {
    const of = tree(
      leaf(["a", "step"], { value_type: "jax.Array", skip_deserialize: false }),
      ...["None", "Dict", "List", "Tuple"].map((type) => leaf(["e", type], { value_type: type })),
      leaf(["skipped"], { value_type: "jax.Array", skip_deserialize: true }),
      leaf(["text"], { value_type: "string" }),
    );
    expect(checkpoint(of)).toEqual({
      a: { step: expect.objectContaining({}) },
      e: { None: null, Dict: {}, List: [], Tuple: [] },
      skipped: { "orbax.jax.Array": [], state: null },
      text: { "orbax.string": [], state: null },
    });
    expect(Object.keys((checkpoint(of) as { a: { step: object } }).a.step)[0]).toMatch(/^i(?:32|64) \[/);
  });
  it.each<[string, unknown, string]>([
    ["a tree that is none", '{"tree_metadata": 5}', "_METADATA: tree_metadata is no object"],
    [
      "Zarr 3",
      { ...tree(), use_zarr3: true },
      "an Orbax checkpoint in Zarr of version 3; convert it: import orbax.checkpoint",
    ],
    ["OCDBT", { ...tree(), use_ocdbt: true }, "_METADATA: an Orbax checkpoint in OCDBT; convert it"],
    ["a leaf that is none", tree(5), "tree_metadata: a leaf without a name and a value"],
    ["a leaf of no name", tree(leaf([])), "tree_metadata: a leaf without a name and a value"],
    ["a leaf of no value", tree({ ...leaf(["a"]), value_metadata: 5 }), "a leaf without a name and a value"],
    ["a leaf whose name is none", tree({ ...leaf(["a"]), key_metadata: "a" }), "a leaf without a name and a value"],
    ["a name of 1001 parts", tree(leaf(Array(1001).fill("a"))), "a leaf without a name and a value"],
    ["two values of one name", tree(leaf(["a", "b"]), leaf(["a", "b"])), "two values are named a.b"],
    ["a value with values", tree(leaf(["a"]), leaf(["a", "b"])), "tree_metadata: a is a value and a dictionary"],
    ...["..", "/a", "a/../b", "a\\b", "a\nb", "a\u2028b", "a\u2029b", "./a", "a/."].map(
      (name): [string, unknown, string] => [
        `an array at ${JSON.stringify(name)}`,
        tree(leaf([name], { value_type: "jax.Array" })),
        " leaves the folder",
      ],
    ),
  ])("with %s is refused", (_, json, problem) => {
    expect(formatError(() => checkpoint(json))).toContain(problem);
  });
  it("begins with its tree's metadata", () => {
    expect(checkpoint(' {\n "tree_metadata": {}}')).toEqual({});
    expect(formatError(() => checkpoint('{"a": 1, "tree_metadata": {}}'))).toMatch(/is not a checkpoint/);
    expect(formatError(() => checkpoint('["tree_metadata"]'))).toMatch(/is not a checkpoint/);
  });
});
