import { UsageError } from "../errors.ts";
import { mean } from "../numerics/statistics.ts";
import { VERDICTS, type Verdict } from "../quantities/verdicts/verdict.ts";
import type { Analysis } from "../results/analysis.ts";
import * as column from "../tables/column.ts";
import { csv } from "../tables/csv.ts";
import { type ComparedRun, comparedRuns, type Measured } from "./_compared.ts";
import { contradictionsOf } from "./_facts.ts";
import { differingSettings, type Family, families, listedSettings } from "./_families.ts";
import { familyFigure, familyMultiples } from "./_family-figure.ts";
import type { PageContents, PageSection, Panel } from "./_panel.ts";
import { runsTable } from "./_runs-table.ts";
import { grokkedInWords, verdict } from "./_verdict.ts";

/** A measure that is compared over training. */
interface Compared {
  readonly measure: Measured;
  readonly title: string;
  readonly y: string;
  readonly log: boolean;
  /** Of what, and as computed at the checkpoints. */
  readonly of: string;
  readonly computed: string;
}

const KEYS = "variant sum-directions, key frequencies of each run its own";
const COMPARED: readonly Compared[] = [
  loss("test_loss", "Test loss", "test pairs", "float64 over the p answers"),
  loss("train_loss", "Train loss", "training pairs", "float64 over the p answers"),
  accuracy("test_accuracy", "Test accuracy", "test pairs"),
  accuracy("train_accuracy", "Train accuracy", "training pairs"),
  loss("restricted_loss", "Restricted loss", "all pairs", `${KEYS}, float64`),
  loss("excluded_loss", "Excluded loss", "training pairs", `${KEYS}, float64`),
  {
    measure: "sum_of_squares",
    title: "Sum of squared weights",
    y: "Σw² (weight²)",
    log: false,
    of: "all parameters",
    computed: "float64",
  },
];

function loss(measure: Measured, title: string, of: string, computed: string): Compared {
  return { measure, title, y: "loss (nats)", log: true, of, computed };
}

function accuracy(measure: Measured, title: string, of: string): Compared {
  return {
    measure,
    title,
    y: "accuracy (share)",
    log: false,
    of,
    computed: "the share whose largest answer logit is the right one's",
  };
}

/** The report that sets several runs side by side. Throws a UsageError where none has been asked for its phases. */
export function comparison(analyses: readonly Analysis[]): PageContents {
  const grouped = families(comparedRuns(analyses));
  // Those of one family stand together wherever runs are listed.
  const runs = grouped.flatMap(({ members }) => members);
  if (runs.length === 0)
    throw new UsageError("report", "no run has results of phases, which are compared", "analyze them with phases");
  const compared = new Set(runs.map(({ analysis }) => analysis));
  const file = analyses.length === 1 ? ` of ${analyses[0].run}` : "";
  return {
    title: `${runs.length} runs${file} compared`,
    subtitle: subtitle(grouped),
    verdict: [
      ...[...compared].flatMap((analysis) =>
        contradictionsOf(analysis).map((words) => `Doubt about ${nameOf(analysis, runs)}: ${words}.`),
      ),
      ...sentences(grouped, runs),
    ],
    phases: [],
    epochs: [],
    keys: [],
    overview: runsTable(runs),
    panels: COMPARED.flatMap((one) => panel(grouped, one)),
    sections: runs.map((run, i) => section(run, `run-${i + 1}`)),
    skipped: analyses
      .filter((analysis) => !compared.has(analysis))
      .map(({ run }) => ({ what: run, reason: "its results have no phases" })),
    doubts: [...compared].flatMap((analysis) =>
      analysis.provenance.doubts.map((doubt) => `${nameOf(analysis, runs)}: ${doubt}`),
    ),
    provenance: [
      ...runs
        .filter(({ alone }) => alone)
        .map(({ name, analysis: { provenance } }) => ({
          label: name,
          value: `${provenance.task?.formula ?? "curves only"}, ${provenance.checkpoints.length} checkpoints, grok-analyze ${provenance.grokAnalyze}`,
        })),
      ...inCommon(runs),
    ],
  };
}

/** What a run is called on the page; of an analysis of many what their file is. */
function nameOf(analysis: Analysis, runs: readonly ComparedRun[]): string {
  return runs.find((run) => run.analysis === analysis && run.alone)?.name ?? analysis.run;
}

function subtitle(grouped: readonly Family[]): string {
  const single = grouped.every(({ members }) => members.length === 1);
  const size = ({ members }: Family) => (single ? "" : ` (n\u00a0=\u00a0${members.length})`);
  return grouped.map((family) => `${family.label === "" ? "one family" : family.label}${size(family)}`).join(" · ");
}

/** More families than these are not told apart in one plot: each has its own. */
const MAX_LINES = 8;

function panel(grouped: readonly Family<ComparedRun>[], compared: Compared): readonly Panel[] {
  const { measure, title, y, log, of } = compared;
  const name = measure.replaceAll("_", "-");
  const curves = grouped.map(({ label, members, level }) => ({
    label: label === "" ? "all runs" : label,
    members: members.map((run) => pointsOf(run, measure)),
    ...(level === undefined ? {} : { level }),
  }));
  const definition = `${of}, ${originOf(grouped, compared)}`;
  const drawn = curves.length > MAX_LINES ? familyMultiples : familyFigure;
  const figure = drawn(curves, { name, title, y, log, definition });
  if (!figure) return [];
  const table = { name: `${name}.csv`, csv: values(grouped, measure, definition) };
  const wide = curves.length > MAX_LINES ? { wide: true as const } : {};
  return [{ id: name, title, caption: figure.caption, figure, table, ...wide }];
}

function pointsOf({ curves }: ComparedRun, measure: Measured) {
  const values = curves[measure] ?? [];
  return curves.epochs.map((epoch, i) => [epoch, values[i] ?? null] as const);
}

/** Where the values of a measure come from, in words. */
function originOf(grouped: readonly Family<ComparedRun>[], { measure, computed }: Compared): string {
  const runs = grouped.flatMap(({ members }) => members);
  const logged = runs.filter((run) => run.isLogged(measure)).length;
  if (logged === 0) return computed;
  return logged === runs.length ? "as logged" : `as logged, where it was, else ${computed}`;
}

/** What became of a run, after how many did so; by the end of its curves, past which any may go on. */
const DID: Readonly<Record<Verdict, string>> = {
  grokked: "grokked",
  "grokking, not finished": "began to grok, not finished by the end",
  "memorised, not generalised": "memorised, not generalised by the end",
  "generalised with training": "generalised with training",
  overfitted: "overfitted",
  "plateau below its threshold": "on a plateau below the threshold by the end",
  "collapsed after generalising": "collapsed after generalising",
  diverged: "diverged",
  "never learnt": "had not learnt the training set by the end",
  "not enough evidence": "gave too little evidence to tell",
};

/** With more families than these there is one sentence for all. */
const MAX_SENTENCES = 4;

/** What became of the runs of each family, when, and in what they differ. */
function sentences(grouped: readonly Family<ComparedRun>[], runs: readonly ComparedRun[]): readonly string[] {
  const [differing, listed] = [differingSettings(runs), listedSettings(runs)];
  const told =
    grouped.length > MAX_SENTENCES
      ? [`${outcomes(runs, true)}.`]
      : grouped.map(
          ({ label, members }) => `${label === "" ? "" : `${label}: `}${outcomes(members, false)}${when(members)}.`,
        );
  const copies = runs.flatMap((run, i) => {
    const first = runs.slice(0, i).find((other) => digests(other) !== "" && digests(other) === digests(run));
    return first ? [`${run.name} has the weights of ${first.name}: they are one run, counted twice.`] : [];
  });
  return [
    ...told,
    differing.length === 0
      ? "Their configurations do not differ, or are not known."
      : `They differ in ${listed.length === differing.length ? listed.join(", ") : `${differing.length} settings`}.`,
    ...copies,
  ];
}

function outcomes(runs: readonly ComparedRun[], named: boolean): string {
  const verdicts = VERDICTS.flatMap((said) => {
    const own = runs.filter(({ phases }) => phases.verdict === said);
    const who = named ? ` (${own.map(({ name }) => name).join(", ")})` : "";
    const count = runs.length === 1 ? "" : `${own.length} of ${runs.length} `;
    return own.length === 0 ? [] : [`${count}${DID[said]}${who}`];
  });
  return verdicts.join(", ");
}

/** When those of a family whose test accuracy is known learnt the test pairs. */
function when(members: readonly ComparedRun[]): string {
  const epochs = members.flatMap(({ phases }) => phases.delay.test?.epoch ?? []);
  if (epochs.length === 0) return "";
  const [least, most] = [Math.min(...epochs), Math.max(...epochs)];
  const axis = axisOf(members);
  const range =
    least === most ? `${axis} ${least} on` : `${axis}s ${least} to ${most} on, ${Math.round(mean(epochs))} in the mean`;
  const whose = epochs.length < members.length ? ` in ${epochs.length} of them` : "";
  return `; test accuracy is 99 % from ${range}${whose}`;
}

/** What the runs count in; epochs where they do not agree. */
function axisOf(members: readonly ComparedRun[]): string {
  const axes = new Set(members.map(({ phases }) => phases.axis));
  return axes.size === 1 ? [...axes][0] : "epoch";
}

function digests({ analysis, alone }: ComparedRun): string {
  return alone ? analysis.provenance.checkpoints.map(({ digest }) => digest).join() : "";
}

function section({ name, analysis, alone, phases }: ComparedRun, id: string): PageSection {
  const said = alone ? verdict(analysis) : [grokkedInWords(phases)];
  return {
    id,
    title: name,
    question: said.join(" "),
    source: "",
    options: "",
    findings: phases.phases.map((phase) => ({
      label: phase.name,
      value: `${phases.axis}s ${phase.from} to ${phase.to}`,
    })),
    columns: [],
    panels: [],
  };
}

/** The settings that all runs of known configuration state alike. */
function inCommon(runs: readonly ComparedRun[]): PageContents["provenance"] {
  const differing = differingSettings(runs);
  const known = runs.filter(({ settings }) => Object.keys(settings).length > 0);
  const alike = Object.entries(known[0]?.settings ?? {}).filter(
    ([name, value]) => !differing.includes(name) && known.every(({ settings }) => settings[name] === value),
  );
  if (alike.length === 0) return [];
  return [{ label: "in common", value: alike.map(([name, value]) => `${name} ${value}`).join(", ") }];
}

function values(grouped: readonly Family<ComparedRun>[], measure: Measured, definition: string): string {
  const columns = {
    epoch: column.integer("of the checkpoint, or of the log"),
    run: column.text("the run"),
    family: column.text("its settings that other runs have not"),
    value: column.optionalNumber(definition),
  };
  const rows = grouped.flatMap(({ label, members }) =>
    members.flatMap((run) =>
      pointsOf(run, measure)
        .filter(([, value]) => value !== null)
        .map(([epoch, value]) => ({ epoch, run: run.name, family: label, value })),
    ),
  );
  return csv({ columns, rows });
}
