import { readdirSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FormatError, UsageError } from "#errors.js";
import { tableTask, task, taskNames } from "#tasks/_make.js";
import { NO_ANSWER } from "#tasks/_task.js";

const answer = (name: string, p: number, a: number, b: number) => task(name, p).answers[a * p + b];

test("every unit file is a task of its name, listed in index.ts", () => {
  const files = readdirSync("src/tasks").filter((file) => !file.startsWith("_") && file !== "index.ts");
  expect([...taskNames].sort()).toEqual(files.map((file) => file.replace(".ts", "")).sort());
});

test.each([
  ["addition", "a + b mod 113", (100 + 50) % 113],
  ["subtraction", "a − b mod 113", 50],
  ["multiplication", "a · b mod 113", 5000 % 113],
  ["division", "a · b⁻¹ mod 113", 2],
  ["quadratic", "a² + ab + b² mod 113", (10_000 + 5000 + 2500) % 113],
  ["cubic", "a³ + ab mod 113", (1_000_000 + 5000) % 113],
])("%s is %s", (name, formula, c) => {
  expect(task(name, 113)).toMatchObject({ name, p: 113, formula });
  expect(answer(name, 113, 100, 50)).toBe(c);
});

test.each(taskNames)("all answers of %s are 0 … p − 1, or none", (name) => {
  const p = name === "dihedral" ? 22 : 23;
  const { answers } = task(name, p);
  expect(answers.length).toBe(p * p);
  expect(answers.every((c) => (c >= 0 && c < p) || c === NO_ANSWER)).toBe(true);
  expect(answers.filter((c) => c === NO_ANSWER).length).toBe(name === "division" ? p : 0);
});

test("subtraction undoes addition and division undoes multiplication", () => {
  const p = 101;
  const [add, subtract, multiply, divide] = ["addition", "subtraction", "multiplication", "division"].map(
    (name) => task(name, p).answers,
  ) as [Int32Array, Int32Array, Int32Array, Int32Array];
  fc.assert(
    fc.property(fc.nat(p - 1), fc.nat(p - 1), (a, b) => {
      expect(subtract[(add[a * p + b] as number) * p + b]).toBe(a);
      expect(divide[(multiply[a * p + b] as number) * p + b]).toBe(b === 0 ? NO_ANSWER : a);
    }),
  );
});

describe("dihedral", () => {
  const p = 14;
  const n = p / 2;
  const { answers } = task("dihedral", p);
  const times = (a: number, b: number) => answers[a * p + b] as number;
  const element = fc.nat(p - 1);

  test("is a group with identity 0", () => {
    fc.assert(
      fc.property(element, element, element, (a, b, c) => {
        expect(times(times(a, b), c)).toBe(times(a, times(b, c)));
        expect([times(0, a), times(a, 0)]).toEqual([a, a]);
        expect([...answers.slice(a * p, a * p + p)].sort((x, y) => x - y)).toEqual(
          Array.from({ length: p }, (_, i) => i),
        );
      }),
    );
  });

  test("has its rotations first, each reflection its own inverse, and s r = r⁻¹ s", () => {
    expect(times(2, 6)).toBe(1);
    for (let i = n; i < p; i++) expect(times(i, i)).toBe(0);
    expect(times(n, 1)).toBe(n - 1 + n);
    expect(times(n - 1, n)).toBe(n - 1 + n);
    expect(times(3 + n, 5 + n)).toBe((3 - 5 + n) % n);
  });
});

test.each([
  ["adition", 113, 'task: there is no operation "adition"; choose one of addition, cubic,'],
  ["addition", 1, "task addition: p must be an integer from 2 to 10007, got 1"],
  ["addition", 2.5, "got 2.5"],
  ["division", 9, "task division: p must be prime for every b but 0 to have an inverse, and 9 is not"],
  ["dihedral", 7, "task dihedral: p must be even, as many rotations as reflections, and 7 is not"],
])("%s for p = %d is refused", (name, p, message) => {
  expect(() => task(name, p)).toThrow(UsageError);
  expect(() => task(name, p)).toThrow(message);
});

describe("a composition table", () => {
  const table = [
    [0, 1, 2],
    [1, 2, 0],
    [2, 0, 1],
  ];

  test("is a task, alone or in an object that names its group", () => {
    const answers = Int32Array.from(table.flat());
    expect(tableTask("t.json", table)).toEqual({ name: "table", p: 3, formula: "a ∘ b in the given table", answers });
    const named = tableTask("t.json", { group: "Z3", elements: [], table });
    expect(named).toEqual({ name: "table", p: 3, formula: "a ∘ b in Z3", answers });
  });

  test.each([
    [
      [
        [0, 1],
        [1, 2],
      ],
      "t.json: row 1, column 1: an entry is an integer from 0 to 1, got 2",
    ],
    [
      [
        [0, "1"],
        [1, 0],
      ],
      'row 0, column 1: an entry is an integer from 0 to 1, got "1"',
    ],
    [
      [
        [0, 1],
        [0.5, 0],
      ],
      "row 1, column 0: an entry is an integer from 0 to 1, got 0.5",
    ],
    [[[0, 1], [1]], "row 1: a table of 2 rows needs 2 entries in each, got 1"],
    [[[0, 1], null], "row 1: a table of 2 rows needs 2 entries in each, got null"],
    [[], "t.json: a composition table has 2 to 10007 rows, got 0"],
    [{ group: "S5" }, "t.json: no composition table"],
    [null, "t.json: no composition table"],
  ])("that reads %j is refused", (json, message) => {
    expect(() => tableTask("t.json", json)).toThrow(FormatError);
    expect(() => tableTask("t.json", json)).toThrow(message);
  });
});
