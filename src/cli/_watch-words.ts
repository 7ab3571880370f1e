import { shown } from "../analyzers/_curve-words.ts";
import type { LoggedAxis } from "../logs/curves/curve.ts";
import type { CheckpointValues, EventOf, ProblemName, WatchEvent } from "../monitoring/events.ts";
import type { Row } from "../monitoring/row.ts";
import { adviceInWords, alertInWords, stateInWords } from "../monitoring/words.ts";

/** What an event is called in front of its line. */
export function whoseInWords({ run, series }: { readonly run: string; readonly series: string }): string {
  return series === "" ? run : `${run} ${series}`;
}

/** An event in one line, without whose it is. `axis` is what the run's log counts. */
export function eventInWords(event: Exclude<WatchEvent, EventOf<"end">>, axis: LoggedAxis): string {
  switch (event.kind) {
    case "row":
      return rowInWords(event.row, axis);
    case "state":
      return `${stateInWords(event.state)}. ${adviceInWords(event.advice)}`;
    case "alert":
      return `${event.before ? "told before" : "alert"}: ${event.alert.alert}: ${alertInWords(event.alert, axis)}`;
    case "checkpoint":
      return `checkpoint of ${checkpointInWords(event)}`;
    case "problem":
      return problemInWords(event, axis);
  }
}

/** "epoch 200: train 0.001 (100 %), test 4.2 (12 %)". */
export function rowInWords(row: Row, axis: LoggedAxis): string {
  return `${axis} ${row.epoch}: ${valuesInWords(row)}`;
}

/** "30.3 %": of a value that comes again and again, in places that stay. */
export function shareInWords(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

function valuesInWords({ train_loss, test_loss, train_accuracy, test_accuracy }: Omit<Row, "epoch">): string {
  const pair = (name: string, loss: number | null | undefined, accuracy: number | null | undefined) => {
    const share = accuracy == null ? undefined : shareInWords(accuracy);
    if (loss == null) return share === undefined ? [] : [`${name} ${share}`];
    return [`${name} ${shown(loss)}${share === undefined ? "" : ` (${share})`}`];
  };
  return [...pair("train", train_loss, train_accuracy), ...pair("test", test_loss, test_accuracy)].join(", ");
}

/** The losses of a checkpoint; restricted and excluded loss with whose key frequencies they are. */
export function checkpointInWords({ epoch, values }: Pick<EventOf<"checkpoint">, "epoch" | "values">): string {
  return `epoch ${epoch}${values ? `: ${measuredInWords(values)}` : ""}`;
}

function measuredInWords(values: CheckpointValues): string {
  const { restricted_loss, excluded_loss, keys } = values;
  const circuit = [
    ...(restricted_loss === null ? [] : [`restricted loss ${shown(restricted_loss)}`]),
    ...(excluded_loss === null ? [] : [`excluded loss ${shown(excluded_loss)}`]),
  ];
  const own = keys.length > 0 ? `with its own key frequencies ${keys.join(", ")}` : "it has no key frequencies yet";
  return `${valuesInWords(values)}; ${circuit.length > 0 ? `${circuit.join(", ")} ${own}` : own}`;
}

/** What is wrong, or odd, with a file, and what was made of it. */
export function problemInWords({ problem, file, detail }: EventOf<"problem">, axis: LoggedAxis): string {
  return PROBLEMS[problem](file, detail ?? "", axis);
}

const PROBLEMS: Readonly<Record<ProblemName, (file: string, detail: string, axis: LoggedAxis) => string>> = {
  absent: (file) => `${file}: nothing is there yet`,
  gone: (file) => `${file}: is gone; it is looked for again`,
  back: (file) => `${file}: is there now`,
  "begun anew": (file) => `${file}: begins anew: what it had before is given up`,
  "continued elsewhere": (file) => `${file}: was cut or replaced, and goes on: what was read before is kept`,
  "fell back": (_, detail, axis) =>
    `falls back to ${axis} ${detail}: what was told of later ones is of weights that were given up`,
  unreadable: (file, detail) => `${file}: ${detail}; it is read when it changes`,
  "not a run": (file, detail) => `${file}: ${detail}`,
  doubt: (file, detail) => `${file}: doubt: ${detail}`,
  results: (file, detail) => `${file}: ${detail}; watching goes on`,
  "other results": (file, detail) => `${file}: holds results of another run, and is left: these go to ${detail}`,
  claim: (file, detail) =>
    `${file}: that an alert was told cannot be noted there: ${detail}; another watch will tell it again`,
  command: (file, detail) => `command ${file}: ${detail}`,
  webhook: (file, detail) => `webhook ${file}: ${detail}`,
  unfinished: (alert) =>
    `what the alert ${alert} is told with had not ended when the watch did: it may not have been told`,
  report: (file, detail) => `${file}: ${detail}; watching goes on`,
};
