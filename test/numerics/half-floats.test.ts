import { expect, test } from "vitest";
import { brainFloats, halfFloats } from "#numerics/half-floats.js";

// np.array([...], np.uint16).view(np.float16)
test.each([
  ["one", 0x3c00, 1],
  ["minus two", 0xc000, -2],
  ["a third", 0x3555, 0.333251953125],
  ["the largest", 0x7bff, 65504],
  ["the least normal", 0x0400, 2 ** -14],
  ["the largest subnormal", 0x03ff, 2 ** -14 - 2 ** -24],
  ["the least", 0x0001, 2 ** -24],
  ["zero", 0x0000, 0],
  ["minus zero", 0x8000, -0],
  ["infinity", 0x7c00, Number.POSITIVE_INFINITY],
  ["minus infinity", 0xfc00, Number.NEGATIVE_INFINITY],
  ["no number", 0x7e00, Number.NaN],
  ["no number, by its last bit", 0xfc01, Number.NaN],
])("binary16: %s", (_, bits, value) => {
  expect(halfFloats(Uint16Array.of(0, bits))).toEqual(Float32Array.of(0, value));
});

// torch.tensor([...], dtype=torch.int16).view(torch.bfloat16).float()
test.each([
  ["one", 0x3f80, 1],
  ["π", 0x4049, 3.140625],
  ["the least", 0x0001, 2 ** -133],
  ["minus zero", 0x8000, -0],
  ["minus infinity", 0xff80, Number.NEGATIVE_INFINITY],
  ["no number", 0x7fc0, Number.NaN],
])("bfloat16: %s", (_, bits, value) => {
  expect(brainFloats(Uint16Array.of(0, bits))).toEqual(Float32Array.of(0, value));
});

test("binary16 numbers stand in the order of their bits, a sign apart", () => {
  const positive = halfFloats(Uint16Array.from({ length: 0x7c01 }, (_, i) => i));
  for (let i = 1; i < positive.length; i++) if (!(positive[i] > positive[i - 1])) expect.fail(`at ${i}`);
  const negative = halfFloats(Uint16Array.from({ length: 0x7c01 }, (_, i) => i | 0x8000));
  expect(negative).toEqual(positive.map((value) => -value));
});
