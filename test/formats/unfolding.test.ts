import { describe, expect, it, test } from "vitest";
import { arrayOf } from "#formats/_arrays.js";
import { allowed, budget, INFLATED, OBJECTS } from "#formats/_budget.js";
import { unfolding } from "#formats/_unfolding.js";
import type { ArrayRef, Value } from "#formats/_values.js";
import { checkDepth } from "#formats/_values-depth.js";
import { formatError } from "./_builders.ts";

const MOST = 2 ** 20;
const REFUSAL =
  "a.pkl: asks for more than 1048576 entries taken more than once; " +
  "no genuine file does: do not trust its source, or save it again with less in it";

/** How often a value can be taken before it is refused. */
function times(value: Value, limit: number, weight?: number): number {
  const take = unfolding("a.pkl");
  for (let i = 0; i < limit; i++) {
    const error = formatError(() => take(value, weight));
    if (error === undefined) continue;
    expect(error).toBe(REFUSAL);
    return i;
  }
  return limit;
}

describe("a walk of a value that shares its parts", () => {
  const entries = 2 ** 16 - 1;

  it.each<[string, Value]>([
    ["list", Array(entries).fill(null)],
    ["dictionary", new Map(Array.from({ length: entries }, (_, i) => [i, null]))],
    ["object", { type: "inert", class: "C", arguments: Array(entries).fill(null), state: null }],
  ])("takes a %s once, and sixteen times more of 2¹⁶ entries with itself", (_, value) => {
    expect(times(value, 30)).toBe(1 + MOST / 2 ** 16);
    expect(times(value, 30, 2)).toBe(1 + MOST / 2 ** 17);
  });
  it("takes bytes as one entry, and numbers and text as none", () => {
    const take = unfolding("a.pkl");
    for (const value of [7, "text", null, true, 2n]) for (let i = 0; i < 3; i++) take(value, 2 ** 21);
    take(Uint8Array.of(1, 2, 3));
    take(Uint8Array.of(1, 2, 3), MOST);
    const same = Uint8Array.of(1, 2, 3);
    take(same);
    take(same, MOST);
    expect(formatError(() => take(same))).toBe(REFUSAL);
  });
  it("takes the numbers of an array beyond its bytes as a quarter of an entry each", () => {
    const bytes = (length: number, n: number): ArrayRef => ({
      ...arrayOf([]),
      ...{ dtype: "u8", shape: [n], strides: [1], storage: new Uint8Array(length) },
    });
    // As many as there are bytes, then each time all of them.
    expect(times(bytes(MOST, MOST), 9)).toBe(5);
    // Made of nothing.
    expect(times({ ...bytes(0, MOST), strides: [0] }, 9)).toBe(4);
    // Half of them, once the bytes have been taken.
    expect(times(bytes(MOST, MOST / 2), 20)).toBe(10);
    const storage = { path: "a", offset: 0, byteLength: 8 };
    expect(times({ ...arrayOf([]), shape: [4 * MOST], storage }, 3)).toBe(1);
    expect(times({ ...arrayOf([]), shape: [4 * MOST + 12], storage }, 3)).toBe(0);
    // Two views of one storage share its bytes.
    const take = unfolding("a.pkl");
    const [whole, part] = [bytes(MOST, MOST), bytes(MOST, MOST)];
    take(whole);
    for (let i = 0; i < 4; i++) take({ ...part, storage: whole.storage });
    expect(formatError(() => take(whole))).toBe(REFUSAL);
  });
});

describe("a budget", () => {
  const sum = (byteLength: number, amounts: number[], allowance = OBJECTS) => {
    let words: readonly string[] | undefined;
    const spend = budget(allowance, byteLength, (...said) => {
      words = said;
      throw new RangeError("spent");
    });
    try {
      for (const amount of amounts) spend(amount);
    } catch (error) {
      expect(error).toEqual(new RangeError("spent"));
    }
    return words;
  };

  it("is what is free, what each byte adds, and never more than the most", () => {
    expect([0, 1, 2 ** 30].map((n) => allowed(OBJECTS, n))).toEqual([2 ** 24, 2 ** 24 + 64, 2 ** 27]);
    expect(allowed(INFLATED, 10)).toBe(2 ** 26 + 200);
  });
  it("can be spent to the last, and says what asks for more, and what to do", () => {
    expect(sum(1, [2 ** 24, 64])).toBeUndefined();
    expect(sum(1, [2 ** 24, 64, 1])).toEqual([
      "asks for more than 16777280 bytes of objects, with 1 bytes to make them of",
      "no genuine file does: do not trust its source, or save it again with less in it",
    ]);
    expect(sum(2 ** 30, [2 ** 27 + 1])).toEqual([
      "asks for more than 134217728 bytes of objects, with 1073741824 bytes to make them of",
      "save it again with less in it",
    ]);
    expect(sum(0, [2 ** 26 + 1], INFLATED)).toEqual([
      "asks for more than 67108864 bytes inflated",
      "save it without compression (numpy.savez, torch.save), or do not trust its source",
    ]);
  });
});

describe("the depth of a value", () => {
  const fail = (problem: string): never => {
    throw new RangeError(problem);
  };
  const nested = (depth: number, within: (value: Value) => Value): Value => {
    let value: Value = [];
    for (let i = 1; i < depth; i++) value = within(value);
    return value;
  };

  test.each<[string, number, (value: Value) => Value]>([
    ["lists", 1000, (value) => [1, value]],
    ["dictionaries", 1000, (value) => new Map([["a", value]])],
    // An object and its arguments are two.
    ["objects by their state", 1000, (value) => ({ type: "inert", class: "C", arguments: [], state: value })],
    ["objects by their arguments", 500, (value) => ({ type: "inert", class: "C", arguments: [value], state: null })],
  ])("of %s is bounded", (_, most, within) => {
    const deepest = nested(most - 1, within);
    expect(() => checkDepth(deepest, fail)).not.toThrow();
    expect(() => checkDepth([[[deepest]]], fail)).toThrow(new RangeError("nested deeper than 1000"));
  });
  test("counts no value twice, and what holds itself once", () => {
    const shared: Value[] = [];
    let value: Value = shared;
    for (let i = 0; i < 100; i++) value = [value, value];
    shared.push(value, null);
    expect(() => checkDepth(value, fail)).not.toThrow();
    expect(() => checkDepth(null, fail)).not.toThrow();
    expect(() => checkDepth(Array(5000).fill([]), fail)).not.toThrow();
    expect(() =>
      checkDepth(
        Array.from({ length: 5000 }, () => [null]),
        fail,
      ),
    ).not.toThrow();
  });
});
