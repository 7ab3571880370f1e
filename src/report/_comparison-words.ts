import { mean } from "../numerics/statistics.ts";
import { differingSettings, type Family, listedSettings } from "../page/comparison/families.ts";
import { VERDICTS, type Verdict } from "../quantities/verdicts/verdict.ts";
import type { ComparedRun } from "./_compared.ts";

/** A run that is not among those compared, and why. */
export interface Unread {
  readonly run: string;
  readonly reason: string;
}

/** With more families than these there is one sentence for all. */
const MAX_SENTENCES = 4;
/** More doubts than these are counted here; each stands with its run. */
const MAX_DOUBTS = 4;

/** What speaks against any number, then what became of the runs of each family, when, and in what they differ. */
export function comparedInWords(
  grouped: readonly Family<ComparedRun>[],
  runs: readonly ComparedRun[],
  unread: readonly Unread[],
): readonly string[] {
  return [
    ...unreadInWords(unread, runs.length),
    ...contradictions(runs),
    ...outcomesInWords(grouped),
    ...likeness(runs),
  ];
}

function unreadInWords(unread: readonly Unread[], read: number): readonly string[] {
  if (unread.length === 0) return [];
  const named = unread.slice(0, MAX_DOUBTS).map(({ run, reason }) => `${run}: ${reason}`);
  const more = unread.length > MAX_DOUBTS ? `; and ${unread.length - MAX_DOUBTS} more` : "";
  return [`Doubt: ${unread.length} of ${unread.length + read} runs could not be read (${named.join("; ")}${more}).`];
}

function contradictions(runs: readonly ComparedRun[]): readonly string[] {
  const sources = new Set(runs.map(({ source }) => source));
  const all = [...sources].flatMap(({ name, contradictions: found }) =>
    found.map((words) => `Doubt about ${name}: ${words}.`),
  );
  if (all.length <= MAX_DOUBTS) return all;
  const doubted = [...sources].filter(({ contradictions: found }) => found.length > 0).length;
  return [
    ...all.slice(0, MAX_DOUBTS),
    `Doubts about ${doubted} runs in all: each stands in the table and with its run.`,
  ];
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

function outcomesInWords(grouped: readonly Family<ComparedRun>[]): readonly string[] {
  if (grouped.length > MAX_SENTENCES) return [`${outcomes(grouped.flatMap(({ members }) => members))}.`];
  return grouped.map(
    ({ label, members }) => `${label === "" ? "" : `${label}: `}${outcomes(members)}${when(members)}.`,
  );
}

function outcomes(runs: readonly ComparedRun[]): string {
  const counts = VERDICTS.flatMap((said) => {
    const count = runs.filter(({ phases }) => phases.verdict === said).length;
    return count === 0 ? [] : [`${runs.length === 1 ? "" : `${count} of ${runs.length} `}${DID[said]}`];
  });
  return counts.join(", ");
}

/** When those of a family whose test accuracy is known learnt the test pairs. */
function when(members: readonly ComparedRun[]): string {
  const epochs = members.flatMap(({ phases }) => phases.delay.test?.epoch ?? []);
  if (epochs.length === 0) return "";
  const [least, most] = [Math.min(...epochs), Math.max(...epochs)];
  const axes = new Set(members.map(({ phases }) => phases.axis));
  const axis = axes.size === 1 ? [...axes][0] : "epoch";
  const range =
    least === most ? `${axis} ${least} on` : `${axis}s ${least} to ${most} on, ${Math.round(mean(epochs))} in the mean`;
  const whose = epochs.length < members.length ? ` in ${epochs.length} of them` : "";
  return `; test accuracy is 99 % from ${range}${whose}`;
}

/** In what the runs differ, and which are one. */
function likeness(runs: readonly ComparedRun[]): readonly string[] {
  const [differing, listed] = [differingSettings(runs), listedSettings(runs)];
  const copies = runs.flatMap((run, i) => {
    const { digest } = run.source;
    const first = runs.slice(0, i).find(({ source }) => digest !== "" && source.digest === digest);
    return first ? [`${run.name} has the weights of ${first.name}: they are one run, counted twice.`] : [];
  });
  return [
    differing.length === 0
      ? "Their configurations do not differ, or are not known."
      : `They differ in ${listed.length === differing.length ? listed.join(", ") : `${differing.length} settings`}.`,
    ...copies,
  ];
}
