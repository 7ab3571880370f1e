import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { readArray } from "#formats/_arrays.js";
import { readFile } from "#formats/_read.js";
import { isArray, isDictionary, isInert, type Value } from "#formats/_values.js";

const SHARED = join(import.meta.dirname, "../../../shared/data");
const absent = !existsSync(SHARED);

/** Of processor time, several times what it takes. */
const MAX_MILLISECONDS = 60;

/** Sums as PyTorch gives them in float64, and the number of tensors, counting a shared one each time it is met. */
const REFERENCES: [string, number, number][] = [
  ["universality/D59_MLP_seed1/model.pt", 4, 323.4798336],
  ["universality/C113_T_seed1/model.pt", 20, -100036.5572],
  ["universality/S5_MLP_seed1/model.pt", 4, 839.2575691],
  ["universality/S5_T_seed1/model.pt", 20, -100033.7818],
  ["he2026/p23_wd2/final.pth", 9, 100185.0014],
  ["he2026/p23_wd2/test_data.pth", 0, 0],
  ["nanda/mod_addition_no_wd.pth", 36, 5.975495532],
  ["nanda/low_precision_mod_addition.pth", 12, -176.2980205],
  ["nanda/mod_addition_frac_train_sweep.pth", 0, 0],
  ["mainline/full_run_data.pth", 374, -9.883917631],
  ["pizza/model_l8k1hzciux.pt", 12, -0.8798775439],
  ["pizza/model_p99zdpze5l.pt", 12, -24.97811302],
];
/** Ten digits were noted. */
const DIGITS = 1e-9;

function sums(value: Value): { count: number; sum: number } {
  if (isArray(value)) return { count: 1, sum: [...readArray(value)].reduce((sum, x) => sum + x, 0) };
  const parts = isDictionary(value)
    ? [...value.values()]
    : isInert(value)
      ? [value.state]
      : Array.isArray(value)
        ? value
        : [];
  return parts.map(sums).reduce((a, b) => ({ count: a.count + b.count, sum: a.sum + b.sum }), { count: 0, sum: 0 });
}

it.skipIf(absent).each(REFERENCES)("%s has PyTorch's sums (needs ../shared)", (path, count, sum) => {
  const { format, value } = readFile(join(SHARED, path));
  expect(format).toBe("torch");
  const found = sums(value);
  expect(found.count).toBe(count);
  expect(Math.abs(found.sum - sum)).toBeLessThan(DIGITS * Math.max(1, Math.abs(sum)) * 10);
});

it.skipIf(absent).each(["mainline/full_run_data.pth", "he2026/p23_wd2/final.pth"])(
  "the structure of %s is read at once (needs ../shared)",
  (path) => {
    const times = Array.from({ length: 5 }, () => {
      const start = process.cpuUsage();
      readFile(join(SHARED, path));
      const { user, system } = process.cpuUsage(start);
      return (user + system) / 1000;
    });
    expect(Math.min(...times)).toBeLessThan(MAX_MILLISECONDS);
  },
);

it.skipIf(absent)("every checkpoint of a run has the same names (needs ../shared)", () => {
  const folder = join(SHARED, "he2026/p23_wd2");
  const names = readdirSync(folder)
    .filter((name) => /^\d+\.pth$/.test(name))
    .map((name) => [...(readFile(join(folder, name)).value as Map<string, Value>).keys()].join());
  expect(names.length).toBeGreaterThan(50);
  expect(new Set(names).size).toBe(1);
});
