import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { groupTasks } from "#tasks/_group-orders.js";
import { sympyOrder } from "#tasks/_permutation-groups.js";
import { ABSENT, WHERE } from "../oracles/_shared.ts";

test("S4 in the order that sympy's documentation prints", () => {
  const order = sympyOrder([
    [1, 2, 3, 0],
    [1, 0, 2, 3],
  ]);
  expect(order.slice(0, 6).map((one) => one.join(""))).toEqual(["0123", "1230", "2301", "3120", "0231", "1302"]);
  expect(new Set(order.map(String)).size).toBe(24);
});

test.each([
  ["SymmetricGroup", 5, 120],
  ["AlternatingGroup", 4, 12],
  ["AlternatingGroup", 5, 60],
] as const)("%s %i has %i elements, and each of its tables is a group's", (name, n, p) => {
  const tasks = groupTasks(name, n);
  expect(tasks.length).toBeGreaterThan(1);
  for (const { answers } of tasks) {
    expect(answers).toHaveLength(p * p);
    for (let a = 0; a < p; a++) expect(new Set(answers.subarray(a * p, (a + 1) * p)).size).toBe(p);
    const of = (a: number, b: number) => answers[a * p + b];
    for (let a = 0; a < p; a++) expect(of(of(a, 1), 2)).toBe(of(a, of(1, 2)));
  }
});

test.skipIf(ABSENT)(`the tables that published runs were trained on are among them ${WHERE}`, () => {
  for (const [name, n, file] of [
    ["AlternatingGroup", 5, "../shared/cases/group-without-table/A5.table.json"],
    ["SymmetricGroup", 5, "../shared/data/universality/S5.table.json"],
  ] as const) {
    const expected = Int32Array.from(JSON.parse(readFileSync(file, "utf8")).table.flat());
    expect(groupTasks(name, n).some(({ answers }) => answers.join() === expected.join())).toBe(true);
  }
});
