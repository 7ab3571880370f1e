import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { bytesOf } from "#page/embedded.js";
import { unpacked } from "#page/unpacked.js";
import { characters } from "#report/_characters.js";
import { EXACT_CELLS, embedded, LEVELS, packed } from "#report/_pack.js";

const whole = [1, 2, 3, 4, 5, 6, 7, 250];
const broken = [0.1, -2.5e-9, 1e300, null, 5, 6, 7, 8];

/** Typed arrays as plain ones, NaN as null: what was packed. */
function plain(value: unknown): unknown {
  if (ArrayBuffer.isView(value)) return Array.from(value as Float64Array, (each) => (Number.isNaN(each) ? null : each));
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, plain(child)]));
}

test("what is packed comes back: texts, short arrays, numbers of every width, gaps and matrices", () => {
  const value = {
    text: "ω → π",
    short: [1, 2],
    whole,
    signed: whole.map((each) => -each),
    wide: whole.map((each) => each * 100_000),
    halves: whole.map((each) => each / 2),
    broken,
    words: ["a", "b", "c", "d", "e", "f", "g", "h"],
    customdata: [broken, whole],
    nested: [{ z: [whole, broken] }],
    none: null,
    yes: true,
    // As what stands for an array is called.
    $: 5,
    settings: { $: whole, $$: "twice", $rate: [["f4", 0, 8]] },
  };
  expect(plain(unpacked(packed(value)))).toEqual(value);
});

test("numbers take the narrowest type that holds them all exactly", () => {
  const types = unpacked(packed({ whole, half: whole.map((each) => each / 2), broken })) as Record<string, object>;
  expect(types.whole).toBeInstanceOf(Uint8Array);
  expect(types.half).toBeInstanceOf(Float32Array);
  expect(types.broken).toBeInstanceOf(Float64Array);
});

test("equal numbers are kept once", () => {
  const values = Array.from({ length: 1000 }, (_, i) => Math.sin(i));
  expect(packed([{ y: values }, { y: [...values] }]).length).toBeLessThan(8 * 1000 + 200);
});

test("a large z keeps its ends, its gaps and every value to half a level; other matrices keep all", () => {
  const rows = Array.from({ length: 40 }, (_, i) =>
    Array.from({ length: 50 }, (_, j) => Math.sin(i) * Math.exp(j / 10)),
  );
  const gappy: (number | null)[][] = rows.map((row) => [...row]);
  gappy[3][4] = null;
  expect(rows.flat().length).toBeGreaterThan(EXACT_CELLS);
  const back = unpacked(packed({ z: gappy, customdata: gappy })) as Record<string, readonly Float64Array[]>;
  expect(plain(back.customdata)).toEqual(gappy);
  expect(back.z).toHaveLength(40);
  const values = gappy.flat().filter((value) => value !== null);
  const [least, greatest] = [Math.min(...values), Math.max(...values)];
  const level = (greatest - least) / (LEVELS - 1);
  gappy.forEach((row, i) => {
    row.forEach((value, j) => {
      if (value === null) expect(back.z[i][j]).toBeNaN();
      // Beside half a level the rounding to float32.
      else expect(Math.abs(back.z[i][j] - value)).toBeLessThanOrEqual(level / 2 + 1e-6 * greatest);
    });
  });
  expect(Math.max(...back.z.flatMap((row) => [...row].filter((value) => !Number.isNaN(value))))).toBeCloseTo(
    greatest,
    3,
  );
});

test("a constant z stays constant", () => {
  const z = Array.from({ length: 40 }, () => Array.from({ length: 40 }, () => 0.3));
  const back = unpacked(packed({ z })) as { z: readonly Float32Array[] };
  expect(new Set(back.z.flatMap((row) => [...row]))).toEqual(new Set([Math.fround(0.3)]));
});

test("a square that is as good as symmetric keeps what is not, in fewer bytes", async () => {
  const noise = (a: number, b: number) => Math.sin(1e4 * Math.sin(a * 91 + b * 17));
  const square = (value: (a: number, b: number) => number) =>
    Array.from({ length: 60 }, (_, a) => Array.from({ length: 60 }, (_, b) => value(a, b)));
  const z = square((a, b) => noise(Math.min(a, b), Math.max(a, b)) * (a === 30 && b === 7 ? 0.5 : 1));
  const back = unpacked(packed({ z })) as { z: readonly Float32Array[] };
  const step = 2 / (LEVELS - 1);
  z.forEach((row, a) => {
    row.forEach((value, b) => {
      expect(Math.abs(back.z[a][b] - value)).toBeLessThan(step);
    });
  });
  const [size, other] = await Promise.all(
    [z, square(noise)].map(async (each) => (await embedded(packed({ z: each }))).length),
  );
  expect(size).toBeLessThan(0.7 * other);
});

test("bytes of any length come back from the characters that they are, of which none means anything to a page", () => {
  for (let length = 0; length < 40; length++) {
    const bytes = Uint8Array.from({ length }, (_, i) => (i * 151 + length * 31) & 255);
    const text = characters(bytes);
    expect(Array.from(bytesOf(text))).toEqual(Array.from(bytes));
    expect(text).toMatch(/^[!#-%'-;=-~]*$/);
    expect(text.length).toBeLessThanOrEqual(Math.ceil((8 * length) / 6.5) + 1);
  }
});

test("embedded text is gzip, of no platform", async () => {
  const bytes = bytesOf(await embedded("ω"));
  expect(gunzipSync(bytes).toString()).toBe("ω");
  expect(bytes[9]).toBe(255);
});
