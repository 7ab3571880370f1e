import { unfolding } from "../formats/_unfolding.ts";
import { type ArrayRef, isArray, isDictionary, isInert, type Value } from "../formats/_values.ts";
import type { StateDict } from "./_layout.ts";

/** What wrappers put in front of every name: DataParallel, torch.compile, Lightning; Flax; Keras's older files. */
const WRAPPERS = ["module.", "_orig_mod.", "model.", "net.", "network.", "params.", "model_weights."];
/** Deep enough for any network, and a bound on a file made to nest for ever. */
const MAX_DEPTH = 12;
/** Likewise modules, of which one may be part of another a thousand times. */
const MAX_MODULES = 10_000;

/** The tensors of a state dict, without wrappers' prefixes; undefined if `value` is none. */
export function stateDict(value: Value | undefined): StateDict | undefined {
  if (!isDictionary(value)) return undefined;
  const arrays: [string, ArrayRef][] = [];
  for (const [key, entry] of value) {
    if (isArray(entry)) arrays.push([String(key), entry]);
    // Metadata of a file or a module is no tensor; anything else means that this is not a state dict.
    else if (!String(key).startsWith("_") && !String(key).endsWith("_extra_state")) return undefined;
  }
  return arrays.some(([, { shape }]) => shape.length >= 2) ? new Map(withoutWrappers(arrays)) : undefined;
}

/**
 * The tensors of nested dictionaries, as JAX's libraries and Keras keep a network, by the path of each joined by dots;
 * undefined where anything else is among them, but for arrays of types that no weight has, such as the keys of dropout.
 */
export function nestedState(value: Value | undefined): StateDict | undefined {
  const arrays: [string, ArrayRef][] = [];
  const seen = new Set<Value>();
  const flatten = (entry: Value, path: string, depth: number): boolean => {
    if (isArray(entry)) return arrays.push([path, entry]) > 0;
    if (isInert(entry)) return Array.isArray(entry.arguments[0]);
    // A dictionary that is met twice is no network, and many that are would be a bomb.
    if (!isDictionary(entry) || depth > MAX_DEPTH || seen.has(entry)) return false;
    seen.add(entry);
    return [...entry].every(([key, inner]) => flatten(inner, path === "" ? String(key) : `${path}.${key}`, depth + 1));
  };
  const whole = isDictionary(value) && flatten(value, "", 0);
  if (!whole || !arrays.some(([, { shape }]) => shape.length >= 2)) return undefined;
  return new Map(withoutWrappers(arrays.map(([name, array]) => [named(name, array), array])));
}

/** Keras 3 numbers a layer's variables: a kernel or a scale is `vars.0`, and what is added `vars.1`. */
function named(name: string, { shape }: ArrayRef): string {
  return name.replace(/\.vars\.0$/, shape.length > 1 ? ".kernel" : ".gamma").replace(/\.vars\.1$/, ".bias");
}

/** The parameters and buffers of a module that was pickled whole, by the names its state dict would have. */
export function moduleState(value: Value | undefined, taken = unfolding("a pickled module")): StateDict | undefined {
  const arrays: [string, ArrayRef][] = [];
  collect(value, "", 0, arrays, { modules: MAX_MODULES, taken });
  return arrays.some(([, { shape }]) => shape.length >= 2) ? new Map(withoutWrappers(arrays)) : undefined;
}

function collect(
  value: Value | undefined,
  prefix: string,
  depth: number,
  into: [string, ArrayRef][],
  left: { modules: number; readonly taken: ReturnType<typeof unfolding> },
): void {
  if (!isInert(value) || !isDictionary(value.state) || depth > MAX_DEPTH || left.modules-- <= 0) return;
  for (const kind of ["_parameters", "_buffers"]) {
    const own = value.state.get(kind);
    if (!isDictionary(own)) continue;
    left.taken(own);
    for (const [key, entry] of own) if (isArray(entry)) into.push([`${prefix}${key}`, entry]);
  }
  const modules = value.state.get("_modules");
  if (isDictionary(modules))
    for (const [key, module] of modules) collect(module, `${prefix}${key}.`, depth + 1, into, left);
}

function withoutWrappers(arrays: [string, ArrayRef][]): [string, ArrayRef][] {
  const wrapper = WRAPPERS.find((prefix) => arrays.every(([name]) => name.startsWith(prefix)));
  return wrapper === undefined
    ? arrays
    : withoutWrappers(arrays.map(([name, array]) => [name.slice(wrapper.length), array]));
}
