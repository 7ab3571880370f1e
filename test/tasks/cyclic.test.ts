import { expect, test } from "vitest";
import { cyclicForm } from "#tasks/_cyclic.js";
import { tableTask, task, taskNames } from "#tasks/_make.js";

const CYCLIC = [
  ["addition", [2, 3, 12, 97, 113]],
  ["subtraction", [2, 3, 12, 97, 113]],
  ["multiplication", [2, 3, 5, 97, 113]],
  ["division", [2, 3, 5, 97, 113]],
] as const;

test.each(CYCLIC.flatMap(([name, sizes]) => sizes.map((p) => [name, p] as const)))(
  "%s mod %i adds or subtracts the places of its residues",
  (name, p) => {
    const { answers } = task(name, p);
    const form = cyclicForm(task(name, p));
    if (!form) throw new Error("it is cyclic");
    const { n, order, sign } = form;
    const multiplies = name === "multiplication" || name === "division";
    expect(n).toBe(multiplies ? p - 1 : p);
    expect(sign).toBe(name === "addition" || name === "multiplication" ? 1 : -1);
    const residues = Array.from({ length: n }, (_, i) => i + (multiplies ? 1 : 0));
    expect([...order].sort((x, y) => x - y)).toEqual(residues);
    const wrong = [];
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) {
        if (answers[order[i] * p + order[j]] !== order[(i + sign * j + n) % n]) wrong.push([i, j]);
      }
    }
    expect(wrong).toEqual([]);
  },
);

test("the places of a product are the powers of the smallest primitive root", () => {
  expect(cyclicForm(task("multiplication", 7))?.order).toEqual(Int32Array.of(1, 3, 2, 6, 4, 5));
  // 3 is the smallest primitive root of 113, as 2 is a quadratic residue of p ≡ 1 mod 8.
  expect(cyclicForm(task("multiplication", 113))?.order[1]).toBe(3);
});

test.each([4, 6, 9, 12, 91])("multiplication mod %i, which is not prime, is no cyclic group's", (p) => {
  expect(cyclicForm(task("multiplication", p))).toBeUndefined();
});

test("no other operation is a cyclic group's, nor is a table", () => {
  const cyclic: readonly string[] = CYCLIC.map(([name]) => name);
  for (const name of taskNames)
    expect(cyclicForm(task(name, name === "dihedral" ? 10 : 11)) !== undefined).toBe(cyclic.includes(name));
  expect(
    cyclicForm(
      tableTask("t.json", [
        [0, 1],
        [1, 0],
      ]),
    ),
  ).toBeUndefined();
});
