import { describe, expect, test } from "vitest";
import type { Forecast } from "#monitoring/forecast.js";
import { followed } from "#monitoring/run-state.js";
import { forecastInWords } from "#monitoring/words.js";
import { COURSES, drawn, firstRows, growing } from "./_planted.ts";

const UNTIL = 10_000;

function at(course: Parameters<typeof drawn>[0], share: number): Forecast {
  return followed(drawn(course, 100, share * UNTIL)).monitor.forecast();
}

describe("of accuracies that rise by a logistic curve", () => {
  // Its logit is a straight line: the line is exact, and the forecast earlier, as other runs rise ever faster.
  test.each([0.8, 0.85, 0.9])(
    "at %d of the time the straight line meets the truth, and the interval lies about the forecast",
    (share) => {
      const forecast = at(growing(UNTIL, 1000), share);
      if (forecast.kind === "none") throw new Error(forecast.reason);
      const { epoch, low, high, line } = forecast;
      // The level is a median of three, and an evaluation late.
      expect(Math.abs(line / UNTIL - 1)).toBeLessThan(0.02);
      expect(forecast.at).toBe(share * UNTIL);
      expect(forecast.at).toBeLessThan(low);
      expect(low).toBeLessThan(epoch);
      expect(epoch).toBeLessThan(high);
      expect(low).toBeLessThan(UNTIL);
      expect(high).toBeGreaterThan(UNTIL);
    },
  );

  test("does not depend on what the epochs count", () => {
    const curves = drawn(growing(UNTIL, 1000), 100, 9000);
    const scaled = followed({ ...curves, epochs: curves.epochs.map((epoch) => 7 * epoch) }).monitor.forecast();
    const own = followed(curves).monitor.forecast();
    if (scaled.kind === "none" || own.kind === "none") throw new Error("none");
    expect(scaled.epoch / own.epoch).toBeCloseTo(7, 6);
    expect(scaled.high / own.high).toBeCloseTo(7, 6);
  });

  test("is the same, nearly, where the run is logged at each epoch", () => {
    const [rare, often] = [100, 1].map((step) => followed(drawn(growing(UNTIL, 1000), step, 9000)).monitor.forecast());
    if (rare.kind === "none" || often.kind === "none") throw new Error("none");
    expect(Math.abs(rare.epoch / often.epoch - 1)).toBeLessThan(0.01);
  });
});

describe("there is none, and the reason is said", () => {
  const after = (name: keyof typeof COURSES) => followed(drawn(COURSES[name])).monitor.forecast();
  test.each([
    ["fitting", "not memorised"],
    ["memorised", "not rising"],
    ["generalised", "already generalised"],
    ["plateau", "not rising"],
    ["collapsing", "losing it"],
  ] as const)("%s: %s", (name, reason) => {
    expect(after(name)).toMatchObject({ kind: "none", reason });
    expect(forecastInWords(after(name), "epoch")).toMatch(/^no forecast: /);
  });

  test("by losses alone, of few evaluations, of one that creeps, of one that diverged", () => {
    const curves = drawn(growing(UNTIL, 1000), 100, 9000);
    const reason = (changed: Parameters<typeof followed>[0]) => {
      const forecast = followed(changed).monitor.forecast();
      return forecast.kind === "none" ? forecast.reason : "forecast";
    };
    expect(reason({ ...curves, train_accuracy: [], test_accuracy: [] })).toBe("no accuracies");
    expect(reason(firstRows(curves, 8))).toBe("few evaluations");
    const creeping = { train: COURSES.memorised.train, test: (epoch: number) => Math.min(1, epoch / 80_000) };
    expect(reason(drawn(creeping))).toBe("too far away");
    expect(
      reason({
        ...curves,
        train_loss: curves.epochs.map((epoch) => (epoch > 8000 ? Number.NaN : 1)),
        train_accuracy: [],
      }),
    ).toBe("diverged");
  });
});

test("a forecast is one sentence with its interval", () => {
  expect(forecastInWords(at(growing(UNTIL, 1000), 0.9), "step")).toMatch(
    /^test accuracy 90 % at step \d+ \(\d+ to \d+ in four of five cases of the back-test\)$/,
  );
});
