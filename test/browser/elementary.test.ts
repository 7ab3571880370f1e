import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import * as elementary from "#browser/elementary.js";
import * as trigonometry from "#browser/trigonometry.js";

const OWN: Readonly<Record<string, (...values: number[]) => number>> = { ...elementary, ...trigonometry };
/** Units in the last place that another Math may be away. */
const ULPS = 2 ** -52;

/** Numbers of all sizes that a function takes, the same every time. */
function numbers(name: string): readonly number[] {
  let x = 0.013;
  return Array.from({ length: 4000 }, () => {
    x = (x * 1.618_033_988_75 + 0.1237) % 97;
    if (name === "acos") return x / 48.5 - 1;
    if (
      name.startsWith("exp") ||
      name === "sin" ||
      name === "cos" ||
      name === "atan" ||
      name === "cbrt" ||
      name === "tanh"
    )
      return 2 * (x - 48.5);
    return x;
  });
}

const digest = (values: readonly number[]) =>
  createHash("sha256").update(Float64Array.from(values)).digest("hex").slice(0, 16);

describe.each(["acos", "atan", "cbrt", "cos", "exp", "expm1", "log", "log1p", "sin", "tanh"] as const)("%s", (name) => {
  const given = numbers(name);
  const own = given.map((x) => OWN[name](x));

  test("is Math's but for the last digit", () => {
    const far = given.filter(
      (x, i) => !(Math.abs(own[i] - Math[name](x)) <= 2 * ULPS * Math.max(Math.abs(own[i]), 1e-3)),
    );
    expect(far).toEqual([]);
  });

  test("has the same bits on every machine", () => {
    expect({ [name]: digest(own) }).toMatchSnapshot();
  });
});

test.each([
  ["exp", [0, 1, -746, 710, Number.NaN, -0], [1, Math.E, 0, Number.POSITIVE_INFINITY, Number.NaN, 1]],
  ["log", [0, 1, -1, Number.POSITIVE_INFINITY], [Number.NEGATIVE_INFINITY, 0, Number.NaN, Number.POSITIVE_INFINITY]],
  ["log1p", [-1, -2, 0], [Number.NEGATIVE_INFINITY, Number.NaN, 0]],
  ["cos", [0, Number.POSITIVE_INFINITY], [1, Number.NaN]],
] as const)("%s at the ends of what it takes", (name, given, expected) => {
  expect(given.map((x) => OWN[name](x))).toEqual(expected);
});

test("hypot and atan2 take two sides", () => {
  expect(elementary.hypot(3, 4)).toBe(5);
  expect(elementary.hypot()).toBe(0);
  expect(trigonometry.atan2(1, 1)).toBe(Math.PI / 4);
  expect(trigonometry.atan2(-1, -1)).toBe((-3 * Math.PI) / 4);
  expect(trigonometry.atan2(0, -1)).toBe(Math.PI);
});
