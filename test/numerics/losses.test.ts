import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { correct, crossEntropy, crossEntropyFloat32, pairLosses } from "#numerics/losses.js";

const UNIT_64 = 2 ** -52;
const UNIT_32 = 2 ** -23;

describe("small rows", () => {
  const rows = [
    [1, 2, 3, 4],
    [0, 0, 0, 0],
    [50, 0, -3, 1],
    [17.5, 0.25, 0, -2],
    [-1e3, 1e3, 5, 2],
    [100, 60, 55, 59.5],
    [16, 0, 0, 0],
    [15, 0, 0, 0.5],
  ];
  const answers = Int32Array.of(2, 1, 0, 0, 0, 0, 0, 0);

  // float(sum(Decimal(z).exp() for z in row).ln() - Decimal(row[answer])), at 60 digits
  const exact = [
    1.4401896985611953, 1.3862943611198906, 7.267662311872469e-22, 6.075012490421335e-8, 2000, 6.8537365502520635e-18,
    3.376054671690452e-7, 1.1161516806740208e-6,
  ];
  // F.cross_entropy(torch.tensor(rows, dtype=torch.float32), answers, reduction="none").tolist()
  const float32 = [1.4401897192001343, 1.3862943649291992, 0, 0, 2000, 0, 3.576278118089249e-7, 1.1920922133867862e-6];

  test("float64 losses have their digits down to 1e-22", () => {
    const losses = pairLosses(new Float64Array(rows.flat()), 8, 4, 4, answers, "float64");
    for (const [i, loss] of losses.entries()) {
      // A few roundings of exp and log1p.
      expect(Math.abs(loss / (exact[i] as number) - 1)).toBeLessThan(4 * UNIT_64);
    }
  });

  test("float32 losses are PyTorch's to the bit", () => {
    expect([...pairLosses(new Float32Array(rows.flat()), 8, 4, 4, answers, "float32")]).toEqual(float32);
  });
});

describe("rows of 113", () => {
  /* z = torch.tensor([[((r*113+c)*7919 % 1009) / 1009 * 24 - 12 for c in range(113)] for r in range(6)])
     F.cross_entropy(z.to(dtype), torch.tensor([0, 20, 40, 60, 80, 112]), reduction="none").tolist(); z.argmax(1) */
  const logits = Float32Array.from({ length: 6 * 113 }, (_, i) => (((i * 7919) % 1009) / 1009) * 24 - 12);
  const answers = Int32Array.of(0, 20, 40, 60, 80, 112);
  const float64 = [
    25.633843893537506, 5.408222138073038, 9.63402502960828, 13.609971305589946, 17.66048342426407, 17.286361562185768,
  ];
  const float32 = [
    25.63384437561035, 5.408222198486328, 9.634024620056152, 13.609971046447754, 17.660484313964844, 17.286361694335938,
  ];

  test("float64 losses are PyTorch's", () => {
    for (const [i, loss] of pairLosses(logits, 6, 113, 113, answers, "float64").entries()) {
      expect(Math.abs(loss - (float64[i] as number))).toBeLessThan(64 * UNIT_64);
    }
  });

  test("float32 losses are PyTorch's but for the order of its sums", () => {
    for (const [i, loss] of pairLosses(logits, 6, 113, 113, answers, "float32").entries()) {
      expect(Math.fround(loss)).toBe(loss);
      expect(Math.abs(loss / (float32[i] as number) - 1)).toBeLessThan(2 * UNIT_32);
    }
  });

  test("the argmax is right, and only it", () => {
    expect([...correct(logits, 6, 113, 113, Int32Array.of(33, 19, 51, 4, 69, 22))]).toEqual([1, 1, 1, 1, 1, 1]);
    expect([...correct(logits, 6, 113, 113, Int32Array.of(33, 20, 51, 3, 69, 22))]).toEqual([1, 0, 1, 0, 1, 1]);
  });
});

test("of equal maxima the first is the answer", () => {
  const logits = Float64Array.of(5, 5, 1, 0, 2, 2);
  expect([...correct(logits, 2, 3, 3, Int32Array.of(0, 1))]).toEqual([1, 1]);
  expect([...correct(logits, 2, 3, 3, Int32Array.of(1, 2))]).toEqual([0, 0]);
});

test("no answer is right in a row with a NaN, wherever it stands; one past the columns or in another row is none of it", () => {
  const logits = Float64Array.of(
    3,
    Number.NaN,
    1,
    9,
    3,
    1,
    Number.NaN,
    9,
    Number.NaN,
    3,
    1,
    9,
    3,
    2,
    1,
    Number.NaN,
    3,
    2,
    1,
    9,
  );
  expect([...correct(logits, 5, 4, 3, Int32Array.of(0, 0, 1, 0, 0))]).toEqual([0, 0, 0, 1, 1]);
});

test("columns past the answers, as that of '=', do not count", () => {
  const logits = Float64Array.of(1, 2, 900, 3, 1, 900);
  const alone = pairLosses(Float64Array.of(1, 2, 3, 1), 2, 2, 2, Int32Array.of(0, 0), "float64");
  expect([...pairLosses(logits, 2, 3, 2, Int32Array.of(0, 0), "float64")]).toEqual([...alone]);
  expect([...correct(logits, 2, 3, 2, Int32Array.of(1, 0))]).toEqual([1, 1]);
});

test.each(["float64", "float32"] as const)("a pair without an answer has no %s loss and is not right", (dtype) => {
  const logits = Float64Array.of(1, 2, 3, 1);
  const answers = Int32Array.of(-1, -1);
  expect([...pairLosses(logits, 2, 2, 2, answers, dtype)]).toEqual([Number.NaN, Number.NaN]);
  expect([...correct(logits, 2, 2, 2, answers)]).toEqual([0, 0]);
});

test.each([
  ["crossEntropy", crossEntropy],
  ["crossEntropyFloat32", crossEntropyFloat32],
])("%s of a row with NaN is NaN, wherever it stands", (_, loss) => {
  for (const nan of [0, 1, 2]) {
    const row = Float64Array.of(1, 2, 3);
    row[nan] = Number.NaN;
    for (const answer of [0, 1, 2]) expect(loss(row, 0, 3, 3, answer)).toBeNaN();
  }
});

test("the losses of all answers are those of a distribution, and no shift of the row changes them", () => {
  const row = fc.array(fc.double({ min: -50, max: 50, noNaN: true }), { minLength: 2, maxLength: 30 });
  fc.assert(
    fc.property(row, fc.integer({ min: -64, max: 64 }), (z, shift) => {
      const losses = z.map((_, answer) => crossEntropy(Float64Array.from(z), 0, z.length, z.length, answer));
      const shifted = Float64Array.from(z, (value) => value + shift);
      // Logits up to 114 are rounded to 1.4e-14.
      expect(losses.reduce((sum, loss) => sum + Math.exp(-loss), 0)).toBeCloseTo(1, 12);
      for (const [c, loss] of losses.entries()) {
        expect(crossEntropy(shifted, 0, z.length, z.length, c)).toBeCloseTo(loss, 12);
      }
    }),
  );
});
