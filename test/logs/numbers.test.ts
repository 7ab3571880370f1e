import { expect, test } from "vitest";
import { hasDecimalCommas, numberOf, pointed } from "#logs/curves/numbers.js";

const { NaN: NAN, POSITIVE_INFINITY: INF } = Number;

test.each([
  [1.5, 1.5],
  ["2", 2],
  [" -3.5e-2 ", -0.035],
  ["0", 0],
  ["0.0", 0],
  ["", undefined],
  ["  ", undefined],
  ["None", undefined],
  ["NULL", undefined],
  ["na", undefined],
  ["N/A", undefined],
  ["-", undefined],
  ["---", undefined],
  ["undefined", undefined],
  ["none of it", undefined],
  ["nan", NAN],
  ["-NaN", NAN],
  [" +nan ", NAN],
  ["nano", undefined],
  ["annan", undefined],
  ["inf", INF],
  ["+Infinity", INF],
  ["-inf", -INF],
  ["∞", INF],
  ["-∞", -INF],
  ["info", undefined],
  ["95 %", 0.95],
  ["95%", 0.95],
  ["x %", undefined],
  ["%", undefined],
  ["tensor(0.5)", 0.5],
  ["tensor(0.25, device='cuda:0')", 0.25],
  ["np.float64( 2e-3)", 0.002],
  ["array(7.)", 7],
  ["tensor(nan)", NAN],
  ["tensor([1, 2])", undefined],
  ["my tensor(1)", undefined],
  ["1,234", 1234],
  ["-12,345,678.9", -12345678.9],
  ["0,123", undefined],
  ["1,23", undefined],
  ["1.2.3", undefined],
  ["0x10", 16],
  [`${" ".repeat(2000)}nan`, NAN],
  [`${"-".repeat(1000)}`, undefined],
  [`1,234.${"0".repeat(994)}`, 1234],
  [`1,234.${"0".repeat(995)}`, undefined],
])("the cell %j has %s", (cell, number) => {
  expect(numberOf(cell)).toBe(number);
});

test.each([
  ["0,5", 0.5],
  ["-1,5e-3", -0.0015],
  ["1.234,5", 1234.5],
  ["12.345.678,25", 12345678.25],
  ["1,234", 1.234],
  ["99,5 %", 0.995],
  ["tensor(1,5)", 1],
  ["1.5", 1.5],
])("where commas stand before decimals %j is %d", (cell, number) => {
  expect(numberOf(cell, true)).toBeCloseTo(number, 15);
});

test("the text of a number as JavaScript writes it; a very long one as it is", () => {
  expect([pointed("1.234,5", true), pointed("1.234,5", false), pointed("1,234.5", true), pointed("7", true)]).toEqual([
    "1234.5",
    "1.234,5",
    "1234.5",
    "7",
  ]);
  const [long, longer] = [`0,${"1".repeat(998)}`, `0,${"1".repeat(999)}`];
  expect([pointed(long, true), pointed(longer, true)]).toEqual([long.replace(",", "."), longer]);
});

test.each([
  // Could stand for nothing else.
  [["0,5"], true],
  [["1.5", "0,25"], true],
  [["1.234,5"], true],
  [["7", " 99,5 % "], true],
  [["7", "99,5%"], true],
  [["1%,5"], false],
  // Could be thousands, but no number has a point.
  [["1,234", "7"], true],
  [["1,234", "1.5"], false],
  [["1,234", "1.5e-3 %"], false],
  [["1,234", "1.5x", "x1.5"], true],
  [["1.5", "7"], false],
  [["a,b", "1,x", "x1,5"], false],
  [[], false],
  [[`0,${"1".repeat(998)}`], true],
  [[`0,${"1".repeat(999)}`], false],
])("whether commas stand before decimals in %j: %s", (cells, commas) => {
  expect(hasDecimalCommas(cells.map((cell) => [cell]))).toBe(commas);
  expect(hasDecimalCommas([cells])).toBe(commas);
});
