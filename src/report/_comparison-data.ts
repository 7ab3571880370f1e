import {
  type ComparisonData,
  MEASURES,
  type MeasureData,
  type MeasureName,
  type RunData,
} from "../page/comparison/data.ts";
import { differingSettings, isSeed } from "../page/comparison/families.ts";
import { VERDICTS } from "../quantities/verdicts/verdict.ts";
import { type ComparedRun, delayOf, learntForGood } from "./_compared.ts";
import type { RunColumn } from "./_runs-table.ts";
import { thinnedPlaces } from "./_thinned-places.ts";
import { VERDICT_LOOKS } from "./_verdict-looks.ts";

interface Compared extends Omit<MeasureData, "name" | "definition"> {
  /** Of what, and as computed at the checkpoints. */
  readonly of: string;
  readonly computed: string;
}

const KEYS = "variant sum-directions, key frequencies of each run its own";
const COMPARED: Readonly<Record<MeasureName, Compared>> = {
  test_accuracy: accuracy("Test accuracy", "test pairs"),
  train_accuracy: accuracy("Train accuracy", "training pairs"),
  test_loss: loss("Test loss", "test pairs", "float64 over the p answers"),
  train_loss: loss("Train loss", "training pairs", "float64 over the p answers"),
  restricted_loss: loss("Restricted loss", "all pairs", `${KEYS}, float64`),
  excluded_loss: loss("Excluded loss", "training pairs", `${KEYS}, float64`),
  sum_of_squares: {
    title: "Sum of squared weights",
    unit: "Σw² (weight²)",
    log: false,
    of: "all parameters",
    computed: "float64",
  },
};

function loss(title: string, of: string, computed: string): Compared {
  return { title, unit: "loss (nats)", log: true, of, computed };
}

function accuracy(title: string, of: string): Compared {
  const computed = "the share whose largest answer logit is the right one's";
  return { title, unit: "accuracy (share)", log: false, of, computed };
}

/** What the page's code draws of the runs; `columns` are what its table sorts by, `addresses` where each run's name leads. */
export function comparisonData(
  runs: readonly ComparedRun[],
  columns: readonly RunColumn[],
  addresses: readonly string[],
): ComparisonData {
  const measures = measuresOf(runs);
  const settings = differingSettings(runs).toSorted((a, b) => Number(isSeed(a)) - Number(isSeed(b)));
  return {
    runs: runs.map((run, i) => runData(run, addresses[i], runs.length)),
    settings,
    measures,
    verdicts: VERDICT_LOOKS.map(({ name, mark }) => ({ name, mark })),
    columns: columns.map(({ name, value }) => ({ name, values: runs.map((run) => sortable(value(run))) })),
  };
}

function sortable(value: ReturnType<RunColumn["value"]>): string | number | null {
  return value === null || typeof value === "number" ? value : String(value);
}

/** The measures that some run has, with where their values come from. */
function measuresOf(runs: readonly ComparedRun[]): readonly MeasureData[] {
  return MEASURES.filter((name) => runs.some(({ curves }) => isKnown(curves[name]))).map((name) => {
    const { title, unit, log, of, computed } = COMPARED[name];
    const having = runs.filter(({ curves }) => isKnown(curves[name]));
    const logged = having.filter((run) => run.isLogged(name)).length;
    const origin =
      logged === 0 ? computed : logged === having.length ? "as logged" : `as logged, where it was, else ${computed}`;
    return { name, title, unit, log, definition: `${of}, ${origin}` };
  });
}

function isKnown(values: readonly (number | null)[] | undefined): values is readonly (number | null)[] {
  return values?.some((value) => value !== null && Number.isFinite(value)) ?? false;
}

function runData(run: ComparedRun, address: string, count: number): RunData {
  const { name, settings, phases, curves } = run;
  const known = MEASURES.filter((measure) => isKnown(curves[measure]));
  const places = thinnedPlaces(
    known.map((measure) => curves[measure] as readonly (number | null)[]),
    curves.epochs,
    count,
  );
  return {
    name,
    settings,
    verdict: VERDICTS.indexOf(phases.verdict),
    confidence: phases.confidence,
    memorised: learntForGood(phases.train),
    generalised: learntForGood(phases.test),
    ...delayOf(run),
    end: phases.end,
    address,
    epochs: places.map((place) => curves.epochs[place]),
    curves: Object.fromEntries(
      known.map((measure) => [measure, places.map((place) => rounded(curves[measure]?.[place] ?? null))]),
    ) as never,
  };
}

/** As many digits as a picture shows: what is no number stays none. */
function rounded(value: number | null): number | null {
  return value === null || !Number.isFinite(value) ? null : Math.fround(Number(value.toPrecision(4)));
}
