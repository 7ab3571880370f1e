import { dirname, join } from "pathe";
import { FormatError } from "../errors.ts";
import { NESTING } from "./_budget.ts";
import { defineFormat } from "./_format.ts";
import { isRecord, parsedJson } from "./_json.ts";
import { shown } from "./_shown.ts";
import type { Source } from "./_sources.ts";
import type { Value } from "./_values.ts";
import { type Inflation, inflation, zarrArray } from "./_zarr.ts";

/** The description of a large network's tree has a few megabytes. */
const MAX_JSON = 100_000_000;

/** Makes a checkpoint that we read of one that we do not. */
const CONVERT =
  "convert it: import orbax.checkpoint as o; " +
  "o.PyTreeCheckpointer(use_ocdbt=False).save(NEW, o.PyTreeCheckpointer().restore(OLD))";

/** Values that no folder holds, by what the tree calls them. */
const EMPTY: Readonly<Record<string, () => Value>> = {
  None: () => null,
  Dict: () => new Map(),
  List: () => [],
  Tuple: () => [],
};

type Tree = Map<string, Value | Tree>;

/** The tree that an Orbax checkpoint's file _METADATA describes: each array is a Zarr folder beside it. */
export default defineFormat({
  name: "orbax",
  title: "Orbax (_METADATA)",
  specification: "https://orbax.readthedocs.io/en/latest/guides/checkpoint/checkpoint_format.html",
  recognises: (source) => {
    if (source.byteLength === 0 || source.byteLength > MAX_JSON) return false;
    const start = Buffer.from(source.read(0, Math.min(64, source.byteLength))).toString("latin1");
    return /^\s*\{\s*"tree_metadata"/.test(start);
  },
  read,
});

function read(source: Source): Value {
  const { path } = source;
  const json = parsedJson(source.read(0, source.byteLength), path);
  const { tree_metadata: leaves, use_ocdbt: ocdbt, use_zarr3: zarr3 } = isRecord(json) ? json : {};
  if (!isRecord(leaves)) throw new FormatError(path, "tree_metadata is no object");
  if (ocdbt) throw new FormatError(path, "an Orbax checkpoint in OCDBT", CONVERT);
  if (zarr3) throw new FormatError(path, "an Orbax checkpoint in Zarr of version 3", CONVERT);
  const tree: Tree = new Map();
  const inflate = inflation(path);
  for (const leaf of Object.values(leaves)) {
    const { key_metadata: list, value_metadata: value } = isRecord(leaf) ? leaf : {};
    const keys = Array.isArray(list) ? list.map((part) => String(isRecord(part) ? part.key : "")) : [];
    if (keys.length === 0 || keys.length > NESTING.values || !isRecord(value)) {
      throw new FormatError(path, "tree_metadata: a leaf without a name and a value");
    }
    place(tree, keys, leafValue(path, keys.join("."), value, inflate), path);
  }
  return tree as Value;
}

function leafValue(
  path: string,
  name: string,
  { value_type: type, skip_deserialize: skip }: Record<string, unknown>,
  inflate: Inflation,
): Value {
  const empty = EMPTY[String(type)];
  if (empty) return empty();
  if (skip === true || type === "string") {
    return { type: "inert", class: `orbax.${shown(String(type))}`, arguments: [], state: null };
  }
  // A key may have slashes, which make folders; none may lead out of the checkpoint's own.
  if (/\\|[\p{Cc}\p{Zl}\p{Zp}]|^\/|(^|\/)\.\.?(\/|$)/u.test(name)) {
    throw new FormatError(path, `tree_metadata: ${shown(JSON.stringify(name))} leaves the folder`);
  }
  return zarrArray(join(dirname(path), name), inflate);
}

function place(tree: Tree, keys: readonly string[], value: Value, path: string): void {
  let at = tree;
  for (const key of keys.slice(0, -1)) {
    const next = at.has(key) ? at.get(key) : new Map();
    if (!(next instanceof Map)) throw new FormatError(path, `tree_metadata: ${shown(key)} is a value and a dictionary`);
    at.set(key, next);
    at = next;
  }
  const last = keys.at(-1) as string;
  if (at.has(last)) throw new FormatError(path, `tree_metadata: two values are named ${shown(keys.join("."))}`);
  at.set(last, value);
}
