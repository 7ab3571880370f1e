import { expect, test } from "vitest";
import { findingInWords } from "#results/finding-in-words.js";

test.each([
  [{ value: 0.9690612 }, "0.96906"],
  [{ value: 137, unit: "nats" }, "137 nats"],
  [{ value: 0.9690612, unit: "share" }, "96.906 %"],
  [{ value: 1, unit: "share" }, "100 %"],
  [{ value: 7.3578e-8, unit: "nats", note: "control 4.760" }, "7.3578e-8 nats (control 4.760)"],
  [{ value: [14, 35] }, "14, 35"],
  [{ value: "from epoch 137 on" }, "from epoch 137 on"],
  [{ value: Number.NaN, unit: "nats" }, "not finite"],
  // What it is once it was stored.
  [{ value: null as never, unit: "share" }, "not finite"],
])("%j reads %j", (finding, words) => {
  expect(findingInWords(finding)).toBe(words);
});
