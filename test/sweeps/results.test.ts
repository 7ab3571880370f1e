import { describe, expect, test } from "vitest";
import { captionOf } from "#figures/_figure.js";
import { drawn } from "#figures/theme.js";
import { criticalValues, type Trial } from "#sweeps/critical-values.js";
import { delayBySetting, lossBySetting, shareBySetting } from "#sweeps/figures/by-setting.js";
import { phaseDiagram } from "#sweeps/figures/phase-diagram.js";
import { settingAxis } from "#sweeps/figures/setting-axis.js";
import { commonPhase, learningPhase } from "#sweeps/learning-phase.js";
import { criticalSettings, criticalTable, groupsOf, resultsTable } from "#sweeps/results-table.js";
import { sweepFigures } from "#sweeps/sweep-figures.js";
import { csv } from "#tables/csv.js";
import { END, EVERY, planted } from "./_planted.ts";

const trials = (counts: Readonly<Record<string, readonly [generalised: number, of: number]>>): readonly Trial[] =>
  Object.entries(counts).flatMap(([value, [generalised, of]]) =>
    Array.from({ length: of }, (_, i) => ({ value: Number(value), generalised: i < generalised })),
  );

describe("critical values", () => {
  test.each([0.02, 0.3, 1, 7])("a planted one of %d lies in the interval, and between its neighbours", (truth) => {
    const values = Array.from({ length: 9 }, (_, i) => 0.01 * 3 ** i);
    const [found, ...more] = criticalValues(
      values.flatMap((value) => [1, 2, 3].map(() => ({ value, generalised: value >= truth }))),
    );
    expect(more).toEqual([]);
    expect(found.between[0]).toBeLessThan(truth);
    expect(found.between[1]).toBeGreaterThanOrEqual(truth);
    expect(found.between[1] / found.between[0]).toBeCloseTo(3, 9);
    expect(found.at).toBeCloseTo(Math.sqrt(found.between[0] * found.between[1]), 9);
    expect(found.generalises).toBe("above");
  });

  test("seeds that disagree move it and widen its interval to where they agree", () => {
    expect(criticalValues(trials({ 1: [0, 4], 10: [1, 4], 100: [3, 4], 1000: [4, 4] }))).toEqual([
      { at: expect.closeTo(10 ** 1.5, 9), between: [1, 1000], generalises: "above" },
    ]);
    // From 0 of 2 to 2 of 3: three quarters of the way in the logarithm.
    expect(criticalValues(trials({ 1: [0, 2], 16: [2, 3] }))[0].at).toBeCloseTo(16 ** 0.75, 9);
  });

  test("too much undoes what enough does: two; from 0 on it is taken on a line", () => {
    const found = criticalValues(trials({ 0: [0, 2], 1: [2, 2], 2: [2, 2], 8: [0, 2] }));
    expect(found).toEqual([
      { at: 0.5, between: [0, 1], generalises: "above" },
      { at: expect.closeTo(4, 9), between: [2, 8], generalises: "below" },
    ]);
  });

  test("none where the values tried do not bracket one", () => {
    expect(criticalValues(trials({ 0: [0, 3], 1: [1, 3] }))).toEqual([]);
    expect(criticalValues(trials({ 0: [3, 3], 1: [3, 3] }))).toEqual([]);
    expect(criticalValues(trials({ 1: [1, 1] }))).toEqual([]);
    expect(criticalValues([])).toEqual([]);
  });
});

test("phases of learning, from when the sets are learnt", () => {
  const phase = (memorised_at: number | null, generalised_at: number | null) =>
    learningPhase({ memorised_at, generalised_at });
  expect(phase(100, 150)).toBe("comprehension");
  expect(phase(100, 200)).toBe("grokking");
  expect(phase(100, null)).toBe("memorisation");
  expect(phase(null, null)).toBe("confusion");
  expect(phase(null, 100)).toBe("comprehension");
  expect(phase(0, 0)).toBe("comprehension");
  expect(commonPhase(["grokking", "memorisation", "grokking"])).toEqual({ phase: "grokking", agreeing: 2, of: 3 });
  expect(commonPhase(["confusion", "grokking"])).toEqual({ phase: "grokking", agreeing: 1, of: 2 });
  expect(commonPhase([])).toBeNull();
});

/** Above a line in the plane runs generalise, the sooner the more weight decay; from 10 on nothing is learnt. */
const SPEC = { grid: { weight_decay: [0, 0.1, 1, 10], fraction: [0.3, 0.5], seed: [0, 1, 2] } };
const story = ({ weight_decay, fraction }: Readonly<Record<string, any>>) => {
  if (weight_decay >= 10) return { memorised: null, generalised: null };
  const learns = fraction === 0.5 && weight_decay > 0;
  return { memorised: 50, generalised: learns ? (weight_decay < 1 ? 500 : 80) : null };
};
const results = planted(SPEC, story);

describe("a planted sweep", () => {
  test("has its stories in the table, a run a row", () => {
    const { columns, rows } = resultsTable(results);
    expect(Object.keys(columns).slice(0, 6)).toEqual(["run", "name", "fraction", "weight_decay", "seed", "state"]);
    expect(rows).toHaveLength(24);
    for (const row of rows as readonly Record<string, any>[]) {
      const { memorised, generalised } = story(row);
      expect(row).toMatchObject({
        memorised_at: memorised,
        generalised_at: generalised,
        last_epoch: END,
        state: "finished",
      });
      expect(row.delay).toBe(generalised === null || memorised === null ? null : generalised - memorised);
    }
    const phases = rows.map((row) => (row as Record<string, any>).phase);
    expect(new Set(phases)).toEqual(new Set(["comprehension", "grokking", "memorisation", "confusion"]));
  });

  test("has its critical values: none at the fraction at which nothing generalises, two at the other", () => {
    const found = criticalSettings(results).filter(({ setting }) => setting === "weight_decay");
    expect(
      found.map(({ others, critical }) => [
        others,
        critical.map(({ between, generalises }) => [...between, generalises]),
      ]),
    ).toEqual([
      [{ fraction: 0.3 }, []],
      [
        { fraction: 0.5 },
        [
          [0, 0.1, "above"],
          [1, 10, "below"],
        ],
      ],
    ]);
    expect(csv(criticalTable(found)).split("\r\n")[1]).toBe("weight_decay,fraction 0.3,,,,,12,4");
  });

  test("groups runs by what they have in common, seeds apart", () => {
    expect(groupsOf(results, ["weight_decay"]).map(({ label, results: own }) => [label, own.length])).toEqual([
      ["fraction 0.3", 12],
      ["fraction 0.5", 12],
    ]);
    expect(groupsOf(results)).toHaveLength(8);
  });
});

describe("figures", () => {
  const marks = (figure: { readonly data: readonly any[] }, symbol: string) =>
    figure.data
      .filter(({ marker, showlegend }) => marker?.symbol === symbol && showlegend === false)
      .flatMap(({ x }) => x);

  test("of the delay drop no run: each is in a mean, a triangle or a cross", () => {
    const figure = delayBySetting(results, "weight_decay");
    const known = results.filter(({ delay }) => delay !== null).length;
    expect(known).toBe(6);
    expect(marks(figure, "triangle-up-open")).toHaveLength(
      results.filter(({ phase }) => phase === "memorisation").length,
    );
    expect(marks(figure, "x-thin-open")).toHaveLength(results.filter(({ phase }) => phase === "confusion").length);
    const [line] = figure.data.filter(({ name }) => name === "fraction 0.5") as readonly any[];
    expect(line.y.map((y: number) => Math.round(y))).toEqual([450, 30]);
    expect(figure.layout.yaxis).toMatchObject({ type: "log" });
    expect(captionOf(figure)).toMatch(
      /Hollow triangles: 12 runs .*Crosses at the foot: 6 runs .*its 0 stands a step before/,
    );
    // A run that ended after it memorised waits for at least so long.
    const [bound] = figure.data.filter(({ marker }: any) => marker?.symbol === "triangle-up-open") as readonly any[];
    expect(new Set(bound.y)).toEqual(new Set([END - 50]));
  });

  test("of the delay are linear where one is not above 0", () => {
    const figure = delayBySetting(
      planted({ grid: { weight_decay: [1, 2] } }, () => ({ memorised: 50, generalised: 50 })),
      "weight_decay",
    );
    expect(figure.layout.yaxis).toMatchObject({ type: "linear" });
    expect(figure.data[0].y).toEqual([0, 0]);
  });

  test("of phases say in each cell which, how many seeds agree, and what is not decided", () => {
    const own = planted(SPEC, (settings) => ({
      ...story(settings),
      ...(settings.weight_decay === 1 && settings.seed === 2 ? { generalised: null } : {}),
      ...(settings.weight_decay === 0 && settings.fraction === 0.5 && settings.seed === 0 ? { end: 200 } : {}),
    }));
    const figure = phaseDiagram(own, "weight_decay", "fraction");
    const [map] = figure.data as readonly any[];
    // Rows from the lowest fraction up; comprehension 0, grokking 1, memorisation 2, confusion 3.
    expect(map.z).toEqual([
      [2, 2, 2, 3],
      [2, 1, 0, 3],
    ]);
    const said = (figure.layout.annotations as readonly any[]).map(({ x, y, text }) => [x, y, text]);
    expect(said).toEqual([
      [0, 1, "+"],
      [2, 1, "2/3"],
    ]);
    expect(captionOf(figure)).toMatch(/\+: of 1 runs the phase is not decided/);
    expect(figure.data.slice(1).map(({ name }) => name)).toEqual([
      "comprehension",
      "grokking",
      "memorisation",
      "confusion",
      "ended undecided",
    ]);
  });

  test("of phases have one plot for each combination of other settings", () => {
    const own = planted({ grid: { weight_decay: [0, 1], fraction: [0.3, 0.5], optimiser: ["adam", "adamw"] } }, story);
    const figure = phaseDiagram(own, "weight_decay", "fraction");
    expect(figure.data.filter(({ type }) => type === "heatmap")).toHaveLength(2);
    expect((figure.layout.annotations as readonly any[]).map(({ text }) => text)).toEqual([
      "optimiser adam",
      "optimiser adamw",
    ]);
  });

  test("of the share cross one half where the setting is critical", () => {
    const figure = shareBySetting(results, "weight_decay");
    expect(figure.data.map(({ name, y }) => [name, y])).toEqual([
      ["fraction 0.3", [0, 0, 0, 0]],
      ["fraction 0.5", [0, 1, 1, 0]],
    ]);
  });

  test("of a width have both losses; more than eight groups have a plot each", () => {
    const own = planted({ grid: { neurons: [8, 16, 64], weight_decay: [0, 1] } }, story);
    expect(lossBySetting(own, "neurons").data.map(({ name }) => name)).toEqual(
      Array(2).fill(["train loss", "test loss"]).flat(),
    );
    const many = planted(
      { grid: { neurons: [8, 64], weight_decay: Array.from({ length: 9 }, (_, i) => i / 10) } },
      story,
    );
    const figure = delayBySetting(many, "neurons");
    expect((figure.layout.annotations as readonly any[]).filter(({ name }) => name === "title")).toHaveLength(9);
  });

  test("are of every numeric setting, in every theme; axes that there are not are said", () => {
    const { figures, leftOut } = sweepFigures(results);
    expect(leftOut).toEqual([]);
    expect(figures.map(({ name }) => name)).toEqual([
      "phases-weight-decay-fraction",
      "delay-by-fraction",
      "share-by-fraction",
      "delay-by-weight-decay",
      "share-by-weight-decay",
    ]);
    for (const figure of figures)
      for (const theme of ["screen", "dark", "paper"] as const)
        expect(drawn(figure, { theme }).layout.height).toBeGreaterThan(100);
    expect(() => sweepFigures(results, ["weight_decay", "p"])).toThrow(
      /--axes: the runs do not differ in "p"; choose among/,
    );
    expect(sweepFigures(results, ["fraction", "weight_decay"]).figures[0].name).toBe("phases-fraction-weight-decay");
  });

  test("have an axis with a tick at each value: by logarithms over a decade, words one step apart", () => {
    const log = settingAxis("weight_decay", [1, 0, 0.1, 10]);
    expect(log.values).toEqual([0, 0.1, 1, 10]);
    expect(log.values.map(log.at)).toEqual([-2, -1, 0, 1]);
    expect(log.axis).toMatchObject({ tickvals: [-2, -1, 0, 1], ticktext: ["0", "0.1", "1", "10"] });
    const linear = settingAxis("fraction", [0.3, 0.8]);
    expect(linear.values.map(linear.at)).toEqual([0.3, 0.8]);
    const words = settingAxis("optimiser", ["sgd", "adamw", "sgd"]);
    expect(words.values.map(words.at)).toEqual([0, 1]);
  });
});

test("what has logged nothing has no phase, and is counted", () => {
  const none = planted({ grid: { weight_decay: [0, 1] } }, () => ({ memorised: null, generalised: null, end: -EVERY }));
  expect(none.map(({ phase, verdict, censored, last_epoch }) => [phase, verdict, censored, last_epoch])).toEqual(
    Array(2).fill([null, null, false, null]),
  );
  expect(captionOf(delayBySetting(none, "weight_decay"))).toMatch(/2 runs have logged nothing yet/);
});
