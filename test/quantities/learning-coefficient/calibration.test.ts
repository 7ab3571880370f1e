import { expect, test } from "vitest";
import { type Sweep, sweepVerdicts, sweptSettings } from "#quantities/learning-coefficient/calibration.js";
import { type LlcSettings, llcEstimate } from "#quantities/learning-coefficient/estimate.js";
import { settling } from "#quantities/learning-coefficient/settling.js";
import { quadratic } from "./_problems.ts";

const ASKED: LlcSettings = {
  stepSize: 2e-4,
  localisation: 1,
  nBeta: 150,
  burnIn: 150,
  draws: 500,
  chains: 2,
  seed: 0,
};
const TOLERANCE = 1.5;

function swept(curvature: number, sweep: Sweep, asked: Partial<LlcSettings> = {}) {
  const problem = quadratic(Array.from({ length: 40 }, () => curvature));
  const cells = sweptSettings({ ...ASKED, ...asked }, sweep).map(({ place, settings }) => ({
    place,
    settings,
    estimate: llcEstimate(() => problem, settings),
  }));
  return sweepVerdicts(cells, TOLERANCE).map((verdict, i) => ({ ...verdict, ...cells[i] }));
}

test("a cross has the setting asked and two neighbours along each axis, a grid all 27", () => {
  expect(sweptSettings(ASKED, "cross").map(({ place }) => place.join())).toEqual([
    "0,0,0",
    "0,0,-1",
    "0,0,1",
    "0,-1,0",
    "0,1,0",
    "-1,0,0",
    "1,0,0",
  ]);
  const grid = sweptSettings(ASKED, "grid");
  expect(new Set(grid.map(({ place }) => place.join())).size).toBe(27);
  expect(grid[0].settings).toEqual(ASKED);
  expect(grid.every(({ place, settings }) => settings.localisation === 2 ** place[1])).toBe(true);
});

test("a regular minimum is trusted at every setting that settles", () => {
  const verdicts = swept(3, "grid");
  expect(verdicts.map(({ refusal }) => refusal)).toEqual(verdicts.map(() => null));
  for (const factor of Object.values(verdicts[0].factors)) expect(factor).toBeLessThan(1.1);
});

test("where γ outweighs the loss, λ̂ is the Hessian's trace and depends on γ and nβ by the factor 2", () => {
  const [{ refusal, factors }] = swept(0.01, "cross", { localisation: 100 });
  expect(refusal).toMatch(/^depends-on-(localisation|n-beta)$/);
  expect(factors.localisation).toBeGreaterThan(1.8);
  expect(factors.nBeta).toBeGreaterThan(1.8);
  expect(factors.stepSize).toBeLessThan(1.2);
});

test("a setting on the brink is refused for what its neighbour does, or for having none that settled", () => {
  const all = swept(3, "cross", { stepSize: 4e-3 });
  const larger = all.find(({ place }) => place[0] === 1);
  expect(larger?.refusal).not.toBeNull();
  expect(all[0].refusal).toBe("depends-on-step-size");
  const alone = sweepVerdicts([{ place: [0, 0, 0], estimate: { llc: 1, refusal: null } }], TOLERANCE);
  expect(alone[0]).toEqual({ factors: { stepSize: null, localisation: null, nBeta: null }, refusal: "uncalibrated" });
});

test("R̂ is near 1 of like chains, and large of chains apart or on their way", () => {
  const { rHat, drift } = settling([chain(0, 0), chain(1, 0)]);
  expect(rHat).toBeLessThan(1.05);
  expect(Math.abs(drift)).toBeLessThan(0.1);
  expect(settling([chain(0, 0), chain(1, 3)]).rHat).toBeGreaterThan(1.5);
  const rising = settling([chain(0, 0, 0.02), chain(1, 0, 0.02)]);
  expect(rising.rHat).toBeGreaterThan(1.2);
  expect(rising.drift).toBeGreaterThan(0.05);
  expect(settling([Float64Array.of(2, 2, 2, 2)])).toMatchObject({ rHat: 1, drift: 0, error: 0 });
});

/** A hundred values between −1 and 1 about 10, in no order; raised, or rising. */
function chain(seed: number, raised: number, slope = 0): Float64Array {
  return Float64Array.from(
    { length: 100 },
    (_, t) => 10 + raised + slope * t + Math.sin(12.9898 * (t + 100 * seed) ** 1.5),
  );
}
