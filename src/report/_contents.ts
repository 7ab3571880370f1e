import type { Analyzer } from "../analyzers/_analyzer.ts";
import { flagOf } from "../analyzers/_options.ts";
import * as analyzers from "../analyzers/index.ts";
import { captionOf, type Figure } from "../figures/_figure.ts";
import { hasValues } from "../figures/_ranges.ts";
import { withBands } from "../figures/bands.ts";
import type { Analysis } from "../results/analysis.ts";
import { figuresOf } from "../results/figures-of.ts";
import { findingInWords } from "../results/finding-in-words.ts";
import type { Provenance, Result } from "../results/result.ts";
import type { Columns } from "../tables/column.ts";
import { contradictionsOf, keysOf, phasesOf } from "./_facts.ts";
import { CURSOR, hasSlider, linkedPanels, tableCsv } from "./_linked-panels.ts";
import type { PageContents, PageSection } from "./_panel.ts";
import { verdict } from "./_verdict.ts";

/** The report of one run. */
export function contents(analysis: Analysis): PageContents {
  const { run, provenance, results, skipped } = analysis;
  const epochs = provenance.checkpoints.map(({ epoch }) => epoch);
  return {
    title: run,
    subtitle: subtitle(provenance),
    verdict: [...contradictionsOf(analysis).map((words) => `Doubt: ${words}.`), ...verdict(analysis)],
    phases: phasesOf(analysis),
    epochs,
    keys: keysOf(analysis),
    panels: linkedPanels(analysis).map((panel, i) => (i === 0 ? { ...panel, lead: true as const } : panel)),
    sections: results.map((result) => section(result, analysis)),
    skipped: [
      ...skipped.map(({ analyzer, reason }) => ({ what: analyzer, reason })),
      ...provenance.skipped.map(({ file, reason }) => ({ what: file, reason })),
    ],
    doubts: provenance.doubts,
    provenance: origin(analysis),
  };
}

function subtitle({ task, layout, checkpoints }: Provenance): string {
  const epochs = checkpoints.map(({ epoch }) => epoch);
  return [
    task?.formula ?? "curves only",
    ...(layout === null ? [] : [`${layout} layout`]),
    ...(epochs.length === 0
      ? []
      : [
          epochs.length === 1
            ? `one checkpoint, epoch ${epochs[0]}`
            : `${epochs.length} checkpoints, epochs ${epochs[0]} to ${epochs.at(-1)}`,
        ]),
  ].join(", ");
}

/** Where everything comes from: version, formats, split, backend, what was inferred, the configuration. */
function origin({ provenance, settings }: Analysis): PageContents["provenance"] {
  const { grokAnalyze, formats, split, backend, evidence } = provenance;
  const stated = Object.entries(settings).map(([name, value]) => `${name} ${value}`);
  return [
    {
      label: "made by",
      value: `grok-analyze ${grokAnalyze}${backend === null ? "" : `, float32 arithmetic on ${backend}`}`,
    },
    { label: "read from", value: formats.join(", ") },
    {
      label: "split",
      value: split ? `${split.train} training and ${split.test} test pairs: ${split.origin}` : "not known",
    },
    ...evidence.map((value) => ({ label: "evidence", value })),
    ...(stated.length === 0 ? [] : [{ label: "configuration", value: stated.join(", ") }]),
  ];
}

function section(result: Result, analysis: Analysis): PageSection {
  const analyzer = Object.values<Analyzer>(analyzers).find(({ name }) => name === result.analyzer) as Analyzer;
  const bands = phasesOf(analysis);
  return {
    id: analyzer.name,
    title: analyzer.title,
    question: analyzer.question,
    source: analyzer.source,
    options: Object.entries(result.options)
      .map(([name, value]) => `${flagOf(name)} ${value}`)
      .join(" "),
    findings: result.findings.map((finding) => ({ label: finding.label, value: findingInWords(finding) })),
    columns: Object.entries(result.table.columns as Columns).map(([name, { description, unit }]) => ({
      name,
      description,
      ...(unit === undefined ? {} : { unit }),
    })),
    panels: figuresOf(result)
      .filter(hasValues)
      .map((figure) => ({
        id: `${analyzer.name}-figure-${figure.name}`,
        title: figure.title,
        ...banded(withBands(figure, bands), analysis),
        table: tableCsv(result),
      })),
  };
}

function banded(figure: Figure, analysis: Analysis) {
  return { caption: captionOf(figure), figure, ...(figure.x === "epoch" && hasSlider(analysis) ? CURSOR : {}) };
}
