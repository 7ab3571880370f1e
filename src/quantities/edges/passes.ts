import { gridBatch, type Value } from "../../networks/batch.ts";
import type { Model } from "../../networks/model.ts";
import type { CyclicForm } from "../../tasks/_cyclic.ts";
import type { Expression, Values } from "../../tensors/expression.ts";
import { constant, mean } from "../../tensors/operations.ts";
import { computed } from "../computed.ts";
import { type Composed, composed } from "./composed.ts";
import { type FloatDtype, type Part, type Parts, partsOf, type Written } from "./parts.ts";

/** Values that a pass over some pairs holds of its widest activation: it stays near the processor, whatever p is. */
const BATCH_FLOATS = 2 ** 19;

/** One batch of pairs: for these a, all b. */
export interface CircuitPass {
  readonly a: Int32Array;
  readonly network: Parts;
  readonly intact: Composed;
}

/** All pairs of a network in batches of equal size, but for the last. With `apart` as `composed` has it. */
export function* passes(
  model: Model,
  form: CyclicForm,
  keys: readonly number[],
  dtype: FloatDtype,
  apart = false,
): Generator<CircuitPass> {
  const { p } = model.architecture;
  const all = Int32Array.from({ length: p }, (_, i) => i);
  const width = Math.max(...model.parameters.names.flatMap((name) => model.parameters.get(name)?.shape.at(-1) ?? 1));
  const most = Math.max(1, Math.floor(BATCH_FLOATS / (p * width)));
  const size = Math.ceil(p / Math.ceil(p / most));
  for (let at = 0; at < p; at += size) {
    const a = all.subarray(at, at + size);
    const network = partsOf(model, form, keys, gridBatch(a, all), dtype);
    yield { a, network, intact: composed(network, { apart }) };
  }
}

/** The mean over all p² pairs of what each part writes [position][d_model], by the part's place in the network. */
export function meansOf(
  model: Model,
  form: CyclicForm,
  keys: readonly number[],
  dtype: FloatDtype,
): readonly (readonly (Float64Array | undefined)[])[] {
  const { p } = model.architecture;
  const means: (Float64Array | undefined)[][] = [];
  for (const { a, network, intact } of passes(model, form, keys, dtype)) {
    const outputs: Record<string, Expression> = {};
    network.parts.forEach((part, i) => {
      if (part.kind === "logits") return;
      intact.written.get(part)?.forEach((value, j) => {
        if (value) outputs[`${i} ${j}`] = mean(value.x, [0]);
      });
    });
    const found = computed<string, Values>(outputs, network.feeds);
    for (const [key, values] of Object.entries(found)) {
      const [i, j] = key.split(" ").map(Number);
      means[i] ??= [];
      means[i][j] ??= new Float64Array(values.length);
      const sum = means[i][j] as Float64Array;
      for (let d = 0; d < values.length; d++) sum[d] += (values[d] * a.length) / p;
    }
  }
  return means;
}

/** Those means as values beside a pass. */
export function meanWritten(
  means: ReturnType<typeof meansOf>,
  { parts }: Parts,
  dtype: FloatDtype,
): ReadonlyMap<Part, Written> {
  return new Map(
    parts.map((part, i) => [
      part,
      Array.from(means[i] ?? [], (data): Value | undefined => {
        if (!data) return undefined;
        const values = dtype === "float64" ? data : Float32Array.from(data);
        return { of: "nothing", x: constant(values, [1, data.length]) };
      }),
    ]),
  );
}
