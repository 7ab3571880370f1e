import { describe, expect, test } from "vitest";
import type { Analyzer } from "#analyzers/_analyzer.js";
import attention from "#analyzers/attention.js";
import cosines from "#analyzers/cosines.js";
import fourier from "#analyzers/fourier.js";
import * as analyzers from "#analyzers/index.js";
import losses from "#analyzers/losses.js";
import neurons from "#analyzers/neurons.js";
import phases from "#analyzers/phases.js";
import spectra from "#analyzers/spectra.js";
import weightNorms from "#analyzers/weight-norms.js";
import { contents } from "#report/_contents.js";
import { keysOf, phasesOf } from "#report/_facts.js";
import type { PageContents } from "#report/_panel.js";
import { verdict } from "#report/_verdict.js";
import { tableOf } from "#results/table-of.js";
import { analysisOf, tablesOf, tinyAnalysis } from "./_analyses.ts";

/** Of a page of one checkpoint: measures of that alone, and such as are of a whole run. */
const ONE = [losses, fourier, phases, attention, cosines, neurons, spectra, weightNorms];
const tiny = tinyAnalysis();
const made = contents(tiny);
const panelsOf = ({ panels, sections }: PageContents) => [...panels, ...sections.flatMap((section) => section.panels)];

describe("the contents of a report", () => {
  test("begin with the run, its verdict, epochs, phases and key frequencies", () => {
    expect(made.title).toBe("tiny");
    expect(made.subtitle).toMatch(/^a \+ b mod 29, .*, \d+ checkpoints, epochs 0 to 6000$/);
    expect(made.verdict).toEqual(verdict(tiny));
    expect(made.epochs).toEqual(tiny.provenance.checkpoints.map(({ epoch }) => epoch));
    expect(made.phases).toEqual(phasesOf(tiny));
    expect(made.keys).toEqual([3, 11, 13]);
    expect(keysOf(tiny)).toEqual([3, 11, 13]);
  });

  test("have the phases of the results, one beginning where another ends", () => {
    const rows = tableOf(tiny, phases)?.rows ?? [];
    for (const { name, from, to, evidence } of made.phases) {
      expect(rows.find(({ phase }) => phase === name)).toMatchObject({ phase_from: from, phase_to: to });
      expect(evidence).toContain(`epochs ${from}`);
    }
    expect(made.phases.slice(1).map(({ from }) => from)).toEqual(made.phases.slice(0, -1).map(({ to }) => to));
  });

  test("have a section for every analyzer with its findings and columns, in the order of the results", () => {
    expect(made.sections.map(({ id }) => id)).toEqual(tiny.results.map(({ analyzer }) => analyzer));
    for (const { id, question, source, findings, columns, panels } of made.sections) {
      const analyzer = Object.values<Analyzer>(analyzers).find(({ name }) => name === id);
      expect({ question, source }).toEqual({ question: analyzer?.question, source: analyzer?.source });
      const own = tiny.results.find((result) => result.analyzer === id);
      expect(findings.map(({ label }) => label)).toEqual(own?.findings.map(({ label }) => label));
      expect(columns.map(({ name }) => name)).toEqual(Object.keys(own?.table.columns ?? {}));
      expect(panels.length, id).toBeGreaterThan(0);
    }
    const said = made.sections.flatMap(({ findings }) => findings.map(({ value }) => value)).join("\n");
    expect(said).not.toMatch(/undefined|NaN|\[object/);
  });

  test("offer the table of the results with every panel, and each panel under an id of its own", () => {
    const texts = tablesOf(tiny);
    const panels = panelsOf(made);
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    for (const { table, caption, id } of panels) {
      expect(table.csv, id).toBe(texts.get(table.name));
      expect(caption, id).toMatch(/\S\.$/);
    }
  });

  test("say where all of it comes from", () => {
    const said = new Map(made.provenance.map(({ label, value }) => [label, value]));
    expect(said.get("made by")).toContain(tiny.provenance.grokAnalyze);
    expect(said.get("split")).toContain(String(tiny.provenance.split?.train));
    expect(made.doubts).toEqual(tiny.provenance.doubts);
  });
});

describe("panels over training", () => {
  test("are the circuit, losses, circuits, circles, spectrum and maps; those that move have every epoch of their table", () => {
    expect(made.panels.map(({ id }) => id)).toEqual([
      "edges-circuit",
      "losses",
      "circuits",
      "embedding-circles-circles",
      "spectrum",
      "input-maps-cluster-neurons",
      "input-maps-attention-maps",
      "input-maps-logit-components",
    ]);
    const epochsOf = (panel: string) => {
      const own = tiny.results.find(({ analyzer }) =>
        panel === "spectrum" ? analyzer === "fourier" : panel.startsWith(analyzer),
      );
      return [...new Set(own?.table.rows.map(({ epoch }) => epoch))];
    };
    for (const { id, moments, cursor, figure } of made.panels) {
      expect(moments !== undefined, id).toBe(!cursor);
      expect(figure.x === "epoch", id).toBe(cursor === true);
      if (moments !== undefined)
        expect(
          moments.map(({ epoch }) => epoch),
          id,
        ).toEqual(epochsOf(id));
    }
  });

  test("move by the numbers of the results", () => {
    const spectrum = made.panels.find(({ id }) => id === "spectrum");
    const rows = tiny.results.find(({ analyzer }) => analyzer === "fourier")?.table.rows ?? [];
    for (const { epoch, data } of spectrum?.moments ?? []) {
      const drawn = data.flatMap(({ y }) => (y ?? []) as readonly (number | null)[]).filter((value) => value !== null);
      const norms = rows.filter((row) => row.epoch === epoch).map((row) => row["norm" as "epoch"]);
      expect(drawn.toSorted()).toEqual(norms.toSorted());
    }
  });
});

test("one checkpoint makes a page too, with nothing to slide", async () => {
  const one = contents(await analysisOf("fixtures/tiny/final.pth", ONE));
  expect(one.epochs).toHaveLength(1);
  expect(one.sections.length).toBeGreaterThan(5);
  expect(one.verdict).toHaveLength(3);
});
