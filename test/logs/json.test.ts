import { describe, expect, test } from "vitest";
import { logFormatOf } from "#logs/_read.js";
import { folder } from "../runs/_made.ts";
import { curvesIn, lines, logIn, type Told, told } from "./_texts.ts";

const [AT, TRAIN, TEST] = [
  [0, 10, 20],
  [4.5, 2.25, 0.5],
  [4.75, 5, 6.5],
] as const;
const LOSSES: readonly Told[] = [
  ["train_loss by step", AT, TRAIN],
  ["test_loss (test) by step", AT, TEST],
];
const by = (axis: string) => LOSSES.map(([name, at, values]) => [name.replace("step", axis), at, values]);
const rows = AT.map((step, i) => ({ step, train_loss: TRAIN[i], test_loss: TEST[i] }));
const curvesOf = (value: unknown) => curvesIn(JSON.stringify(value), "metrics.json");

describe("a document is read", () => {
  test.each<[string, unknown]>([
    ["of rows", rows],
    [
      "of rows whose parts are within",
      AT.map((step, i) => ({ step, train: { loss: TRAIN[i] }, test: { loss: TEST[i] } })),
    ],
    ["of rows and what is none", [1, null, ...rows, [2], "x"]],
    [
      "of a row a metric",
      AT.flatMap((step, i) => [
        { step, name: "train_loss", value: TRAIN[i] },
        { step, name: "test_loss", value: TEST[i] },
      ]),
    ],
    ["of lists", { step: AT, train_loss: TRAIN, test_loss: TEST, name: ["a", "b", "c"], matrix: [[1], [2], [3]] }],
    [
      "of lists with what is null",
      { step: [0, 5, 10, 20], train_loss: [4.5, null, 2.25, 0.5], test_loss: [4.75, null, 5, 6.5] },
    ],
    ["of numbers as text", { step: AT, train_loss: TRAIN.map(String), test_loss: TEST.map(String) }],
    ["of lists of each part", { step: AT, train: { loss: TRAIN }, test: { loss: TEST } }],
    ["of pairs", { train_loss: AT.map((at, i) => [at, TRAIN[i]]), test_loss: AT.map((at, i) => [at, TEST[i]]) }],
    ["of values by step", Object.fromEntries(rows.map(({ step, ...row }) => [step, row]))],
    ["of rows by number that have their steps", Object.fromEntries(rows.map((row, i) => [i, row]))],
    ["of lists by step", { train_loss: { 0: 4.5, 10: 2.25, 20: 0.5 }, test_loss: { 0: 4.75, 10: 5, 20: 6.5 } }],
    ["of a table by its columns", { step: { ...AT }, train_loss: { ...TRAIN }, test_loss: { ...TEST } }],
    [
      "of a table's rows",
      { columns: ["step", "train_loss", "test_loss"], data: AT.map((at, i) => [at, TRAIN[i], TEST[i], 7]) },
    ],
    ["in one that has its configuration", { config: { p: 113 }, history: rows }],
    ["three objects deep", { a: { b: { history: rows } } }],
    [
      "with its places under the name of the part",
      {
        train_steps: AT,
        train_loss: TRAIN,
        test_steps: AT,
        test_loss: TEST,
        epochs: [49, 64],
      },
    ],
    ["with a spacing that fits its length", { log_every: 10, num_steps: 20, train_loss: TRAIN, test_loss: TEST }],
    [
      "with spacings of which one fits",
      { config: { eval_every: 100, log_interval: 10, steps: 21 }, train_loss: TRAIN, test_loss: TEST },
    ],
    ["with epochs of another length", { steps: AT, epochs: [0, 1], train_loss: TRAIN, test_loss: TEST }],
  ])("%s", (_, value) => {
    expect(curvesOf(value)).toEqual(LOSSES);
  });

  test("along epochs rather than steps, by number where no list says its places", () => {
    const lists = { train_loss: TRAIN, test_loss: TEST };
    expect(curvesOf({ steps: [1, 2, 3], epochs: AT, ...lists })).toEqual(by("epoch"));
    expect(curvesOf({ epochs: AT, steps: [1, 2, 3], ...lists })).toEqual(by("epoch"));
    const counted = by("row").map(([name, , values]) => [name, [0, 1, 2], values]);
    for (const beside of [
      {},
      { log_every: 10 },
      { log_every: 10, steps: 31 },
      { log_every: 10, steps: 9 },
      { epochs: 3 },
    ])
      expect(curvesOf({ ...beside, ...lists })).toEqual(counted);
    for (const every of ["log_every", "log_interval", "log_freq", "eval_every", "test_every"])
      expect(curvesOf({ [every]: 10, run: { total_steps: 20 }, ...lists })).toEqual(LOSSES);
    for (const length of [
      "epochs",
      "num_epochs",
      "n_epochs",
      "steps",
      "num_steps",
      "n_steps",
      "max_steps",
      "total_steps",
    ])
      expect(curvesOf({ run: { log_every: 10 }, [length]: 20, ...lists })).toEqual(LOSSES);
    for (const steps of [10, 20, 30]) expect(curvesOf({ log_every: 10, steps, ...lists })).toEqual(LOSSES);
  });

  test("with lists of several lengths or places each at its own", () => {
    expect(curvesOf({ steps: AT, train_loss: TRAIN, test_steps: [5, 15], test_loss: [7, 8] })).toEqual([
      LOSSES[0],
      ["test_loss (test) by step", [5, 15], [7, 8]],
    ]);
    const value = { train_steps: AT, train_loss: TRAIN, test_steps: [0, 11, 20], test_loss: TEST };
    expect(curvesOf(value)).toEqual([LOSSES[0], ["test_loss (test) by step", [0, 11, 20], TEST]]);
  });

  test("of runs side by side, which their keys name", () => {
    const one = { step: AT, train_loss: TRAIN };
    const runs = { a: one, b: { seed: { ...one, train_loss: TEST } }, c: { p: 113 } };
    expect(curvesOf(runs)).toEqual([
      ["a: train_loss by step", AT, TRAIN],
      ["b: train_loss by step", AT, TEST],
    ]);
    expect(curvesOf({ a: { x: one, y: one }, b: one })).toEqual(
      ["a x", "a y", "b"].map((run) => [`${run}: train_loss by step`, AT, TRAIN]),
    );
  });

  test("of runs that numbers name, and of lists and rows side by side", () => {
    const one = { step: AT, train_loss: TRAIN };
    expect(curvesOf({ 0: { ...one, test_loss: TEST } })).toEqual(LOSSES);
    expect(curvesOf({ 0: one, 1: one })).toEqual(["0", "1"].map((run) => [`${run}: train_loss by step`, AT, TRAIN]));
    const beside = { history: rows.map(({ step, test_loss }) => ({ step, test_loss })) };
    expect(curvesOf({ ...one, other: beside })).toEqual(LOSSES);
    expect(curvesOf({ ...one, test: { loss: TEST }, val: { loss: [1, 2, 3], other: one } })).toHaveLength(3);
  });

  test("not four objects deep, not where it has weights alone, and not of lists of lists", () => {
    expect(curvesOf({ a: { b: { c: { history: rows } } } })).toEqual([]);
    expect(curvesOf({ weights: [1, 2, 3], 0: { bias: [1] } })).toEqual([]);
    expect(
      curvesOf({
        train_loss: [
          [0, 5],
          [1, 4, 3],
        ],
        dev_loss: [[1, 2, 3]],
        test_loss: [],
        all_loss: [null, "x"],
      }),
    ).toEqual([]);
  });

  test("with the numbers that Python writes, but not in its texts", () => {
    const text =
      '{"a\\\\": "NaN", "b\\"Infinity": "\\"NaN", "step": [0, 1, 2], "train_loss": [NaN, -Infinity, Infinity]}';
    const log = logIn(text, "m.json");
    expect(told(log)).toEqual([
      ["train_loss by step", [0, 1, 2], [Number.NaN, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]],
    ]);
    expect([...(log?.settings ?? [])]).toEqual([
      ["a\\", "NaN"],
      ['b"Infinity', '"NaN'],
    ]);
  });

  test("whose scalars are the configuration, but in the Trainer's state, whose are of the moment", () => {
    const value = {
      p: 113,
      config: { optimiser: { name: "adamw" }, decay: true, none: null, list: [1] },
      history: rows,
    };
    expect([...(logIn(JSON.stringify(value), "m.json")?.settings ?? [])]).toEqual([
      ["p", 113],
      ["config.optimiser.name", "adamw"],
      ["config.decay", true],
    ]);
    const state = logIn(JSON.stringify({ epoch: 3, log_history: rows }), "trainer_state.json");
    expect([...(state?.settings ?? [])]).toEqual([]);
    expect(told(state)).toEqual(LOSSES);
    const deep = { a: { b: { c: { d: { e: { f: 1, g: { h: 2 } } } } } } };
    expect([...(logIn(JSON.stringify(deep), "m.json")?.settings ?? [])]).toEqual([["a.b.c.d.e.f", 1]]);
    const many = Object.fromEntries(Array.from({ length: 10_001 }, (_, i) => [`k${i}`, i]));
    expect(logIn(JSON.stringify(many), "m.json")?.settings.size).toBe(10_000);
  });

  test("of Hugging Face's Trainer without the row that has the mean of all", () => {
    const log_history = [
      ...rows.map(({ test_loss: _, train_loss, step }) => ({ loss: train_loss, step })),
      { train_loss: 9, train_runtime: 3, step: 20 },
    ];
    expect(curvesOf({ log_history })).toEqual([LOSSES[0]]);
  });
});

describe("a document that is cut off", () => {
  const said = "the JSON document is cut off: what was whole is read";
  test.each<[string, readonly number[], readonly number[]]>([
    ['[{"step": 0, "train_loss": 5}, {"step": 1, "train_loss": 4}, {"step": 2, "train_lo', [0, 1], [5, 4]],
    ['[{"step": 0, "train_loss": 5}, {"step": 1, "train_loss": 4}', [0, 1], [5, 4]],
    ['[{"step": 0, "train_loss": 5}, {"step": 1, "train_loss": 4', [0], [5]],
    ['{"step": [0, 1, 2], "note": "]}\\"", "train_loss": [5, 4, 3', [0, 1], [5, 4]],
    ['{"step": [0, 1, 2], "train_loss": [5, 4, 3], "test', [0, 1, 2], [5, 4, 3]],
    ['{"step": ["0", "1", "2"], "train_loss": ["5", "4"', [0, 1], [5, 4]],
  ])("%s", (text, at, values) => {
    const log = logIn(text, "m.json");
    expect(told(log)).toEqual([["train_loss by step", at, values]]);
    expect(log?.doubts).toEqual([said]);
  });

  test.each([
    '{"train_loss": [null, "x"], "test',
    '{"p": 113, "q',
    "{",
    '{"train_loss": [5, 4]]',
    '{"train_loss": [5, x, 4]}',
    '[{"a": 1}, {"a": 2}}',
  ])("has to have something of a log: %s", (text) => {
    expect(() => logIn(text, "m.json")).toThrow(/m\.json: is not JSON: /);
  });
});

test.each<[string, string | undefined]>([
  ["{}", "json"],
  [" \n { \n", "json"],
  ["[]", "json"],
  ["[ ", "json"],
  ["[[1, 2]]", "json"],
  ['["a"]', "json"],
  ["[{", "json"],
  ["[1.5e-3, 2]", "json"],
  ["[-1]", "json"],
  ["[NaN,\n", "json"],
  ["[-Infinity]", "json"],
  ["[null, true]", "json"],
  ["[100/1000] x", undefined],
  ["[1 of 2]", undefined],
  ["{'loss': 1}", undefined],
  ["{a}", undefined],
  ["[nothing]", undefined],
  ["x {}", undefined],
])("%j begins as a document: %s", (text, format) => {
  const path = `${folder({ "a.txt": text })}/a.txt`;
  const found = logFormatOf(path)?.name;
  expect(found === "json" ? "json" : undefined).toBe(format);
});

describe("an object a line", () => {
  test.each<[string, string]>([
    ["of one kind", lines(...rows)],
    [
      "of several kinds",
      lines(
        ...rows.flatMap(({ step, train_loss, test_loss }) => [
          { step, train_loss },
          { test_loss, step },
        ]),
      ),
    ],
    ["some with parts within", lines(rows[0], { step: 10, train: { loss: 2.25 }, test_loss: 5 }, rows[2])],
    [
      "with parts within",
      lines(...rows.map(({ step, train_loss, test_loss }) => ({ step, train: { loss: train_loss }, test_loss }))),
    ],
    ["with empty lines and spaces before", `\n \n${lines(...rows).replaceAll("\n", "\n\n  ")}\n`],
    ["after a line of the configuration", lines({ _meta: { p: 113 } }, ...rows)],
    ["of keys in another order", lines(rows[0], { test_loss: 5, train_loss: 2.25, step: 10 }, rows[2])],
  ])("is read: %s", (_, text) => {
    expect(curvesIn(text, "a.jsonl")).toEqual(LOSSES);
    expect(logIn(text, "a.jsonl")?.format).toBe("json-lines");
  });

  test("has its configuration in the first line that has one", () => {
    const text = lines(
      { step: 0, train_loss: 5 },
      { config: { p: 113, op: { name: "add" } } },
      { config: { p: 97, q: 1 } },
    );
    expect([...(logIn(text, "a.jsonl")?.settings ?? [])]).toEqual([
      ["p", 113],
      ["op.name", "add"],
    ]);
    for (const key of ["_meta", "meta", "args", "hparams", "cfg"])
      expect([...(logIn(lines({ [key]: { p: 5 } }, rows[0]), "a.jsonl")?.settings ?? [])]).toEqual([["p", 5]]);
    expect(logIn(lines({ other: { p: 5 } }, rows[0]), "a.jsonl")?.settings.size).toBe(0);
  });

  test("says how many lines are none", () => {
    const whole = lines(...rows);
    expect(logIn(`${whole}{"step": 30, "tr`, "a.jsonl")?.doubts).toEqual(["1 line is no JSON object, and left out"]);
    const two = logIn(`${lines(rows[0], rows[1])}[1]\nx\n${lines(rows[2])}`, "a.jsonl");
    expect(two?.doubts).toEqual(["2 lines are no JSON object, and left out"]);
    expect(told(two)).toEqual(LOSSES);
  });

  test("is none where its first line is no object, or the second begins none", () => {
    const of = (text: string) => logFormatOf(`${folder({ "a.txt": text })}/a.txt`)?.name;
    expect(of('{"loss": 1}\n{"lo')).toBe("json-lines");
    expect(of('\n{"loss": 1}\n\n  {"loss": 2}\n')).toBe("json-lines");
    expect(of('{"loss": 1}\n')).toBe("json");
    expect(of('{"loss": 1}\n"a"\n')).toBe("json");
    expect(of('{"loss": 1\n{"loss": 2}\n')).not.toBe("json-lines");
    expect(of('[1]\n{"loss": 2}\n')).not.toBe("json-lines");
  });
});
