import { delayInWords } from "../analyzers/_curve-shape-words.ts";
import { percent } from "../analyzers/_curve-words.ts";
import type { ConcludedRun } from "../analyzers/_phase-fields.ts";
import { PUBLISHED } from "../analyzers/_variants.ts";
import { reasonInWords, reservation, unmirroredInWords } from "../analyzers/_verdict-words.ts";
import * as analyzers from "../analyzers/index.ts";
import { noKeysInWords } from "../quantities/key-frequencies.ts";
import type { TrainingPhases } from "../quantities/training-phases.ts";
import type { Analysis } from "../results/analysis.ts";
import { conclusionOf } from "../results/conclusion-of.ts";
import { tableOf } from "../results/table-of.ts";
import { keysOf, NAME_KEYS, noKeysOf, whyNoResult } from "./_facts.ts";

/** How a verdict of `phases` reads as the beginning of a sentence. */
function opening({ verdict, ceiling, end, axis }: TrainingPhases): string {
  switch (verdict) {
    case "grokked":
      return ceiling ? `It grokked, to a level of ${percent(ceiling.value)}` : "It grokked";
    case "grokking, not finished":
      return "It is grokking, and has not finished";
    case "memorised, not generalised":
      return `It memorised, and has not generalised by ${axis} ${end}`;
    case "generalised with training":
      return "It generalised with training";
    case "overfitted":
      return "It overfitted";
    case "plateau below its threshold":
      return `It is on a plateau below its threshold by ${axis} ${end}`;
    case "collapsed after generalising":
      return "It generalised, and collapsed afterwards";
    case "diverged":
      return "Its training diverged";
    case "never learnt":
      return `It has not learnt its training set by ${axis} ${end}`;
    case "not enough evidence":
      return "Whether it grokked cannot be told";
  }
}

/** Three sentences with numbers: did it grok and when, by which frequencies, which circuit carries it. */
export function verdict(analysis: Analysis): readonly string[] {
  return [grokked(analysis), frequencies(analysis), circuit(analysis)];
}

function grokked(analysis: Analysis): string {
  const runs = conclusionOf(analysis, analyzers.phases)?.runs ?? [];
  if (runs.length === 0)
    return `Whether it grokked is not known: ${whyNoResult(analysis, ["phases"]) ?? "phases has no verdict"}.`;
  const several = runs.some(({ series }) => series !== runs[0].series);
  if (several) return grokkedEach(runs);
  // The first of its held-out sets is the primary one.
  return runs.length > 1 ? `${grokkedInWords(runs[0])} ${grokkedEach(runs)}` : grokkedInWords(runs[0]);
}

/** A verdict of `phases` with what speaks for it, as a sentence. */
export function grokkedInWords(found: TrainingPhases): string {
  const { verdict, delay, axis } = found;
  // Without accuracies, or where 99 % are never reached, there is no delay in numbers.
  const why = verdict === "grokked" && delay.epochs !== null ? delayInWords(delay, axis) : reasonInWords(found);
  const apart = unmirroredInWords(found);
  const all = apart === undefined ? why : `${why}; ${apart}`;
  const said = verdict === "not enough evidence" ? ` (${all})` : `: ${all}`;
  return `${opening(found)}${said}${reservation(found)}.`;
}

/** Of curves of several runs, or of several held-out sets, which did what. */
function grokkedEach(runs: readonly ConcludedRun[]): string {
  const names = [...new Set(runs.map(({ verdict }) => verdict))];
  const named = ({ series, set }: ConcludedRun) => [series, set].filter((part) => part !== "").join(" ") || "the run";
  const each = names.map((name) => {
    const of = runs.filter(({ verdict }) => verdict === name).map(named);
    return `${name} (${of.join(", ")})`;
  });
  const several = new Set(runs.map(({ series }) => series)).size;
  const what = several > 1 ? `There are ${several} runs in it` : `It has ${runs.length} held-out sets`;
  return `${what}: ${each.join("; ")}.`;
}

function withoutKeys(analysis: Analysis): string {
  const none = noKeysOf(analysis);
  if (none !== undefined) return `It has no key frequencies: ${noKeysInWords(none)}.`;
  return `Which frequencies it computes with is not known: ${whyNoResult(analysis, NAME_KEYS) ?? "no rule found any"}.`;
}

function frequencies(analysis: Analysis): string {
  const keys = keysOf(analysis);
  if (keys.length === 0) return withoutKeys(analysis);
  const restricted = published(conclusionOf(analysis, analyzers.restrictedLoss)?.variants);
  const excluded = published(conclusionOf(analysis, analyzers.excludedLoss)?.variants);
  const losses = [
    ...(restricted?.all_loss == null
      ? []
      : [`with these alone its loss over all pairs is ${shown(restricted.all_loss)} nats`]),
    ...(excluded?.train_loss == null
      ? []
      : [`without them its loss on the training pairs is ${shown(excluded.train_loss)} nats`]),
  ].join(", ");
  const named = keys.length === 1 ? "one frequency, k =" : `${keys.length} frequencies, k =`;
  return `It computes with ${named} ${keys.join(", ")}${losses === "" ? "" : `: ${losses}`}.`;
}

function circuit(analysis: Analysis): string {
  const { epoch, circuits = [], turns = [] } = conclusionOf(analysis, analyzers.handOver) ?? {};
  const alone = (circuit: "generalising" | "memorising") =>
    circuits.find((one) => one.space === "logits" && one.circuit === circuit)?.test_accuracy ?? null;
  const [generalising, memorising] = [alone("generalising"), alone("memorising")];
  if (generalising === null || memorising === null) {
    const why = whyNoResult(analysis, ["hand-over"]) ?? "that needs key frequencies and the split";
    const said = noKeysOf(analysis)?.code === "no cyclic group" ? "without frequencies none can be told apart" : why;
    return `Which circuit carries its answers is not known: ${said}.`;
  }
  const turn = turns.find((one) => one.space === "logits" && one.turn === "test pairs by generalising");
  const from = turn?.epoch ?? null;
  const carrier =
    from !== null
      ? "the generalising circuit carries its answers"
      : generalising > memorising
        ? "the generalising circuit does not carry its answers alone yet"
        : "the memorising circuit still carries its answers";
  const several = tableOf(analysis, analyzers.handOver)?.rows[0]?.epoch !== epoch;
  const after = turn?.after == null ? "" : ` (after epoch ${turn.after})`;
  const since = several && from !== null ? `, from epoch ${from} on${after}` : "";
  return `At epoch ${epoch} ${carrier}${since}: alone it gets ${toTenth(generalising)} of the test pairs right, and the memorising circuit alone ${toTenth(memorising)}.`;
}

/** What is concluded of the published variant. */
function published<V extends { readonly variant: string }>(variants: readonly V[] = []): V | undefined {
  return variants.find(({ variant }) => variant === PUBLISHED);
}

function shown(loss: number): string {
  return String(Number(loss.toPrecision(3)));
}

function toTenth(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
