import * as column from "../tables/column.ts";
import { csv } from "../tables/csv.ts";
import type { ComparedRun } from "./_compared.ts";
import { differingSettings, listedSettings } from "./_families.ts";
import type { PageTable } from "./_panel.ts";

/** A column of the table: what it is called, what it holds, and its cell for a run, as it is saved and as it is read. */
interface RunColumn {
  readonly label: string;
  readonly name: string;
  readonly about: string;
  readonly value: (run: ComparedRun) => string | number | readonly number[] | null;
  readonly shown?: (run: ComparedRun) => string;
}

/** What tells runs from one another at a glance: settings that differ, verdict, 99 % epochs, delay, keys, last losses. */
export function runsTable(runs: readonly ComparedRun[]): PageTable {
  const formulas = new Set(runs.map(taskOf));
  const columns: readonly RunColumn[] = [
    { label: "run", name: "run", about: "its name", value: ({ name }) => name },
    ...(formulas.size > 1 ? [{ label: "task", name: "formula", about: "what it learnt", value: taskOf }] : []),
    ...differingSettings(runs).map((setting) => ({
      label: setting,
      name: setting,
      about: "as its configuration states it",
      value: ({ settings }: ComparedRun) => String(settings[setting] ?? "not stated"),
    })),
    ...MEASURED,
  ];
  const kept = columns.filter(({ value }) => runs.some((run) => value(run) !== null));
  const hidden = differingSettings(runs).filter((setting) => !listedSettings(runs).includes(setting));
  const read = kept.filter(({ name }) => !hidden.includes(name));
  const cell = ({ value, shown }: RunColumn, run: ComparedRun) => {
    const own = value(run);
    return own === null ? "–" : (shown?.(run) ?? String(own));
  };
  return {
    title: "The runs",
    caption: [
      ...(kept.some(({ name }) => name.endsWith("_99_epoch"))
        ? ["An accuracy counts as 99 % from the epoch from which on it stays there; the delay is from train to test."]
        : []),
      "Losses in nats, of the last epoch.",
      ...(hidden.length > 0 ? ["The CSV has all settings that differ."] : []),
    ].join(" "),
    columns: read.map(({ label }) => label),
    rows: runs.map((run) => read.map((each) => cell(each, run))),
    table: {
      name: "runs.csv",
      csv: csv({
        columns: Object.fromEntries(kept.map(({ name, about }) => [name, column.text(about)])),
        rows: runs.map((run) => Object.fromEntries(kept.map(({ name, value }) => [name, value(run)]))) as never,
      }),
    },
  };
}

const MEASURED: readonly RunColumn[] = [
  { label: "verdict", name: "verdict", about: "of phases", value: ({ phases }) => phases.verdict },
  {
    label: "train 99 %",
    name: "train_99_epoch",
    about: "epoch from which on train accuracy stays at 99 %",
    value: ({ phases }) => phases.delay.train?.epoch ?? null,
  },
  {
    label: "test 99 %",
    name: "test_99_epoch",
    about: "epoch from which on test accuracy stays at 99 %",
    value: ({ phases }) => phases.delay.test?.epoch ?? null,
  },
  {
    label: "delay",
    name: "delay",
    about: "epochs between the two",
    value: ({ phases }) => phases.delay.epochs,
    shown: ({ phases: { delay } }) =>
      `${delay.epochs}${delay.ratio === null ? "" : ` (× ${Number(delay.ratio.toPrecision(3))})`}`,
  },
  {
    label: "key frequencies",
    name: "key_frequencies",
    about: "by which its measures are made",
    value: ({ keys }) => (keys.length === 0 ? null : keys),
    shown: ({ keys }) => keys.join(", "),
  },
  lossColumn("train_loss", "train loss"),
  lossColumn("test_loss", "test loss"),
  {
    label: "last epoch",
    name: "last_epoch",
    about: "of its curves",
    value: ({ curves }) => curves.epochs.at(-1) ?? null,
  },
];

function lossColumn(measure: "train_loss" | "test_loss", label: string): RunColumn {
  const value = ({ curves }: ComparedRun) =>
    curves[measure].findLast((loss) => loss !== null && Number.isFinite(loss)) ?? null;
  return { label, name: measure, about: "nats, last", value, shown: (run) => digits(value(run) ?? 0) };
}

function digits(loss: number): string {
  return loss !== 0 && Math.abs(loss) < 1e-3 ? loss.toExponential(2) : String(Number(loss.toPrecision(3)));
}

function taskOf({ analysis }: ComparedRun): string {
  return analysis.provenance.task?.formula ?? "curves only";
}
