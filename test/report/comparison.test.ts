import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, onTestFinished, test } from "vitest";
import type { PhasesConclusion } from "#analyzers/_phase-fields.js";
import excludedLoss from "#analyzers/excluded-loss.js";
import losses from "#analyzers/losses.js";
import phases from "#analyzers/phases.js";
import restrictedLoss from "#analyzers/restricted-loss.js";
import { UsageError } from "#errors.js";
import { type Comparison, comparison } from "#report/_comparison.js";
import { comparisonPage } from "#report/_comparison-page.js";
import { cellOf } from "#report/_runs-table.js";
import { writeReport } from "#report/write-report.js";
import type { Analysis } from "#results/analysis.js";
import { tableOf } from "#results/table-of.js";
import { analysisOf, tinyAnalysis } from "./_analyses.ts";

const ASKED = [phases, restrictedLoss, excludedLoss];
const tiny = tinyAnalysis(ASKED);
let noSplit: Analysis;

beforeAll(async () => {
  noSplit = await analysisOf("fixtures/layouts/clock-and-pizza", ASKED);
});

/** The same results under other settings, and weights that are not the same. */
function as(run: string, settings: Analysis["settings"], from = tiny): Analysis {
  const { provenance } = from;
  const checkpoints = provenance.checkpoints.map(({ epoch, digest }) => ({ epoch, digest: `${run} ${digest}` }));
  return { ...from, run, settings, provenance: { ...provenance, run, checkpoints } };
}
const seeds = (decay: number) => [0, 1].map((seed) => as(`w${decay}-${seed}`, { seed, weight_decay: decay, p: 29 }));

/** A column of the table, as it is read. */
function column({ runs, table }: Comparison, label: string): readonly string[] {
  const found = table.columns.find((one) => one.label === label);
  return runs.map((run) => (found ? cellOf(found, run).replaceAll("\u202f", "") : ""));
}

test("the table of the runs has the numbers of their results", () => {
  const made = comparison([...seeds(3), ...seeds(0.3)]);
  const rows = tableOf(tiny, phases)?.rows ?? [];
  const { runs } = tiny.results[0].conclusion as PhasesConclusion;
  const [{ train, test: held, delay }] = runs;
  expect(made.table.columns.map(({ label }) => label)).toEqual(
    "run,verdict,memorised,generalised,delay,confidence,seed,weight_decay,key frequencies,train loss,test loss,last epoch".split(
      ",",
    ),
  );
  expect(column(made, "run")).toEqual(["w0.3-0", "w0.3-1", "w3-0", "w3-1"]);
  const [memorised, generalised] = [train.at?.epoch as number, held.at?.epoch as number];
  expect(column(made, "memorised")[0]).toBe(String(memorised));
  expect(column(made, "generalised")[0]).toBe(String(generalised));
  expect(column(made, "delay")[0]).toMatch(new RegExp(`^${generalised - memorised} \\(× `));
  expect(column(made, "key frequencies")[0]).toBe("3, 11, 13");
  const logged = tiny.history.find(({ measure }) => measure === "test_loss")?.values.at(-1) as number;
  expect(column(made, "last epoch")[0]).toBe(String(rows.at(-1)?.epoch));
  expect(made.table.csv.split("\r\n")[1]).toContain(`,${logged},`);
  expect(made.table.csv.split("\r\n")[1]).toContain(`,${delay.train?.epoch},${delay.test?.epoch},${delay.epochs}`);
  expect(made.verdict).toEqual([
    `weight_decay 0.3: 2 of 2 grokked; test accuracy is 99 % from epoch ${delay.test?.epoch} on.`,
    `weight_decay 3: 2 of 2 grokked; test accuracy is 99 % from epoch ${delay.test?.epoch} on.`,
    "They differ in seed, weight_decay.",
  ]);
  expect(made.provenance.at(-1)).toEqual({ label: "in common", value: "p 29" });
});

test("the page draws every measure that some run has, with where its values come from", () => {
  const { data } = comparison([...seeds(3), ...seeds(0.3)]);
  expect(data.measures.map(({ name }) => name)).toEqual([
    "test_accuracy",
    "train_accuracy",
    "test_loss",
    "train_loss",
    "restricted_loss",
    "excluded_loss",
    "sum_of_squares",
  ]);
  expect(data.measures[2].definition).toBe("test pairs, as logged");
  expect(data.measures[0].definition).toMatch(/^test pairs, the share whose/);
  const rows = tableOf(tiny, phases)?.rows ?? [];
  const [{ epochs, curves }] = data.runs;
  const last = rows.at(-1);
  expect(Array.from(epochs).at(-1)).toBe(last?.epoch);
  expect(Array.from(curves.restricted_loss ?? []).at(-1)).toBeCloseTo(last?.restricted_loss as number, 4);
  expect(data.settings).toEqual(["weight_decay", "seed"]);
});

describe("runs that are not alike in everything", () => {
  test("of one name are told apart, and one run twice is said to be", () => {
    const made = comparison([tiny, tiny, as("tiny", {})]);
    expect(column(made, "run")).toEqual(["tiny", "tiny (2)", "tiny (3)"]);
    expect(made.verdict.slice(-1)).toEqual(["tiny (2) has the weights of tiny: they are one run, counted twice."]);
  });

  test("of which one has no split, another p and a configuration of its own", () => {
    const made = comparison([tiny, noSplit]);
    expect(column(made, "task")).toEqual(["a + b mod 29", noSplit.provenance.task?.formula]);
    expect(column(made, "test loss")[1]).toBe("–");
    expect(made.data.runs[1].curves.test_loss).toBeUndefined();
    expect(made.data.settings).toContain("task");
    expect(made.verdict[1]).toMatch(/gave too little evidence to tell/);
  });

  test("of which one has no phases is left out with the reason; none that has is a question asked wrongly", async () => {
    const without = tinyAnalysis([losses]);
    const { skipped, runs } = comparison([tiny, { ...without, run: "other" }]);
    expect(skipped).toEqual([{ what: "other", reason: "its results have no phases" }]);
    expect(runs).toHaveLength(1);
    expect(() => comparison([without, without])).toThrow(UsageError);
  });

  test("of which one could not be read: the page says so first", () => {
    const { skipped, verdict } = comparison(seeds(1), { unread: [{ run: "torn", reason: "truncated" }] });
    expect(verdict[0]).toBe("Doubt: 1 of 3 runs could not be read (torn: truncated).");
    expect(skipped).toEqual([{ what: "torn", reason: "truncated" }]);
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
    const made = comparison([sweep as Analysis]);
    expect(made.title).toBe("3 runs of sweep.pth compared");
    expect(made.data.runs.map(({ name, settings }) => [name, settings.fraction])).toEqual(
      [0.3, 0.5, 0.9].map((fraction) => [`fraction ${fraction}`, fraction]),
    );
    expect(made.verdict[0]).toMatch(/^fraction 0\.3: grokked/);
  });
});

test("what speaks against a run stands first, by its name, and so does that its analysis was interrupted", () => {
  const doubted = as("doubted", { seed: 1 });
  const contradicted = { ...doubted.provenance, contradictions: ["this reading does not give the stored losses"] };
  const made = comparison([as("sound", { seed: 0 }), { ...doubted, provenance: contradicted, missing: [100, 200] }]);
  expect(made.verdict.slice(0, 2)).toEqual([
    "Doubt about doubted: this reading does not give the stored losses.",
    expect.stringMatching(/^Doubt about doubted: the analysis was interrupted, and is without epochs 100, 200: /),
  ]);
  expect(made.verdict.slice(2).join()).not.toContain("Doubt");
  const doubts = column(made, "doubts");
  expect(doubts[0]).toBe("–");
  expect(doubts[1]).toMatch(/^this reading does not give the stored losses; the analysis was interrupted/);
});

test("many families are told in one sentence without a list of names, and the page has every run's name", async () => {
  const contents = comparison([0.1, 0.3, 1, 3, 10].map((decay) => as(`<w${decay}>`, { weight_decay: decay })));
  expect(contents.verdict[0]).toBe("5 of 5 grokked.");
  const html = await comparisonPage(contents);
  expect(html).toContain('<a href="#run-2">&#60;w0.3&#62;</a>');
  expect(html).toContain('data-table="runs.csv"');
});

test("a run's name leads to the report that is written beside the page, of whichever name it is", async () => {
  const at = mkdtempSync(join(tmpdir(), "comparison-"));
  onTestFinished(() => rmSync(at, { recursive: true, force: true }));
  const file = join(at, "all.html");
  writeFileSync(join(at, "b-report.html"), "");
  await writeReport([as("a/x y", {}), as("a/b", {}), as("none", {})], file);
  const links = (html: string) =>
    Array.from(html.matchAll(/<th scope="row">.*?<a href="([^"]*)"/g), ([, href]) => href);
  expect(links(readFileSync(file, "utf8"))).toEqual(["#run-1", "b-report.html", "#run-3"]);
  mkdirSync(join(at, "all-reports", "a"), { recursive: true });
  writeFileSync(join(at, "all-reports", "a", "x y.html"), "");
  await writeReport([as("a/x y", {}), as("a/b", {}), as("none", {})], file);
  expect(links(readFileSync(file, "utf8"))[0]).toBe("all-reports/a/x%20y.html");
});
