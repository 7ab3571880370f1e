import { UsageError } from "../errors.ts";
import type { Tensor } from "../numerics/tensor.ts";
import { evaluate } from "../tensors/evaluate.ts";
import type { Expression, Values } from "../tensors/expression.ts";
import { constant, pad, slice } from "../tensors/operations.ts";
import type { Batch, Value } from "./batch.ts";
import type { Activation, Intercept } from "./graph.ts";

/**
 * Is shown an activation as it is computed; what it returns takes its place, undefined leaves it. Axes as TransformerLens
 * has them: [sample, position, …], attention [sample, head, position, key]; of one position, without that axis.
 */
export type Hook = (activation: Tensor, name: string) => Tensor | undefined;

/** A hook that sees one position alone: the others need not be computed. */
export interface PositionHook {
  /** Counted from 0; −1 is the last. */
  readonly position: number;
  readonly hook: Hook;
}

/** A value for one position that takes the place of what would be computed: what comes before it is not. */
export interface PositionValue {
  readonly position: number;
  readonly value: Tensor;
}

/** Hooks by the names of activations. */
export type Hooks = Readonly<Record<string, Hook | PositionHook | PositionValue>>;

/** What calls the hooks as the network's activations follow from one another. `feeds` has the weights' values. */
export function intercepting(hooks: Hooks, feeds: (name: string) => Values | undefined): Intercept {
  return (activation, batch) => {
    const { name, values } = activation;
    const hook = Object.hasOwn(hooks, name) ? hooks[name] : undefined;
    if (!hook) return values;
    if (typeof hook === "function") return all(hook, activation, batch, feeds);
    const at = placed(hook.position, values.length, name);
    return values.map((value, j) => (j === at ? one(hook, activation, value, batch, feeds) : value));
  };
}

/** Which of the values is the position's; the only one of an activation that only one position has, as the logits. */
function placed(position: number, positions: number, name: string): number {
  if (positions === 1) return 0;
  const at = position < 0 ? positions + position : position;
  if (Number.isInteger(at) && at >= 0 && at < positions) return at;
  throw new UsageError(
    `hook of ${name}`,
    `there is no position ${position}`,
    `positions are from 0 to ${positions - 1}`,
  );
}

/** Throws a UsageError that lists the names where a hook's is none of them. */
export function checkNames(hooks: Hooks, names: Iterable<string>): void {
  const known = new Set(names);
  const stray = Object.keys(hooks).find((name) => !known.has(name));
  if (stray !== undefined)
    throw new UsageError("hooks", `"${stray}" is no activation`, `activations are ${[...known].join(", ")}`);
}

function one(
  hook: PositionHook | PositionValue,
  { name, axes }: Activation,
  value: Value,
  batch: Batch,
  feeds: (name: string) => Values | undefined,
): Value {
  const shape = [batch.samples, ...value.x.shape.slice(1)];
  if ("value" in hook) return taken(hook.value, shape, value.x, name);
  const { x } = evaluate({ x: batch.spread(value) }, feeds);
  const seen: Tensor = { axes: ["sample", ...axes], shape, data: x as Float32Array };
  return taken(hook.hook(seen, name) ?? seen, shape, value.x, name);
}

/** A sample's own value in place of what was computed. */
function taken({ data }: Tensor, shape: readonly number[], { dtype }: Expression, name: string): Value {
  const values =
    dtype === "float64" ? Float64Array.from(data) : data instanceof Float32Array ? data : Float32Array.from(data);
  if (values.length !== shape.reduce((product, n) => product * n, 1))
    throw new UsageError(`hook of ${name}`, `returned ${values.length} values`, `return [${shape.join(", ")}]`);
  return { of: "sample", x: constant(values, shape) };
}

function all(
  hook: Hook,
  { name, values, axes }: Activation,
  batch: Batch,
  feeds: (name: string) => Values | undefined,
): readonly Value[] {
  // Attention over fewer keys than the last position sees is 0 at the others, of scores −∞, as under a mask.
  const own = values[values.length - 1].x.shape.slice(1);
  const rows = values.map((value) => {
    const x = batch.spread(value);
    const last = x.shape.length - 1;
    return pad(x, last, 0, own[own.length - 1] - x.shape[last]);
  });
  const found = evaluate(Object.fromEntries(rows.map((x, j) => [j, x])), feeds);
  const layout = layoutOf(axes, [batch.samples, values.length, ...own]);
  const data = layout.joined(values.map((_, j) => found[j] as Float32Array));
  if (name.endsWith("hook_attn_scores")) {
    const seen = values.map(({ x }) => x.shape[x.shape.length - 1]);
    const keys = own[own.length - 1];
    for (let i = 0; i < data.length; i++)
      if (i % keys >= seen[Math.floor(i / keys) % values.length]) data[i] = Number.NEGATIVE_INFINITY;
  }
  const seen: Tensor = { axes: layout.axes, shape: layout.shape, data };
  const after = hook(seen, name) ?? seen;
  const kept = layout.apart(checked(after, seen, name).data);
  return values.map(({ x }, j) => {
    const whole = constant(kept[j], [batch.samples, ...own]);
    return { of: "sample", x: cut(whole, x) };
  });
}

function checked(after: Tensor, { data, shape }: Tensor, name: string): Tensor {
  if (after.data.length === data.length) return after;
  throw new UsageError(`hook of ${name}`, `returned ${after.data.length} values`, `return [${shape.join(", ")}]`);
}

/** The keys that the position sees, of all. */
function cut(whole: Expression, { shape }: Expression): Expression {
  const last = shape.length - 1;
  return whole.shape[last] === shape[last] ? whole : slice(whole, last, 0, shape[last]);
}

/** How the values of all positions [sample, …] lie in what a hook sees, and back. */
function layoutOf(axes: readonly string[], [samples, positions, ...own]: readonly number[]) {
  const attention = axes[axes.length - 1] === "key";
  // [sample, head, position, key] has the positions after the heads.
  const [before, after] = attention ? [own[0], own[1]] : [1, own.reduce((product, n) => product * n, 1)];
  const each = (visit: (whole: number, position: number, part: number) => void) => {
    for (let s = 0; s < samples; s++)
      for (let h = 0; h < before; h++)
        for (let j = 0; j < positions; j++)
          visit(((s * before + h) * positions + j) * after, j, (s * before + h) * after);
  };
  return {
    axes: attention ? ["sample", axes[0], "position", axes[1]] : ["sample", "position", ...axes],
    shape: attention ? [samples, own[0], positions, own[1]] : [samples, positions, ...own],
    joined: (parts: readonly Float32Array[]) => {
      const out = new Float32Array(samples * positions * before * after);
      each((whole, j, part) => out.set(parts[j].subarray(part, part + after), whole));
      return out;
    },
    apart: (data: Tensor["data"]) => {
      const parts = Array.from({ length: positions }, () => new Float32Array(samples * before * after));
      each((whole, j, part) => parts[j].set(data.subarray(whole, whole + after), part));
      return parts;
    },
  };
}
