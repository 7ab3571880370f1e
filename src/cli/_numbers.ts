import { percent, shown } from "../analyzers/_curve-words.ts";
import { isOfLog, type PhaseRow } from "../analyzers/_phase-rows.ts";
import { PUBLISHED } from "../analyzers/_variants.ts";
import * as analyzers from "../analyzers/index.ts";
import type { Term } from "../glossary/_term.ts";
import * as terms from "../glossary/index.ts";
import type { Analysis } from "../results/analysis.ts";
import { conclusionOf } from "../results/conclusion-of.ts";
import { tableOf } from "../results/table-of.ts";
import { delayInShort, plateauInShort, sharpnessInShort } from "./_phases-short.ts";

/** A telling number of a run, under the name of a term; or of one of several runs, under its own name. */
export interface TellingNumber {
  readonly label: string;
  readonly value: string;
  readonly term?: Term;
}

/** So many are shown. */
const MOST = 10;

/** The most telling numbers, ten at most: of what there is. */
export function tellingNumbers(analysis: Analysis): readonly TellingNumber[] {
  const { rows = [] } = tableOf(analysis, analyzers.phases) ?? {};
  const names = [...new Set(rows.map(nameOf))];
  const all = names.length > 1 ? names.map((name) => ofOne(name, rows)) : ofTheRun(analysis, rows);
  const more = all.length - MOST;
  if (names.length > 1 && more > 0) return [...all.slice(0, MOST), { label: "…", value: `and ${more} more` }];
  return all.slice(0, MOST);
}

function nameOf({ series, set }: PhaseRow): string {
  return [series, set].filter((part) => part !== "").join(" ");
}

/** The last values of one of several runs, or with one of several held-out sets. */
function ofOne(name: string, rows: readonly PhaseRow[]): TellingNumber {
  const own = rows.filter((row) => nameOf(row) === name);
  const value = [
    pair("loss", last(own, "train_loss"), last(own, "test_loss"), shown),
    pair("accuracy", last(own, "train_accuracy"), last(own, "test_accuracy"), percent),
  ];
  return { label: name, value: value.filter((part) => part !== "").join("; ") || "no value is known" };
}

function ofTheRun(analysis: Analysis, phases: readonly PhaseRow[]): readonly TellingNumber[] {
  const rows = phases.length > 0 ? phases : (tableOf(analysis, analyzers.losses)?.rows ?? []);
  return [
    ...ofCurves(rows, phases.length > 0 && isOfLog(phases)),
    ...ofDelay(analysis),
    ...ofFrequencies(analysis),
    ...ofWeights(analysis),
    ...ofRise(analysis),
  ];
}

interface Measured {
  readonly train_loss: number | null;
  readonly test_loss: number | null;
  readonly train_accuracy: number | null;
  readonly test_accuracy: number | null;
}

function ofCurves(rows: readonly Measured[], logged: boolean): readonly TellingNumber[] {
  const loss = pair("", last(rows, "train_loss"), last(rows, "test_loss"), shown);
  const accuracy = pair("", last(rows, "train_accuracy"), last(rows, "test_accuracy"), percent);
  return [
    ...(loss === "" ? [] : [of(terms.losses, `${loss}${logged ? ", as logged" : " nats"}`)]),
    ...(accuracy === "" ? [] : [of(terms.accuracy, accuracy)]),
  ];
}

function ofDelay(analysis: Analysis): readonly TellingNumber[] {
  const [found] = conclusionOf(analysis, analyzers.phases)?.runs ?? [];
  return found && found.delay.epochs !== null ? [of(terms.delay, delayInShort(found))] : [];
}

function ofRise(analysis: Analysis): readonly TellingNumber[] {
  const [found] = conclusionOf(analysis, analyzers.phases)?.runs ?? [];
  return [
    ...(found?.plateau ? [of(terms.plateau, plateauInShort(found.plateau, found.axis))] : []),
    ...(found?.sharpness ? [of(terms.sharpness, sharpnessInShort(found.sharpness, found.axis))] : []),
  ];
}

function ofFrequencies(analysis: Analysis): readonly TellingNumber[] {
  const restricted = conclusionOf(analysis, analyzers.restrictedLoss);
  const excluded = conclusionOf(analysis, analyzers.excludedLoss);
  const { keys = [] } = (restricted ?? excluded)?.key_frequencies ?? {};
  const all = restricted?.variants.find(({ variant }) => variant === PUBLISHED)?.all_loss ?? null;
  const train = excluded?.variants.find(({ variant }) => variant === PUBLISHED)?.train_loss ?? null;
  const cosines = conclusionOf(analysis, analyzers.cosines);
  return [
    ...(keys.length > 0 ? [of(terms.keyFrequencies, keys.join(", "))] : []),
    ...(all === null
      ? []
      : [of(terms.restrictedLoss, `${shown(all)} nats over all pairs, with these frequencies alone`)]),
    ...(train === null
      ? []
      : [of(terms.excludedLoss, `${shown(train)} nats over the training pairs, without these frequencies`)]),
    ...(cosines ? [of(terms.cosines, `explain ${percent(cosines.share_of_variance)} of the logits' variance`)] : []),
  ];
}

function ofWeights(analysis: Analysis): readonly TellingNumber[] {
  const { circuits = [] } = conclusionOf(analysis, analyzers.handOver) ?? {};
  const alone = circuits.find(({ space, circuit }) => space === "logits" && circuit === "generalising");
  const norms = conclusionOf(analysis, analyzers.weightNorms);
  const algorithm = conclusionOf(analysis, analyzers.algorithm);
  const largest =
    norms?.largest_sum_of_squares == null || norms.largest_epoch === norms.epoch
      ? ""
      : `, at most ${shown(norms.largest_sum_of_squares)} at epoch ${norms.largest_epoch}`;
  return [
    ...(alone?.test_accuracy == null
      ? []
      : [of(terms.generalisingCircuit, `${percent(alone.test_accuracy)} of the test pairs right with it alone`)]),
    ...(norms
      ? [{ ...of(terms.weightNorms, `${shown(norms.sum_of_squares)}${largest}`), label: "sum of squares" }]
      : []),
    ...(algorithm ? [of(terms.algorithm, algorithm.verdict)] : []),
  ];
}

function of(term: Term, value: string): TellingNumber {
  return { label: term.title, value, term };
}

/** "train loss 1e-7, test loss 4e-7", of what is known. */
function pair(what: string, train: number | null, test: number | null, words: (value: number) => string): string {
  const name = what === "" ? "" : ` ${what}`;
  const parts = [
    ...(train === null ? [] : [`train${name} ${finite(train, words)}`]),
    ...(test === null ? [] : [`test${name} ${finite(test, words)}`]),
  ];
  return parts.join(", ");
}

function last<K extends keyof Measured>(rows: readonly Measured[], name: K): number | null {
  return rows.findLast((row) => row[name] !== null)?.[name] ?? null;
}

function finite(value: number, words: (value: number) => string): string {
  return Number.isFinite(value) ? words(value) : "not finite";
}
