import { expect, test, vi } from "vitest";
import { memo, memoOfList, memoOfShape, memoOfTwo, once } from "#numerics/memo.js";

test("an object's value is computed once, whatever it is", () => {
  const compute = vi.fn(({ value }: { readonly value: number | undefined }) => value);
  const remembered = memo(compute);
  const [first, second] = [{ value: undefined }, { value: 2 }];
  expect([first, second, first, second].map(remembered)).toEqual([undefined, 2, undefined, 2]);
  expect(compute).toHaveBeenCalledTimes(2);
  remembered({ value: 2 });
  expect(compute).toHaveBeenCalledTimes(3);
});

test("once: when first asked, and not again", () => {
  const compute = vi.fn(() => ({ made: true }));
  const ask = once(compute);
  expect(compute).not.toHaveBeenCalled();
  expect(ask()).toBe(ask());
  expect(compute).toHaveBeenCalledTimes(1);
});

test("of two objects each pair has its own", () => {
  const compute = vi.fn((a: { n: number }, b: { n: number }) => 10 * a.n + b.n);
  const remembered = memoOfTwo(compute);
  const [x, y] = [{ n: 1 }, { n: 2 }];
  expect([remembered(x, y), remembered(y, x), remembered(x, x), remembered(x, y), remembered(y, x)]).toEqual([
    12, 21, 11, 12, 21,
  ]);
  expect(compute).toHaveBeenCalledTimes(3);
});

test("a list counts by its numbers, an object by itself", () => {
  const compute = vi.fn((a: { n: number }, list: readonly number[]) => [a.n, ...list]);
  const remembered = memoOfList(compute);
  const x = { n: 1 };
  expect(remembered(x, [2, 3])).toEqual([1, 2, 3]);
  expect(remembered(x, [2, 3])).toBe(remembered(x, [2, 3]));
  expect(remembered(x, [23])).toEqual([1, 23]);
  expect(remembered({ n: 5 }, [2, 3])).toEqual([5, 2, 3]);
  expect(compute).toHaveBeenCalledTimes(3);
});

test("a shape counts by its numbers", () => {
  const compute = vi.fn((rows: number, columns: number) => ({ shape: [rows, columns] }));
  const remembered = memoOfShape((...shape: readonly [number, number]) => compute(...shape));
  expect(remembered(1, 12)).toEqual({ shape: [1, 12] });
  expect(remembered(1, 12)).toBe(remembered(1, 12));
  expect(remembered(11, 2)).toEqual({ shape: [11, 2] });
  expect(compute).toHaveBeenCalledTimes(2);
});
