import { expect, test } from "vitest";
import { phaseOf, wrapped } from "#numerics/angles.js";

test("whole turns are left out, and of the two ends π belongs", () => {
  expect(wrapped(1)).toBe(1);
  expect(wrapped(Math.PI)).toBe(Math.PI);
  expect(wrapped(-Math.PI)).toBe(Math.PI);
  for (const turns of [-3, -1, 0, 1, 40])
    for (const angle of [-3.1, -1, 0, 0.5, 3.1]) expect(wrapped(angle + 2 * Math.PI * turns)).toBeCloseTo(angle, 12);
});

test("C cos x + S sin x is R cos(x + φ)", () => {
  for (const phase of [-3, -Math.PI / 2, -0.4, 0, 1, Math.PI / 2, 3])
    expect(phaseOf(2 * Math.cos(phase), -2 * Math.sin(phase))).toBeCloseTo(phase, 14);
});

test("of −cos x the phase is π, also where the sine is a zero of either sign", () => {
  expect([phaseOf(-1, 0), phaseOf(-1, -0)]).toEqual([Math.PI, Math.PI]);
});
