import { beforeAll, describe, expect, test } from "vitest";
import type { PhasesConclusion } from "#analyzers/_phase-rows.js";
import phases from "#analyzers/phases.js";
import excludedLoss from "#analyzers/excluded-loss.js";
import losses from "#analyzers/losses.js";
import restrictedLoss from "#analyzers/restricted-loss.js";
import { UsageError } from "#errors.js";
import { drawn } from "#figures/theme.js";
import { comparison } from "#report/_comparison.js";
import { page } from "#report/_page.js";
import type { Analysis } from "#results/analysis.js";
import { tableOf } from "#results/table-of.js";
import { analysisOf } from "./_analyses.ts";

const ASKED = [phases, restrictedLoss, excludedLoss];
let tiny: Analysis;
let noSplit: Analysis;

beforeAll(async () => {
  tiny = await analysisOf("fixtures/tiny", ASKED);
  noSplit = await analysisOf("fixtures/layouts/clock-and-pizza", ASKED);
});

/** The same results under other settings, and weights that are not the same. */
function as(run: string, settings: Analysis["settings"], from = tiny): Analysis {
  const { provenance } = from;
  const checkpoints = provenance.checkpoints.map(({ epoch, digest }) => ({ epoch, digest: `${run} ${digest}` }));
  return { ...from, run, settings, provenance: { ...provenance, run, checkpoints } };
}
const seeds = (decay: number) => [0, 1].map((seed) => as(`w${decay}-${seed}`, { seed, weight_decay: decay, p: 29 }));

test("the table of the runs has the numbers of their results", () => {
  const { overview, verdict, provenance, subtitle } = comparison([...seeds(3), ...seeds(0.3)]);
  const rows = tableOf(tiny, phases)?.rows ?? [];
  expect(overview?.columns).toEqual(
    "run,seed,weight_decay,verdict,train 99 %,test 99 %,delay,key frequencies,train loss,test loss,last epoch".split(
      ",",
    ),
  );
  expect(overview?.rows.map(([name]) => name)).toEqual(["w0.3-0", "w0.3-1", "w3-0", "w3-1"]);
  const [first] = overview?.rows ?? [];
  const said = tiny.results[0].findings.find(({ label }) => label === "delay")?.value as string;
  const [, train, test_, delay, ratio] =
    /from epoch (\d+) on .* from epoch (\d+) on .*: (\d+) epochs later, ([\d.]+) times/.exec(said) ?? [];
  expect(first.slice(1, 8)).toEqual(["0", "0.3", "grokked", train, test_, `${delay} (× ${ratio})`, "3, 11, 13"]);
  const logged = tiny.history.find(({ measure }) => measure === "test_loss")?.values.at(-1) as number;
  // Of three digits.
  expect(Number(first[9]) / logged).toBeCloseTo(1, 2);
  expect(Number(first[10])).toBe(rows.at(-1)?.epoch);
  expect(overview?.table.csv.split("\r\n")[1]).toContain(`,${logged},`);
  expect(verdict).toEqual([
    `weight_decay 0.3: 2 of 2 grokked; test accuracy is 99 % from epoch ${test_} on.`,
    `weight_decay 3: 2 of 2 grokked; test accuracy is 99 % from epoch ${test_} on.`,
    "They differ in seed, weight_decay.",
  ]);
  expect(subtitle.replaceAll("\u00a0", " ")).toBe("weight_decay 0.3 (n = 2) · weight_decay 3 (n = 2)");
  expect(provenance.at(-1)).toEqual({ label: "in common", value: "p 29" });
});

test("every panel has a mean line and an area for each family, and every run's values", () => {
  const { panels } = comparison([...seeds(3), ...seeds(0.3)]);
  expect(panels.map(({ id }) => id)).toEqual([
    "test-loss",
    "train-loss",
    "test-accuracy",
    "train-accuracy",
    "restricted-loss",
    "excluded-loss",
    "sum-of-squares",
  ]);
  for (const { figure, caption } of panels) {
    expect(figure.data.map(({ name }) => name)).toEqual(
      [0.3, 3, 0.3, 3].map((decay) => `weight_decay ${decay}, n = 2`),
    );
    expect(caption).toMatch(/mean of the 2 runs of a family, as far as all of them reach; shaded: from the least/);
  }
  expect(panels[0].caption).toMatch(/^Test loss: test pairs, as logged\./);
  expect(panels[2].caption).toMatch(/^Test accuracy: test pairs, the share whose/);
  const restricted = panels[4];
  const rows = tableOf(tiny, phases)?.rows ?? [];
  // Two runs that are alike: their mean is theirs.
  expect(restricted.figure.data[2].y).toEqual(
    rows.map(({ restricted_loss }) => expect.closeTo(restricted_loss as number, 10)),
  );
  expect(restricted.table.csv).toBe(
    [
      "epoch,run,family,value",
      ...["w0.3-0", "w0.3-1", "w3-0", "w3-1"].flatMap((run) =>
        rows.map((row) => `${row.epoch},${run},weight_decay ${run.slice(1, -2)},${row.restricted_loss}`),
      ),
      "",
    ].join("\r\n"),
  );
});

test("a family has one colour in line and area, in every panel and theme; three in order have three of a scale", () => {
  const { panels } = comparison([3, 0.3, 1].flatMap(seeds));
  for (const theme of ["screen", "dark", "paper"] as const) {
    const looks = panels.map(({ figure }) => {
      const { data } = drawn(figure, { theme });
      const [areas, lines] = [data.slice(0, 3), data.slice(3)];
      const colours = lines.map(({ line }) => (line as { color: string }).color);
      expect(areas.map(({ fillcolor }) => fillcolor)).toEqual(
        colours.map((colour) => {
          const channels = [1, 3, 5].map((i) => Number.parseInt(colour.slice(i, i + 2), 16));
          return `rgba(${channels.join(",")},0.2)`;
        }),
      );
      for (const { line } of areas) expect(line).toMatchObject({ width: 0 });
      return colours;
    });
    expect(new Set(looks[0]).size).toBe(3);
    for (const colours of looks) expect(colours).toEqual(looks[0]);
  }
});

describe("runs that are not alike in everything", () => {
  test("of one name are told apart, and one run twice is said to be", () => {
    const { overview, verdict } = comparison([tiny, tiny, as("tiny", {})]);
    expect(overview?.rows.map(([name]) => name)).toEqual(["tiny", "tiny (2)", "tiny (3)"]);
    expect(verdict.slice(-1)).toEqual(["tiny (2) has the weights of tiny: they are one run, counted twice."]);
  });

  test("of which one has no split, another p and a configuration of its own", () => {
    const { overview, panels, verdict } = comparison([tiny, noSplit]);
    const column = (label: string) => overview?.rows.map((row) => row[overview.columns.indexOf(label)]);
    expect(column("task")).toEqual(["a + b mod 29", noSplit.provenance.task?.formula]);
    expect(column("test loss")?.[1]).toBe("–");
    expect(panels.find(({ id }) => id === "test-loss")?.figure.data).toHaveLength(1);
    expect(verdict[1]).toMatch(/^clock-and-pizza: gave too little evidence to tell/);
  });

  test("at other epochs have means between them", () => {
    const [one, other] = seeds(1);
    const kept = { ...other.results[0].table, rows: other.results[0].table.rows.filter((_, i) => i % 2 === 0) };
    const sparse = { ...other, results: [{ ...other.results[0], table: kept }] };
    const { panels } = comparison([one, sparse]);
    const squares = panels.find(({ id }) => id === "sum-of-squares");
    expect(squares?.figure.data[1].x).toEqual(tableOf(tiny, phases)?.rows.map(({ epoch }) => epoch));
    expect(squares?.caption).toMatch(/interpolated\.$/);
  });

  test("of which one has no phases is left out with the reason; none that has is a question asked wrongly", async () => {
    const without = await analysisOf("fixtures/tiny", [losses], { last: true });
    const { skipped, overview } = comparison([tiny, { ...without, run: "other" }]);
    expect(skipped).toEqual([{ what: "other", reason: "its results have no phases" }]);
    expect(overview?.rows).toHaveLength(1);
    expect(() => comparison([without, without])).toThrow(UsageError);
  });

  test("whose curves are in one file are compared by the setting that names them", () => {
    const fractions = [0.9, 0.3, 0.5];
    const rows = fractions.flatMap((fraction) =>
      tiny.results[0].table.rows.map((row) => ({ ...row, series: `fraction ${fraction}` })),
    );
    const [phases] = tiny.results;
    const { runs } = phases.conclusion as PhasesConclusion;
    const conclusion = { runs: fractions.map((fraction) => ({ ...runs[0], series: `fraction ${fraction}` })) };
    const sweep = {
      ...as("sweep.pth", {}),
      results: [{ ...phases, conclusion, table: { ...phases.table, rows } }],
      history: [],
    };
    const { title, overview, panels, verdict } = comparison([sweep as Analysis]);
    expect(title).toBe("3 runs of sweep.pth compared");
    expect(overview?.rows.map(([name, fraction]) => [name, fraction])).toEqual(
      ["0.3", "0.5", "0.9"].map((fraction) => [`fraction ${fraction}`, fraction]),
    );
    expect(panels[0].figure.data.map(({ meta }) => meta?.level)).toEqual([0, 0.5, 1]);
    expect(verdict[0]).toMatch(/^fraction 0\.3: grokked/);
  });
});

test("what speaks against a run stands first, by its name, and so does that its analysis was interrupted", () => {
  const doubted = as("doubted", { seed: 1 });
  const contradicted = { ...doubted.provenance, contradictions: ["this reading does not give the stored losses"] };
  const { verdict } = comparison([
    as("sound", { seed: 0 }),
    { ...doubted, provenance: contradicted, missing: [100, 200] },
  ]);
  expect(verdict.slice(0, 2)).toEqual([
    "Doubt about doubted: this reading does not give the stored losses.",
    expect.stringMatching(/^Doubt about doubted: the analysis was interrupted, and is without epochs 100, 200: /),
  ]);
  expect(verdict.slice(2).join()).not.toContain("Doubt");
});

test("many families are told in one sentence, and the page has every run's name", async () => {
  const contents = comparison([0.1, 0.3, 1, 3, 10].map((decay) => as(`<w${decay}>`, { weight_decay: decay })));
  expect(contents.verdict[0]).toBe("5 of 5 grokked (<w0.1>, <w0.3>, <w1>, <w3>, <w10>).");
  const html = await page(contents);
  expect(html).toContain('<th scope="row">&#60;w0.3&#62;</th>');
  expect(html).toContain('data-table="runs.csv"');
});
