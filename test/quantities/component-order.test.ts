import { expect, test } from "vitest";
import { componentNames, inComponentOrder } from "#quantities/component-order.js";

test("components are named constant, cos 1, sin 1, …, and stand in that order", () => {
  expect(componentNames(6)).toEqual(["constant", "cos 1", "sin 1", "cos 2", "sin 2", "cos 3"]);
  // Two functions of two cosines, then two sines each.
  const data = Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8);
  expect(inComponentOrder({ data, functions: 2 } as never, 0, 5)).toEqual(Float64Array.of(1, 3, 2, 4));
  expect(inComponentOrder({ data, functions: 2 } as never, 1, 5)).toEqual(Float64Array.of(5, 7, 6, 8));
  // n/2 has no sine.
  expect(inComponentOrder({ data, functions: 2 } as never, 1, 4)).toEqual(Float64Array.of(5, 7, 6));
});
