import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { availableBackends, loadBackend } from "#engine/backend.js";
import type { Backend } from "#tensors/backend.js";
import { ballOf } from "#tensors/balls/balls.js";
import { ELEMENTARY, SATURATING } from "#tensors/balls/roundings.js";
import { evaluate, useBackend, valuesOf } from "#tensors/evaluate.js";
import type { Expression } from "#tensors/expression.js";
import { flops } from "#tensors/flops.js";
import { loops } from "#tensors/loops/backend.js";
import * as op from "#tensors/operations.js";
import { normal } from "../_networks.ts";

const STEPS = 20_000;
const grid = Float32Array.from({ length: STEPS }, (_, i) => -30 + (60 * i) / STEPS);

function bounded(x: Expression) {
  const { mid, radius } = ballOf(x);
  return evaluate({ mid, radius: radius ?? op.broadcast(op.scalar(0, "float64"), mid.shape) });
}

describe("elementary functions are as near as the bounds assume", () => {
  let backends: readonly Backend[] = [];
  beforeAll(async () => {
    const names = (await availableBackends()).filter(({ reason }) => reason === undefined).map(({ name }) => name);
    backends = [loops, ...(await Promise.all(names.filter((name) => name !== "wasm").map(loadBackend)))];
  });
  afterAll(() => useBackend(loops));

  const relative = { exp: op.exp, log: op.log, log1p: op.log1p, sqrt: op.sqrt };
  test.each(Object.entries(relative))("%s, in its own size", (name, f) => {
    const input = name === "exp" ? grid : grid.map((x) => 2 ** (x / 2));
    const exact = (Math as unknown as Record<string, (x: number) => number>)[name];
    for (const backend of backends) {
      useBackend(backend);
      const found = valuesOf(f(op.constant(input)));
      const absolute = name === "log" ? 1 : 0;
      for (const [i, x] of input.entries())
        if (!(Math.abs(found[i] - exact(x)) <= ELEMENTARY * (Math.abs(exact(x)) + absolute)))
          expect.fail(`${backend.name} ${name} ${x}: ${found[i]}, not ${exact(x)}`);
    }
  });

  test.each(Object.entries({ tanh: op.tanh, erf: op.erf, sigmoid: op.sigmoid }))("%s, absolutely", (name, f) => {
    useBackend(loops);
    const exact = valuesOf(f(op.constant(Float64Array.from(grid))));
    for (const backend of backends) {
      useBackend(backend);
      const found = valuesOf(f(op.constant(grid)));
      for (const i of grid.keys())
        if (!(Math.abs(found[i] - exact[i]) <= SATURATING)) expect.fail(`${backend.name} ${name} ${grid[i]}`);
    }
  });
});

describe("the ball of each operation has what rounded inputs make of it", () => {
  const draw = normal(3);
  const random = (n: number) => Float32Array.from({ length: n }, () => draw(1));
  const W = op.constant(random(12), [4, 3]);
  const x = op.constant(random(8), [2, 4]);
  const above = op.exp(x);
  const cases: Readonly<Record<string, Expression>> = {
    negate: op.negate(op.exp(x)),
    log: op.log(above),
    log1p: op.log1p(above),
    sqrt: op.sqrt(above),
    reciprocal: op.reciprocal(above),
    tanh: op.tanh(above),
    erf: op.erf(above),
    sigmoid: op.sigmoid(above),
    relu: op.relu(op.subtract(above, 1)),
    subtract: op.subtract(above, x),
    multiply: op.multiply(above, above),
    divide: op.divide(x, above),
    maximum: op.maximum(above, x),
    matmul: op.add(op.matmul(above, W), op.constant(random(3))),
    products: op.matmul(above, op.exp(W)),
    sum: op.sum(above, [0, 1]),
    mean: op.mean(above, [-1]),
    max: op.max(above),
    concat: op.concat([above, x], 1),
    slice: op.slice(above, 1, 1, 3),
    pad: op.pad(above, 1, 1, 0),
    transpose: op.transpose(above, [1, 0]),
    broadcast: op.broadcast(op.reshape(above, [2, 1, 4]), [2, 3, 4]),
    gather: op.gather(above, op.constant(Int32Array.of(1, 0, 1))),
    scatter: op.scatter(above, op.constant(Int32Array.of(1, 1)), 2),
    pick: op.pick(above, op.constant(Int32Array.of(1, 0))),
    place: op.place(x, op.constant(Int32Array.of(1, 0)), op.pick(above, op.constant(Int32Array.of(1, 0)))),
  };

  test.each(Object.entries(cases))("%s", (_, made) => {
    useBackend(loops);
    const { mid, radius } = bounded(made);
    const found = valuesOf(made);
    expect(mid.length).toBe(found.length);
    for (const i of found.keys()) {
      expect(Math.abs(found[i] - mid[i])).toBeLessThanOrEqual(radius[i]);
      expect(radius[i]).toBeLessThan(1e-4);
    }
  });

  test("what jumps has none, and float64 neither", () => {
    expect(() => ballOf(op.step(x))).toThrow(/jumps/);
    expect(() => ballOf(op.argmax(x))).toThrow(/jumps/);
    expect(() => ballOf(op.cast(x, "float64"))).toThrow(/float64/);
  });

  test("a sum of sums is bounded in every order, though the graph's own order loses nothing", () => {
    const terms = [1, -1, 2 ** -26].map((value) => op.constant(Float32Array.of(value)));
    const { mid, radius } = bounded(terms.reduce((x, y) => op.add(x, y)));
    const other = Math.fround(Math.fround(1 + 2 ** -26) - 1);
    expect(mid[0]).toBe(2 ** -26);
    expect(Math.abs(other - mid[0])).toBeGreaterThan(0);
    expect(Math.abs(other - mid[0])).toBeLessThanOrEqual(radius[0]);
  });

  test("what may overflow float32 says so", () => {
    const large = op.constant(Float32Array.of(3e38, -3e38, 3e38), [1, 3]);
    const sum = op.sum(large, [1]);
    expect([...bounded(sum).radius]).toEqual([Number.POSITIVE_INFINITY]);
    // Small again, it is no less unknown.
    expect([...bounded(op.multiply(sum, 1e-30)).radius]).toEqual([Number.POSITIVE_INFINITY]);
  });

  test("a divisor that may be 0 leaves no bound", () => {
    const near0 = op.subtract(op.exp(x), op.exp(x));
    for (const radius of bounded(op.divide(x, near0)).radius) expect(radius).not.toBeLessThan(1e300);
  });
});

test("operations are counted: 2 n for each value of a product over n, one for each other value, shared ones once", () => {
  const x = op.constant(new Float32Array(6), [2, 3]);
  const y = op.matmul(x, op.constant(new Float32Array(12), [3, 4]));
  expect(flops([y])).toBe(2 * 2 * 3 * 4);
  expect(flops([op.add(op.relu(y), op.relu(y)), y])).toBe(48 + 8 * 3);
  expect(flops([op.transpose(op.sum(y, [1]), [1, 0])])).toBe(48 + 8);
});
