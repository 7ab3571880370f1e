import { PUBLISHED } from "../analyzers/_variants.ts";
import * as analyzers from "../analyzers/index.ts";
import type { PhasesConclusion } from "../analyzers/phases.ts";
import { noKeysInWords } from "../quantities/key-frequencies.ts";
import { type TrainingPhases, unmirroredInWords, type Verdict } from "../quantities/training-phases.ts";
import type { Analysis } from "../results/analysis.ts";
import { conclusionOf } from "../results/conclusion-of.ts";
import { tableOf } from "../results/table-of.ts";
import { keysOf, NAME_KEYS, noKeysOf, whyNoResult } from "./_facts.ts";

/** How a verdict of `phases` reads as the beginning of a sentence. */
const VERDICTS: Readonly<Record<Verdict, string>> = {
  grokked: "It grokked",
  "grokking, not finished": "It is grokking, and has not finished",
  "generalised at once": "It generalised at once, without grokking",
  "no grokking": "It did not grok",
  "not fitted": "It did not even fit its training pairs",
  "not enough evidence": "Whether it grokked cannot be told",
};

/** Three sentences with numbers: did it grok and when, by which frequencies, which circuit carries it. */
export function verdict(analysis: Analysis): readonly string[] {
  return [grokked(analysis), frequencies(analysis), circuit(analysis)];
}

function grokked(analysis: Analysis): string {
  const runs = conclusionOf(analysis, analyzers.phases)?.runs ?? [];
  if (runs.length === 0)
    return `Whether it grokked is not known: ${whyNoResult(analysis, ["phases"]) ?? "phases has no verdict"}.`;
  return runs.length > 1 ? grokkedEach(runs) : grokkedInWords(runs[0]);
}

/** A verdict of `phases` with what speaks for it, as a sentence. */
export function grokkedInWords(found: TrainingPhases): string {
  const { verdict, reason, delay } = found;
  // Without accuracies, or where 99 % are never reached, there is no delay in numbers.
  const why = verdict === "grokked" && delay.epochs !== null ? delay.reason : reason;
  const apart = unmirroredInWords(found);
  const all = apart === undefined ? why : `${why}; ${apart}`;
  // One colon is enough for a sentence.
  return `${VERDICTS[verdict]}: ${verdict === "not enough evidence" ? all.replace(": ", ", and ") : all}.`;
}

/** Of curves of several runs, which did what. */
function grokkedEach(runs: PhasesConclusion["runs"]): string {
  const names = [...new Set(runs.map(({ verdict }) => verdict))];
  const each = names.map((name) => {
    const of = runs.filter(({ verdict }) => verdict === name).map(({ series }) => series);
    return `${name} (${of.join(", ")})`;
  });
  return `There are ${runs.length} runs in it: ${each.join("; ")}.`;
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
  return `At epoch ${epoch} ${carrier}${since}: alone it gets ${percent(generalising)} of the test pairs right, and the memorising circuit alone ${percent(memorising)}.`;
}

/** What is concluded of the published variant. */
function published<V extends { readonly variant: string }>(variants: readonly V[] = []): V | undefined {
  return variants.find(({ variant }) => variant === PUBLISHED);
}

function shown(loss: number): string {
  return String(Number(loss.toPrecision(3)));
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
