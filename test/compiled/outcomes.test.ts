import { describe, expect, test } from "vitest";
import { compiled, placed } from "#compiled/module.js";
import { type Outcomes, outcomesOf, type SummedLogits, type Table } from "#compiled/outcomes.js";

/** Relative, of a sum of so few values. */
const FLOAT64 = 1e-14;
const within = (found: number, expected: number, bound = FLOAT64) =>
  expect(Math.abs(found - expected)).toBeLessThanOrEqual(bound * Math.abs(expected));

const random = (count: number, size: number, seed: number) =>
  Float64Array.from({ length: count }, (_, i) => size * Math.sin(seed + i * i));

const entry = (table: Table, row: number, c: number, width: number): number =>
  table instanceof Float64Array
    ? table[row * width + c]
    : table.reduce((sum, { ofRow, ofAnswer }) => sum + ofRow[row] * ofAnswer[c], 0);

const kept = ({ loss, right, reach }: Outcomes): Outcomes => ({ loss: loss.slice(), right: right.slice(), reach });

/** Each pair's loss and whether its answer is the first of the largest, from its logits one by one. */
function oneByOne({ own, starts, answer, places, width }: SummedLogits, tables: readonly Table[]) {
  return Array.from(places, (s) => {
    const logits = Array.from({ length: width }, (_, c) => {
      const parts = tables.reduce((sum, table, t) => sum + entry(table, starts[t][s] / width, c, width), 0);
      // −∞ at the answer, whose own logit is 0.
      return own ? (c === answer[s] ? 0 : Math.log(own.data[own.start[s] + c])) - parts : parts;
    });
    const level = logits[answer[s]];
    const wrong = logits.reduce((sum, z, c) => (c === answer[s] ? sum : sum + Math.exp(z - level)), 0);
    return { loss: Math.log1p(wrong), right: logits.indexOf(Math.max(...logits)) === answer[s] ? 1 : 0 };
  });
}

describe.each([1, 2, 7, 8, 9, 23])("of %i answers", (width) => {
  const rows = 5;
  const count = 40;
  const start = (seed: number) => Int32Array.from({ length: count }, (_, i) => ((i * seed) % rows) * width);
  const answer = Int32Array.from({ length: count }, (_, i) => (i % rows) % width);
  const places = Int32Array.from({ length: count - 3 }, (_, i) => count - 1 - i);
  const terms = (length: number, seed: number): Table =>
    Array.from({ length }, (_, t) => ({
      ofRow: random(rows, 1, seed + t),
      ofAnswer: random(width, 2, seed + 100 * t),
    }));
  const sets: readonly (readonly Table[])[] = [
    [terms(1, 1), terms(2, 2), random(rows * width, 1, 3)],
    [terms(3, 4), random(rows * width, 2, 5), terms(0, 6)],
    [random(rows * width, 4, 7), terms(2, 8), terms(11, 9)],
  ];
  const shared = { starts: [start(1), start(2), start(3)], answer, places, width, rows };
  const ratios = random(count * width, 1, 10).map(Math.exp);
  for (let s = 0; s < count; s++) ratios[s * width + answer[s]] = 0;
  const own = { data: ratios, start: Int32Array.from({ length: count }, (_, i) => i * width) };

  test.each([
    ["tables alone", shared],
    ["another network's logits without them", { ...shared, own }],
  ])("%s, as pair by pair", (_, logits) => {
    for (const [i, [found]] of outcomesOf(logits, sets, kept).entries()) {
      const expected = oneByOne(logits, sets[i]);
      expect([...found.right]).toEqual(expected.map(({ right }) => right));
      for (const [at, { loss }] of expected.entries()) within(found.loss[at], loss);
      const reach = sets[i].reduce((sum, table) => {
        const all = Array.from({ length: rows * width }, (_, j) =>
          Math.abs(entry(table, Math.floor(j / width), j % width, width)),
        );
        return sum + Math.max(...all);
      }, 0);
      within(found.reach, reach);
    }
  });
});

test.each([true, false])("of the first tables of each set, what they are alone (removed: %s)", (removed) => {
  const [width, rows, count] = [9, 4, 12];
  const starts = [1, 2, 3].map((seed) => Int32Array.from({ length: count }, (_, i) => ((i * seed) % rows) * width));
  const answer = Int32Array.from({ length: count }, (_, i) => i % width);
  const data = random(count * width, 1, 10).map(Math.exp);
  for (let s = 0; s < count; s++) data[s * width + answer[s]] = 0;
  const own = { data, start: Int32Array.from({ length: count }, (_, i) => i * width) };
  const logits = { ...(removed && { own }), answer, places: Int32Array.of(7, 2, 5), width, rows };
  const sets = [1, 2].map((seed) => starts.map((_, t) => random(rows * width, 1 + t, seed + 10 * t)));
  const found = outcomesOf({ ...logits, starts, lengths: [1, 3] }, sets, kept);
  for (const [set, tables] of sets.entries()) {
    const alone = [1, 3].map(
      (length) => outcomesOf({ ...logits, starts: starts.slice(0, length) }, [tables.slice(0, length)], kept)[0][0],
    );
    expect(found[set]).toEqual(alone);
    expect(alone[0].loss).not.toEqual(alone[1].loss);
  }
});

/** One pair, of which one other answer has e^{L − L_answer} = x, in a width of three. */
const ofRatio = (x: number, table: Table = []) =>
  outcomesOf(
    {
      own: { data: Float64Array.of(x, 0, 0), start: Int32Array.of(0) },
      starts: [Int32Array.of(0)],
      answer: Int32Array.of(1),
      places: Int32Array.of(0),
      width: 3,
      rows: 1,
    },
    [[table]],
    kept,
  )[0][0];

test("a loss is log1p to the last digits, however small or large", () => {
  for (let power = -300; power <= 300; power += 0.37) {
    const x = 10 ** power;
    within(ofRatio(x).loss[0], Math.log1p(x), 5e-16);
  }
  expect(ofRatio(0).loss[0]).toBe(0);
});

test("of equal logits the first counts, as in torch", () => {
  expect(ofRatio(1).right[0]).toBe(0);
  const own = { data: Float64Array.of(0, 1, 0), start: Int32Array.of(0) };
  const one = { starts: [Int32Array.of(0)], answer: Int32Array.of(0), places: Int32Array.of(0), width: 3, rows: 1 };
  expect([...outcomesOf({ ...one, own }, [[[]]], kept)[0][0].right]).toEqual([1]);
  const rightOf = (logits: readonly number[], answer: number) =>
    outcomesOf({ ...one, answer: Int32Array.of(answer) }, [[Float64Array.from(logits)]], kept)[0][0].right[0];
  expect([rightOf([2, 2, 1], 0), rightOf([2, 2, 1], 1), rightOf([1, 2, 2], 1), rightOf([1, 2, 2], 2)]).toEqual([
    1, 0, 1, 0,
  ]);
  expect(ofRatio(1 - 1e-15).right[0]).toBe(1);
});

test("a NaN in a table is one of its reach, wherever it stands", () => {
  for (let at = 0; at < 3; at++) {
    const table = new Float64Array(3);
    table[at] = Number.NaN;
    expect(ofRatio(1, table).reach).toBeNaN();
  }
  expect(ofRatio(1, Float64Array.of(1, -3, 2)).reach).toBe(3);
});

test("exponentials are right to the last digits wherever they are used", () => {
  const { memory, exponentials } = compiled();
  const count = 2 ** 16;
  const { values } = placed({ values: count * Float64Array.BYTES_PER_ELEMENT });
  const x = Float64Array.from({ length: count }, (_, i) => (i / count) * 1414 - 707);
  const found = new Float64Array(memory.buffer, values, count);
  found.set(x);
  expect(exponentials(values, count, -1)).toBe(707);
  for (let i = 0; i < count; i++) within(found[i], Math.exp(-x[i]), 5e-16);
});

test("more pairs than are worked on at a time have the outcomes of each", () => {
  const [width, count] = [4096, 5000];
  const data = random(3 * width, 1, 1).map(Math.exp);
  for (let row = 0; row < 3; row++) data[row * width + row] = 0;
  const of = (places: Int32Array) =>
    outcomesOf(
      {
        own: { data, start: Int32Array.from({ length: count }, (_, i) => (i % 3) * width) },
        starts: [new Int32Array(count)],
        answer: Int32Array.from({ length: count }, (_, i) => i % 3),
        places,
        width,
        rows: 1,
      },
      [[random(width, 1, 2)], [random(width, 2, 3)]],
      kept,
    ).flat();
  const all = of(Int32Array.from({ length: count }, (_, i) => i));
  const few = of(Int32Array.of(0, 1, 2));
  for (const [i, { loss, right, reach }] of all.entries()) {
    expect(reach).toBe(few[i].reach);
    expect([...loss]).toEqual(Array.from(loss, (_, s) => few[i].loss[s % 3]));
    expect([...right]).toEqual(Array.from(right, (_, s) => few[i].right[s % 3]));
  }
});

test("of tables of which no two stay near the processor, and an odd number of pairs, whatever lay in memory", () => {
  const [width, rows, count] = [803, 201, 77];
  const starts = [1, 2, 3].map((seed) => Int32Array.from({ length: count }, (_, i) => ((i * seed) % rows) * width));
  const answer = Int32Array.from({ length: count }, (_, i) => (i * 7) % width);
  const places = Int32Array.from({ length: count }, (_, i) => i);
  const logits = { starts, lengths: [3, 1, 2], answer, places, width, rows };
  const sets = [1, 2].map((seed) => starts.map((_, t) => random(rows * width, 3, seed + 10 * t)));
  for (const filled of [0, 0x3f, 0x7e]) {
    new Uint8Array(compiled().memory.buffer).fill(filled, 2 ** 16);
    const found = outcomesOf(logits, sets, kept);
    for (const [set, tables] of sets.entries()) {
      for (const [l, length] of logits.lengths.entries()) {
        const expected = oneByOne({ ...logits, starts: starts.slice(0, length) }, tables.slice(0, length));
        expect([...found[set][l].right]).toEqual(expected.map(({ right }) => right));
        for (const [at, { loss }] of expected.entries()) within(found[set][l].loss[at], loss, 1e-13);
      }
    }
  }
});

test("of no sets and of no pairs there are no outcomes", () => {
  const none = { starts: [new Int32Array()], answer: new Int32Array(), places: new Int32Array(), width: 3, rows: 1 };
  expect(outcomesOf(none, [], kept)).toEqual([]);
  expect(outcomesOf(none, [[[]]], kept)[0][0].loss).toHaveLength(0);
});
