import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { type Analyzer, epoch } from "#analyzers/_analyzer.js";
import type { Option } from "#analyzers/_options.js";
import * as units from "#analyzers/index.js";
import { UsageError } from "#errors.js";
import { storedLosses } from "#quantities/logging-convention.js";
import { storedAnalysis } from "#results/analysis.js";
import { analyze, analyzeAll } from "#results/analyze.js";
import type { Result } from "#results/result.js";
import { resultJson, writeResult } from "#results/write.js";
import { modelAt } from "#runs/model-at.js";
import { momentsAt } from "#runs/moments-at.js";
import { openRun } from "#runs/open.js";
import type { Checkpoint, Network, Run } from "#runs/run.js";
import { selected } from "#runs/select.js";
import type { Column, Columns } from "#tables/column.js";
import { csv } from "#tables/csv.js";
import { everyField, everyOtherChoice, frozen, misfits, watched } from "./_laws.ts";
import { runOf, wholeRuns } from "./_whole-runs.ts";

const analyzers = Object.values<Analyzer>(units);
/** For those that take minutes, options with which they do not. */
const trialOf = ({ onRequest }: Analyzer) => onRequest?.trial ?? {};
const trials = Object.fromEntries(analyzers.map((analyzer) => [analyzer.name, trialOf(analyzer)]));

const KINDS = ["integer", "number", "integers", "numbers", "text", "boolean"];
/** One small checkpoint of each kind of network, and of task: what is concluded does not depend on how weights were stored. */
const FIXTURES = [
  "tasks/division",
  "tasks/quadratic",
  "layouts/two-layer-mlp-square",
  "layouts/universality-mlp",
  "layouts/universality-transformer",
  "layouts/structural/nn-transformer-post",
];

/** Before and after it groks: two checkpoints, too few for threads, which take half a second to start. */
const EVERY = 22;
/** Enough for two threads. */
const EVERY_FOR_THREADS = 7;
let short: readonly Run[];
let longer: Run;
beforeAll(async () => {
  const whole = await wholeRuns();
  short = whole.map((run) => selected(run, { every: EVERY }));
  longer = selected(whole[0], { every: EVERY_FOR_THREADS });
});

test("every unit file is an analyzer of its name", () => {
  const files = readdirSync("src/analyzers").filter((file) => !file.startsWith("_") && file !== "index.ts");
  expect(analyzers.map(({ name }) => `${name}.ts`).sort()).toEqual(files.sort());
});

test("an option of the same name means the same wherever it is", () => {
  const meant = new Map<string, object>();
  for (const analyzer of analyzers) {
    for (const [name, { default: _, ...meaning }] of Object.entries<Option>(analyzer.options)) {
      expect(meaning, name).toEqual(meant.get(name) ?? meaning);
      meant.set(name, meaning);
    }
  }
});

test("one pass for all, on two threads, gives byte for byte what each gives by itself on one", async () => {
  const bytes = (result: Result) => [resultJson(result), csv(result.table)];
  const applying = analyzers.filter(({ applies }) => (applies?.(longer) ?? true) === true);
  const progress: number[] = [];
  const onProgress = (done: number, total: number) => progress.push(done / total);
  const { results } = await analyzeAll(longer, analyzers, { threads: 2, onProgress, options: trials });
  expect(results.map(({ analyzer }) => analyzer)).toEqual(applying.map(({ name }) => name));
  for (const [i, analyzer] of applying.entries())
    expect(bytes(results[i])).toEqual(bytes(await analyze(longer, analyzer, trialOf(analyzer), { threads: 1 })));
  expect(progress).toEqual(longer.checkpoints.map((_, i) => (i + 1) / longer.checkpoints.length));
});

test.each(FIXTURES)(
  "of %s every conclusion has the fields declared, and is read back as it was stored",
  async (name) => {
    const { results } = await analyzeAll(selected(await openRun(`fixtures/${name}`), { last: true }), analyzers, {
      options: trials,
    });
    expect(results.length).toBeGreaterThan(0);
    const folder = mkdtempSync(join(tmpdir(), "conclusions-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    for (const result of results) writeResult(result, folder);
    const stored = new Map(storedAnalysis(folder).results.map(({ analyzer, conclusion }) => [analyzer, conclusion]));
    for (const { analyzer, conclusion } of results) {
      const { conclusion: fields = {} } = analyzers.find((one) => one.name === analyzer) as Analyzer;
      expect(misfits(conclusion, fields), analyzer).toEqual([]);
      expect(stored.get(analyzer), analyzer).toStrictEqual(conclusion);
    }
  },
);

describe.each(analyzers.map((analyzer) => [analyzer.name, analyzer] as const))("%s", (_, analyzer) => {
  const options = analyzer.options as Readonly<Record<string, Option>>;
  const columns: Columns = { epoch, ...analyzer.columns };
  const fields = analyzer.conclusion ?? {};
  const trial = trialOf(analyzer);
  let run: Run;
  let result: Awaited<ReturnType<typeof analyze>>;
  beforeAll(async () => {
    run = runOf(short, analyzer);
    result = await analyze(run, analyzer, trial);
  });

  test("asks one question, in one line, and names its source", () => {
    expect(analyzer.question).toMatch(/^[A-Z].*\?$/);
    expect(analyzer.title).toMatch(/^[A-Z].*[^.?]$/);
    expect(analyzer.source).toMatch(/\d{4}/);
    for (const text of [analyzer.question, analyzer.title, analyzer.source]) expect(text).not.toContain("\n");
  });

  test("describes every column and every option", () => {
    for (const [name, { description, kind }] of Object.entries(columns)) {
      expect(name).toMatch(/^[a-z][a-z0-9_]*$/);
      expect(description.length, name).toBeGreaterThan(3);
      expect(KINDS).toContain(kind);
    }
    for (const [name, option] of Object.entries(options)) {
      expect(name).toMatch(/^[a-z][A-Za-z0-9]*$/);
      expect(option.description.length, name).toBeGreaterThan(3);
      expect("default" in option, name).toBe(true);
      if (option.kind === "choice") expect(option.choices).toContain(option.default);
    }
    expect(Object.keys(analyzer.columns)).not.toContain("epoch");
  });

  test("declares and describes every field that it concludes", () => {
    expect(analyzer.conclude).toBeDefined();
    expect(analyzer.conclusion).toBeDefined();
    for (const [path, { description, kind, unit, fields: within }] of everyField(fields)) {
      expect(path).toMatch(/^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*$/);
      expect(description.length, path).toBeGreaterThan(3);
      expect([...KINDS, "record", "records"], path).toContain(kind);
      expect(within !== undefined, path).toBe(kind.startsWith("record"));
      if (unit !== undefined) expect(kind, path).toMatch(/^(integer|number)s?$/);
    }
  });

  test("sums up columns that it has", () => {
    const { series, values } = analyzer.summary;
    expect(values.length).toBeGreaterThan(0);
    for (const name of [...series, ...values]) expect(Object.keys(columns)).toContain(name);
    for (const name of values) expect((columns[name] as Column).kind).toMatch(/^(integer|number)$/);
  });

  test("has rows of exactly its columns, of their kinds, for every value of its choices", async () => {
    const last = { ...run, checkpoints: run.checkpoints.slice(-1) };
    const asked = [{ result, of: run }];
    for (const values of everyOtherChoice(options))
      asked.push({ result: await analyze(last, analyzer, { ...trial, ...values }), of: last });
    for (const {
      result: { table, conclusion },
      of,
    } of asked) {
      expect(misfits(conclusion, fields)).toEqual([]);
      expect(table.rows.length).toBeGreaterThan(0);
      expect(Object.keys(table.columns)).toEqual(Object.keys(columns));
      for (const row of table.rows) expectKinds(row, columns);
      expect([...new Set(table.rows.map((row) => row.epoch))]).toEqual(of.checkpoints.map((one) => one.epoch));
    }
  });

  test("is pure: it gives the same twice, and leaves what it is given as it is", async () => {
    const network = run.network as Network;
    const settled = frozen({ ...defaults(options), ...trial });
    const prepared = frozen(await analyzer.prepare?.(run, settled));
    const against = analyzer.reference?.(run, settled);
    const reference = against && { reference: modelAt(run, against) };
    const rows = () =>
      run.checkpoints.map((checkpoint) => {
        const model = modelAt(run, { ...checkpoint, weights: { ...checkpoint.weights } });
        const context = {
          ...around(run, checkpoint),
          network: frozen(network),
          options: settled,
          prepared,
          ...reference,
        };
        return analyzer.measure(model, context);
      });
    const measured = frozen(rows());
    const dated = measured.flatMap((some, i) => some.map((row) => ({ epoch: run.checkpoints[i].epoch, ...row })));
    const context = frozen({ history: run.history, options: settled, prepared });
    const whole = analyzer.finish?.(frozen(dated), context);
    expect(analyzer.finish?.(dated, context)).toEqual(whole);
    // The first time was the analysis.
    expect(whole ?? dated).toEqual(result.table.rows);
    const table = frozen(result.table);
    const conclusion = frozen(analyzer.conclude?.(table, context));
    expect(analyzer.conclude?.(table, context)).toEqual(conclusion);
    const figures = () => analyzer.figures(table, settled, { conclusion });
    expect(figures()).toEqual(figures());
    const findings = () => analyzer.findings?.(table, { ...context, conclusion });
    expect(findings()).toEqual(findings());
  });

  test("prepares plain JSON, which its rows are kept under", async () => {
    const prepared = await analyzer.prepare?.(run, defaults(options));
    if (prepared !== undefined) expect(JSON.parse(JSON.stringify(prepared))).toStrictEqual(prepared);
  });

  test("has a conclusion, findings and figures that survive JSON", async () => {
    const { table, findings, options: settled, provenance, conclusion = null } = result;
    expect(conclusion !== null).toBe(analyzer.conclude !== undefined);
    const figures = analyzer.figures(table, settled as never, { conclusion: conclusion as never });
    expect(figures.length).toBeGreaterThan(0);
    for (const value of [findings, figures, provenance, settled, conclusion]) {
      expect(JSON.parse(JSON.stringify(value))).toStrictEqual(value);
    }
    for (const { label } of findings) expect(label).not.toContain("\n");
    for (const { name, caption } of figures) {
      expect(name).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
      expect(caption).toMatch(/\.$/);
    }
    expect(new Set(figures.map(({ name }) => name)).size).toBe(figures.length);
  });

  test("draws and concludes from columns that it has", async () => {
    const { table, options: settled } = result;
    const rows = table.rows.map((row) => watched(row, columns));
    const seen = { columns: watched(table.columns, columns), rows };
    const prepared = await analyzer.prepare?.(run, settled as never);
    const context = { history: run.history, options: settled, prepared };
    const conclusion = analyzer.conclude?.(seen as never, context as never);
    expect(() => analyzer.figures(seen as never, settled as never, { conclusion })).not.toThrow();
    expect(() => analyzer.findings?.(seen as never, { ...context, conclusion } as never)).not.toThrow();
  });

  test("concludes and draws from any checkpoints: the first alone, the last alone", async () => {
    for (const checkpoints of [run.checkpoints.slice(0, 1), run.checkpoints.slice(-1)]) {
      const { table, options: settled, conclusion } = await analyze({ ...run, checkpoints }, analyzer, trial);
      for (const row of table.rows) expectKinds(row, columns);
      expect(misfits(conclusion, fields)).toEqual([]);
      expect(() => analyzer.figures(table, settled as never, { conclusion: conclusion as never })).not.toThrow();
    }
  });

  test("refuses an option that it does not have, or a value that it cannot", async () => {
    await expect(analyze(run, analyzer, { nonsense: 1 } as never)).rejects.toThrow(UsageError);
    for (const [name, { kind }] of Object.entries(options)) {
      const wrong = kind === "integer" ? 1.5 : kind === "integers" ? [0.5] : "nonsense";
      await expect(analyze(run, analyzer, { [name]: wrong } as never), name).rejects.toThrow(UsageError);
    }
  });

  test("applies to a whole run, and says in words why not where there are no weights", async () => {
    expect(analyzer.applies?.(run) ?? true).toBe(true);
    const curves = { ...run, network: undefined, layout: undefined, checkpoints: [] };
    if (analyzer.curves) {
      const { table, conclusion } = await analyze(curves, analyzer);
      expect(misfits(conclusion, fields)).toEqual([]);
      expect(table.rows.length).toBeGreaterThan(0);
      for (const row of table.rows) expectKinds(row, columns);
    } else {
      await expect(analyze(curves, analyzer)).rejects.toThrow(/does not apply: [a-z]/);
    }
  });
});

/** The options at their defaults; one that has none is left out. */
function defaults(options: Readonly<Record<string, Option>>) {
  const all = Object.entries(options).map(([name, option]) => [name, option.default] as const);
  return Object.fromEntries(all.filter(([, value]) => value !== undefined));
}

/** What the run says of a checkpoint. */
function around(run: Run, checkpoint: Checkpoint) {
  const { epoch } = checkpoint;
  const stored = [storedLosses(run, checkpoint, 0), storedLosses(run, checkpoint, 1)] as const;
  const moments = () => momentsAt(checkpoint);
  return frozen({ epoch, last: checkpoint === run.checkpoints.at(-1), stored, moments });
}

function expectKinds(row: object, columns: Columns): void {
  if (Object.keys(row).sort().join() !== Object.keys(columns).sort().join()) {
    expect(Object.keys(row)).toEqual(Object.keys(columns));
  }
  for (const [name, { kind, nullable }] of Object.entries(columns)) {
    const value = (row as Record<string, unknown>)[name];
    const type = kind === "text" ? "string" : kind;
    const fits =
      value === null
        ? nullable
        : kind === "integer"
          ? Number.isInteger(value)
          : kind === "numbers"
            ? Array.isArray(value) && value.every((one) => typeof one === "number")
            : kind === "integers"
              ? Array.isArray(value) && value.every(Number.isInteger)
              : typeof value === type;
    if (!fits) expect.fail(`${name} is a column of kind ${kind}, got ${value} (${typeof value})`);
  }
}
