import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { groupTasks, isGroupName } from "#tasks/_group-orders.js";
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
  ["alternating", 5, 60],
  ["DihedralGroup", 6, 12],
  ["dihedral", 5, 10],
] as const)("%s %i has %i elements, and each of its tables is a group's", (name, n, p) => {
  const tasks = groupTasks(name, p);
  expect(groupTasks(`${name} ${n}`, p)).toEqual(tasks);
  expect(groupTasks(`${name[0]}${n}`, p)).toEqual(tasks);
  expect(groupTasks(`${name} ${n + 1}`, p)).toEqual([]);
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
    ["AlternatingGroup", 60, "../shared/cases/group-without-table/A5.table.json"],
    ["SymmetricGroup", 120, "../shared/data/universality/S5.table.json"],
  ] as const) {
    const expected = Int32Array.from(JSON.parse(readFileSync(file, "utf8")).table.flat());
    expect(groupTasks(name, n).some(({ answers }) => answers.join() === expected.join())).toBe(true);
  }
});

test("a cyclic group is addition in every order that sympy has, and names of operations are no groups", () => {
  expect(groupTasks("CyclicGroup", 7).map(({ name }) => name)).toEqual(["addition"]);
  expect(groupTasks("C7", 7).map(({ name }) => name)).toEqual(["addition"]);
  // Its table would take long; its usual order is an operation.
  expect(groupTasks("C251", 251).map(({ name }) => name)).toEqual(["addition"]);
  expect(groupTasks("D_130", 260).map(({ name }) => name)).toEqual(["dihedral"]);
  for (const name of ["addition", "x+y", "division", "quaternion"]) expect(isGroupName(name)).toBe(false);
});

test("the dihedral group comes in its usual order first, and no table twice", () => {
  const tasks = groupTasks("dihedral", 10);
  expect(tasks[0].name).toBe("dihedral");
  expect(tasks.length).toBeGreaterThan(5);
  expect(new Set(tasks.map(({ answers }) => answers.join())).size).toBe(tasks.length);
});
