import { expect, test } from "vitest";
import { paced } from "#results/_pace.js";

/** When an action is done that takes some time and is offered every 100 ms over a minute. */
function times(takes: number): readonly number[] {
  let now = 0;
  const pace = paced(() => now);
  const done: number[] = [];
  while (now <= 60_000) {
    pace(() => {
      done.push(now);
      now += takes;
    });
    now += 100;
  }
  return done;
}

test("not more often than every 5 s, and not at once", () => {
  expect(times(0)).toEqual([
    5000, 10_000, 15_000, 20_000, 25_000, 30_000, 35_000, 40_000, 45_000, 50_000, 55_000, 60_000,
  ]);
});

test("no more than a thirtieth of the time", () => {
  const done = times(1000);
  expect(done.length).toBeGreaterThan(1);
  for (const [i, time] of done.entries()) expect(time).toBeGreaterThanOrEqual(5000 + i * 30_000);
});
