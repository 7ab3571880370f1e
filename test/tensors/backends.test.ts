import { describe, expect, test } from "vitest";
import { BACKENDS, loadBackend } from "#engine/backend.js";
import type { Backend } from "#tensors/backend.js";
import type { Dtype, Expression, Values } from "#tensors/expression.js";
import { loops } from "#tensors/loops/backend.js";
import { graphOf, ordered } from "#tensors/order.js";
import { CASES } from "./_cases.ts";

/** Of a float32 sum of a few terms, and of the engines' own exponentials. */
const TOLERANCE: Readonly<Record<Dtype, number>> = { float32: 2e-6, float64: 1e-13, int32: 0 };

function values(backend: Backend, x: Expression): Values {
  const graph = graphOf([x]);
  const [found] = backend.prepare(graph)(
    graph.leaves.map((leaf) => leaf.values as Values),
    [],
  );
  return found;
}

const backends = await Promise.all(
  BACKENDS.map(async (name) => {
    try {
      return { name, backend: await loadBackend(name) };
    } catch (error) {
      return { name, backend: undefined, reason: (error as Error).message };
    }
  }),
);

describe.each(backends)("$name", ({ backend }) => {
  describe.runIf(backend)("computes as plain loops do", () => {
    for (const dtype of ["float32", "float64"] as const) {
      test.each(Object.entries(CASES))(`%s of ${dtype}`, (_, make) => {
        const x = make(dtype);
        if (!backend || !ordered([x]).every(backend.has)) return;
        const [found, expected] = [values(backend, x), values(loops, x)];
        expect(found.length).toBe(expected.length);
        expect(found.constructor).toBe(expected.constructor);
        for (const [i, value] of expected.entries()) {
          const most = TOLERANCE[x.dtype === "float64" && dtype === "float32" ? "float32" : x.dtype];
          expect(Math.abs(found[i] - value)).toBeLessThanOrEqual(most * Math.max(1, Math.abs(value)));
        }
      });
    }
  });
});
