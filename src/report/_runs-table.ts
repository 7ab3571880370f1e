import { doubtInWords } from "../analyzers/_verdict-words.ts";
import { differingSettings, listedSettings, NOT_STATED } from "../page/comparison/families.ts";
import * as column from "../tables/column.ts";
import { csv } from "../tables/csv.ts";
import { type ComparedRun, delayOf } from "./_compared.ts";
import { grouped } from "./_page-text.ts";

/** A column of the table: what it is called, what it holds, and its cell for a run, as it is saved and as it is read. */
export interface RunColumn {
  readonly label: string;
  readonly name: string;
  readonly about: string;
  readonly value: (run: ComparedRun) => string | number | readonly number[] | null;
  readonly shown?: (run: ComparedRun) => string;
  /** Numbers, below one another by their last digits. */
  readonly numeric?: true;
}

export interface RunsTable {
  /** Those to be read; the first is the run's name. */
  readonly columns: readonly RunColumn[];
  readonly caption: string;
  /** All that are known. */
  readonly csv: string;
}

/** What tells runs from one another at a glance: verdict, when each set was learnt, delay, doubts, settings that differ. */
export function runsTable(runs: readonly ComparedRun[]): RunsTable {
  const settings = differingSettings(runs).map(
    (setting): RunColumn => ({
      label: setting,
      name: setting,
      about: "as its configuration states it",
      value: (run) => {
        const value = run.settings[setting];
        return typeof value === "number" ? value : String(value ?? NOT_STATED);
      },
      shown: (run) => String(run.settings[setting] ?? "–"),
    }),
  );
  const listed = new Set(listedSettings(runs));
  const all = [...NAME, ...JUDGED, ...settings, ...MEASURED, ...SAVED].filter(({ value }) =>
    runs.some((run) => value(run) !== null),
  );
  const hidden = settings.filter(({ name }) => !listed.has(name));
  const saved = new Set([...hidden, ...SAVED]);
  return {
    columns: all.filter((one) => !saved.has(one)),
    caption: [
      "Memorised, generalised: from when on the training set, and the test set, are learnt, as the verdict has it; the delay is between the two.",
      "Losses in nats, of the last epoch.",
      ...(hidden.length > 0 ? ["The CSV has all settings that differ."] : []),
    ].join(" "),
    csv: csv({
      columns: Object.fromEntries(all.map(({ name, about }) => [name, column.text(about)])),
      rows: runs.map((run) => Object.fromEntries(all.map(({ name, value }) => [name, value(run)]))) as never,
    }),
  };
}

/** The cell of a run, as it is read. */
export function cellOf({ value, shown }: RunColumn, run: ComparedRun): string {
  const own = value(run);
  return shown?.(run) ?? (own === null ? "–" : typeof own === "number" ? grouped(own) : String(own));
}

/** What lessens the trust in what a run is said to be: its verdict's doubts, and what speaks against its analysis. */
export function doubtsOf({ phases, source }: ComparedRun): readonly string[] {
  return [...source.contradictions, ...phases.doubts.map((doubt) => doubtInWords(doubt, phases.axis))];
}

const NAME: readonly RunColumn[] = [{ label: "run", name: "run", about: "its name", value: ({ name }) => name }];

const JUDGED: readonly RunColumn[] = [
  { label: "verdict", name: "verdict", about: "of phases", value: ({ phases }) => phases.verdict },
  learntColumn("memorised", "memorised_epoch", "train"),
  learntColumn("generalised", "generalised_epoch", "test"),
  {
    label: "delay",
    name: "delay",
    about: "epochs between the two, each for good",
    value: (run) => delayOf(run).delay,
    numeric: true,
    shown: (run) => {
      const { delay, delayAbove } = delayOf(run);
      if (delay === null) return delayAbove === null ? "–" : `> ${grouped(delayAbove)}`;
      const [from, to] = [run.phases.train.at?.epoch ?? 0, run.phases.test.at?.epoch ?? 0];
      return `${grouped(delay)}${from > 0 ? ` (× ${Number((to / from).toPrecision(3))})` : ""}`;
    },
  },
  { label: "confidence", name: "confidence", about: "of the verdict", value: ({ phases }) => phases.confidence },
];

const MEASURED: readonly RunColumn[] = [
  {
    label: "key frequencies",
    name: "key_frequencies",
    about: "by which its measures are made",
    value: ({ keys }) => (keys.length === 0 ? null : keys),
    shown: ({ keys }) => keys.join(", ") || "–",
  },
  lossColumn("train_loss", "train loss"),
  lossColumn("test_loss", "test loss"),
  {
    label: "last epoch",
    name: "last_epoch",
    about: "of its curves",
    value: ({ curves }) => curves.epochs.at(-1) ?? null,
    numeric: true,
  },
  {
    label: "doubts",
    name: "doubts",
    about: "what lessens it, and what speaks against the analysis",
    value: (run) => doubtsOf(run).join("; ") || null,
  },
];

/** At 99 %, as `phases` finds the delay. */
const SAVED: readonly RunColumn[] = [
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
    label: "delay at 99 %",
    name: "delay_99",
    about: "epochs between the two",
    value: ({ phases }) => phases.delay.epochs,
  },
];

function learntColumn(label: string, name: string, set: "train" | "test"): RunColumn {
  return {
    label,
    name,
    about: `epoch from which on the ${set} set is learnt, as its verdict has it`,
    value: ({ phases }) => phases[set].at?.epoch ?? null,
    numeric: true,
    shown: ({ phases }) => {
      const { at, until } = phases[set];
      return at ? `${grouped(at.epoch)}${until === null ? "" : ` to ${grouped(until)}`}` : "–";
    },
  };
}

function lossColumn(measure: "train_loss" | "test_loss", label: string): RunColumn {
  const value = ({ curves }: ComparedRun) =>
    curves[measure].findLast((loss) => loss !== null && Number.isFinite(loss)) ?? null;
  const shown = (run: ComparedRun) => {
    const loss = value(run);
    return loss === null ? "–" : digits(loss);
  };
  return { label, name: measure, about: "nats, last", value, shown, numeric: true };
}

function digits(loss: number): string {
  return loss !== 0 && Math.abs(loss) < 1e-3 ? loss.toExponential(2) : String(Number(loss.toPrecision(3)));
}
