import { changeInWords, counted, inUnits, percent, shown } from "../analyzers/_curve-words.ts";
import type { LoggedAxis } from "../logs/curves/curve.ts";
import type { Advice, Reason } from "./advice.ts";
import type { Alert } from "./alerts.ts";
import { type Forecast, type NoForecast, TARGET } from "./forecast.ts";
import type { RunState, StateFact } from "./state.ts";

/** "rising since epoch 8200: train accuracy ≥ 95 % from epoch 140 on; the test accuracy rises from 20 % to 34 % …". */
export function stateInWords({ state, since, axis, evidence }: RunState): string {
  const from = since === null ? "" : ` since ${axis} ${since}`;
  // Of what cannot be told the reason is all there is to say.
  const told = state === "not enough evidence" ? "" : from;
  const facts = evidence.filter(({ kind }) => kind !== "level").map((fact) => factInWords(fact, axis));
  const levels = evidence.flatMap((fact) =>
    fact.kind === "level" ? [`${fact.curve} ${inUnits(fact.curve, fact.value)}`] : [],
  );
  const parts = [...facts, ...(levels.length > 0 ? [levels.join(", ")] : [])];
  return parts.length > 0 ? `${state}${told}: ${parts.join("; ")}` : `${state}${told}`;
}

function factInWords(fact: StateFact, axis: LoggedAxis): string {
  switch (fact.kind) {
    case "learnt": {
      const mark = fact.by === "accuracy" ? `accuracy ≥ ${percent(fact.threshold)}` : `loss ≤ ${shown(fact.threshold)}`;
      return `${fact.set} ${mark} from ${axis} ${fact.epoch} on`;
    }
    case "level":
      return `${fact.curve} ${inUnits(fact.curve, fact.value)}`;
    case "change": {
      const words = changeInWords(fact.curve, fact.from, fact.to, (value) => inUnits(fact.curve, value));
      return `the ${words} (${axis}s ${fact.from.epoch} to ${fact.to.epoch})`;
    }
    case "stays":
      return `the ${fact.curve} has hardly got better since ${axis} ${fact.since}`;
    case "not finite":
      return `the ${fact.curve} is not finite from ${axis} ${fact.epoch} on, ${counted(fact.values, "evaluation")}`;
    case "no curve":
      return `no ${fact.set} curve is known`;
    case "few evaluations":
      return `${counted(fact.count, "evaluation")} of the ${fact.set} set, of ${fact.least} that are needed`;
  }
}

/** One sentence of what happened, with its numbers. */
export function alertInWords(alert: Alert, axis: LoggedAxis): string {
  const { epoch, curve, value } = alert;
  const level = curve && value !== null ? ` (${curve} ${inUnits(curve, value)})` : "";
  switch (alert.alert) {
    case "memorised":
      return `the train set is learnt from ${axis} ${epoch} on, and the test set is not${level}`;
    case "rising":
      return `the test set is getting better after memorisation, seen from ${axis} ${epoch} on${level}`;
    case "grokked":
      return `the test set is learnt from ${axis} ${epoch} on, late${level}`;
    case "generalised":
      return `the test set is learnt from ${axis} ${epoch} on, not late${level}`;
    case "plateau":
      return `the test set has stayed at a level since ${axis} ${epoch}, and is not learnt${level}`;
    case "collapsed":
      return `the test set is far from what it was since ${axis} ${epoch}${level}`;
    case "diverged":
      return `the train loss has diverged since ${axis} ${epoch}${level}`;
    case "nan":
      return `the ${curve} is ${value} at ${axis} ${epoch}`;
    case "leakage":
      return leakageInWords(alert, axis);
    case "early stopping":
      return `a patience of ${alert.patience ?? 0} evaluations on the ${curve ?? "test loss"} would have ended the run at ${axis} ${epoch}`;
  }
}

function leakageInWords({ leakage, at }: Alert, axis: LoggedAxis): string {
  if (leakage?.kind !== "equal")
    return `a suspicion of leakage: both sets are learnt by the same evaluation, by ${axis} ${at}`;
  const { by, equal, of } = leakage;
  return `a suspicion of leakage: train and test ${by} are equal to the last digits at ${equal} of ${counted(of, "evaluation")}, by ${axis} ${at}`;
}

function stoppingInWords(patience: number, on: string, epoch: number, axis: LoggedAxis): string {
  return `early stopping with patience ${patience} on the ${on} would have stopped at ${axis} ${epoch}`;
}

/** "test accuracy 90 % by epoch 11200 (8900 to 16400 in four of five runs of the back-test)"; or that there is none. */
export function forecastInWords(forecast: Forecast, axis: LoggedAxis): string {
  if (forecast.kind === "none") return `no forecast: ${WHY_NONE[forecast.reason]}`;
  const [epoch, low, high] = [forecast.epoch, forecast.low, forecast.high].map(shown);
  return `test accuracy ${percent(TARGET)} at ${axis} ${epoch} (${low} to ${high} in four of five cases of the back-test)`;
}

const WHY_NONE: Readonly<Record<NoForecast, string>> = {
  "no accuracies": "without test accuracies none has skill",
  "not memorised": "the train set is not learnt yet",
  "few evaluations": "too few evaluations since the train set was learnt",
  "not rising": "the test accuracy is not rising, and without that none has skill",
  "too far away": "the test accuracy rises too slowly for one that has skill",
  "already generalised": `the test accuracy is ${percent(TARGET)}`,
  "losing it": "the test set is being lost",
  diverged: "training has diverged",
};

/** One sentence: what to do, why, and where early stopping would have stopped. */
export function adviceInWords({ course, reason, state, forecast, stopping }: Advice): string {
  const { axis } = state;
  const when = forecast.kind === "forecast" ? `: ${forecastInWords(forecast, axis)}` : "";
  const stopped = stopping ? `; ${stoppingInWords(stopping.patience, stopping.on, stopping.epoch, axis)}` : "";
  return `${course}: ${WHY[reason]}${when}${reason === "diverged" ? "" : stopped}`;
}

const WHY: Readonly<Record<Reason, string>> = {
  fitting: "the train set is still being learnt",
  "not learning":
    "the train set hardly gets better, and is not learnt; another learning rate or a larger network is what would tell",
  "may grok":
    "it looks as runs do before they grok, and as those that never do; weight norm, restricted and excluded loss of checkpoints would tell more",
  rising: "the test set is getting better",
  generalised: "the test set is learnt",
  "levelled off": "the test set has stopped short of being learnt; more weight decay or more data is what would tell",
  "losing it": "the test set is being lost; an earlier checkpoint is better, and a lower learning rate would tell why",
  diverged: "training has diverged; an earlier checkpoint and a lower learning rate are where to begin again",
  begins: "there are too few evaluations so far",
  unknown: "what is logged does not tell; losses and accuracies of both sets would",
};
