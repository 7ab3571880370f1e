import type { LoggedAxis, Measure } from "./curve.ts";

/** What a column or a list of a log is. */
export interface Logged {
  readonly measure: Measure;
  /** It has 1 − accuracy. */
  readonly error: boolean;
  /** Its name says that it is in per cent. */
  readonly percent: boolean;
  /** Its numbers stand with a per cent sign, and are read as shares. */
  readonly share?: true;
  /** Whether the name says of which pairs; a bare `loss` is of the training pairs. */
  readonly stated: boolean;
  /** What the name calls the held-out set, e.g. test, validation, "eval imdb"; "" of other pairs. */
  readonly set: string;
}

const TRAIN = new Set(["train", "training", "trn", "tr"]);
/** What a held-out set is called, by the words for it; of several sets of one log the first in this order comes first. */
const SETS: ReadonlyMap<string, string> = new Map([
  ...["test", "tst"].map((word) => [word, "test"] as const),
  ...["val", "valid", "validation"].map((word) => [word, "validation"] as const),
  ...["eval", "evaluation"].map((word) => [word, "eval"] as const),
  ["dev", "dev"],
  ...["holdout", "heldout"].map((word) => [word, "held out"] as const),
]);
const HELD_OUT: ReadonlySet<string> = new Set(SETS.keys());
const ALL = new Set(["all", "full"]);
const LOSS = new Set(["loss", "losses", "nll", "ce", "xent", "crossentropy"]);
const ACCURACY = new Set(["acc", "accs", "accuracy", "accuracies", "top1", "acc1"]);
const ERROR = new Set(["err", "error", "errors"]);
const PERCENT = new Set(["%", "percent", "pct", "percentage"]);
const FILLERS = new Set([
  ...["history", "hist", "log", "logs", "curve", "curves", "list", "mean", "avg", "average", "set", "value", "values"],
  ...["metrics", "results", "scores", "stats"],
]);
const PARTS: readonly ReadonlySet<string>[] = [TRAIN, HELD_OUT, ALL];
const KINDS: readonly ReadonlySet<string>[] = [LOSS, ACCURACY, ERROR];
const WORDS = [...PARTS, ...KINDS, PERCENT, FILLERS];
/** Hugging Face's Trainer names the set of several that it evaluates on: eval_imdb_loss, eval/imdb_loss. */
const OF_DATASET = /^eval[_/](.+)[_/](loss|accuracy)$/;
/** Terms of a loss, not the loss on a set. */
const TERMS = /(^|[_/])(aux|auxiliary|reg|regulari[sz]ation|kl|l1|l2|penalty|total|best|min|max)([_/]|$)/i;
/** The logarithm of a loss is another quantity. */
const LOGARITHM = /(^|[ /])log(10|2)?_(train|test|val|loss)/i;
/** Lightning adds when it logged: train_loss_step, train_loss_epoch. */
const WHEN = /[_/](step|epoch)$/i;

/** `trainLoss`, `train/loss`, `Loss/train`, `trainloss`, `train_losses` as the words train and loss. */
function wordsOf(name: string): readonly string[] {
  return (
    name
      .replace(/([a-z\d])([A-Z])/g, "$1_$2")
      .toLowerCase()
      .replace(/^(train|test|val|valid|eval|dev)(?=(loss|acc|err))/, "$1_")
      // Keras's callback for TensorBoard: epoch_loss, in a folder for each set.
      .replace(/(^|[ /])epoch_(?=(loss|acc))/, "$1")
      .replace(/cross[_ -]?entropy/, "ce")
      .replace(/top[_ -]?1/, "top1")
      .replace(/(acc|accuracy|prec)@1(?!\d)/, "acc1")
      .replace(/held[_ -]?out/, "heldout")
      .replaceAll("%", " % ")
      .split(/[^a-z0-9%]+/)
      .filter((word) => word !== "")
  );
}

/** Whether a name speaks of losses, accuracies, parts of the data and nothing else, as `train` and `history` do. */
export function isOfLogs(name: string): boolean {
  const words = wordsOf(name);
  return words.length > 0 && words.every((word) => WORDS.some((set) => set.has(word)));
}

/** What the name of a column or a list says that it is; undefined where a word of it is none that we know. */
export function loggedAs(name: string): Logged | undefined {
  if (LOGARITHM.test(name)) return undefined;
  const dataset = OF_DATASET.exec(name);
  if (dataset && !isOfLogs(name) && !TERMS.test(dataset[1])) {
    const logged = loggedAs(`eval_${dataset[2]}`);
    return logged && { ...logged, set: `eval ${dataset[1]}` };
  }
  if (WHEN.test(name)) {
    const logged = loggedAs(name.replace(WHEN, ""));
    return logged?.stated ? logged : undefined;
  }
  if (!isOfLogs(name)) return undefined;
  const words = wordsOf(name);
  const has = (set: ReadonlySet<string>) => words.some((word) => set.has(word));
  const kinds = KINDS.filter(has);
  // The full training loss is that of all training pairs, not of all pairs.
  const named = PARTS.filter(has);
  const parts = named.length > 1 ? named.filter((part) => part !== ALL) : named;
  if (kinds.length !== 1 || parts.length > 1) return undefined;
  const [kind, part] = [kinds[0], parts[0]];
  if (part === ALL && kind !== LOSS) return undefined;
  const of = part === ALL ? "all" : part === HELD_OUT ? "test" : "train";
  return {
    measure: (kind === LOSS ? `${of}_loss` : `${of}_accuracy`) as Measure,
    error: kind === ERROR,
    percent: has(PERCENT),
    stated: part !== undefined,
    set: part === HELD_OUT ? (words.flatMap((word) => SETS.get(word) ?? [])[0] ?? "") : "",
  };
}

/** The measure that a script's key names, of which pairs being said; undefined if it names none. */
export function measureNamed(key: string): Measure | undefined {
  const logged = loggedAs(key);
  return logged?.stated && !logged.error && !logged.percent ? logged.measure : undefined;
}

/** Orders sets: the training pairs first, then those called test, those of no known name last. */
export function bySet(a: string, b: string): number {
  const order = [...new Set(SETS.values())];
  const rank = (set: string) => (set === "" ? -1 : (order.indexOf(set) + order.length + 1) % (order.length + 1));
  return rank(a) - rank(b) || (a < b ? -1 : Number(a > b));
}

const AT =
  /^_?(?:trainer\/|global_|train_|test_|val_|eval_|num_|logs?_|hist(?:ory)?_|curves?_|loss(?:es)?_|acc(?:uracy)?_|metrics_)*(epoch|step|iteration|iter|it|update|sample|example|row)s?(?:_num|_list|_history|_seen)?$/i;
const AXIS_OF: Readonly<Record<string, LoggedAxis>> = {
  epoch: "epoch",
  ...{ step: "step", iteration: "step", iter: "step", it: "step", update: "step" },
  ...{ sample: "sample", example: "sample" },
  row: "row",
};

/** What the name says that a column counts, where it is of what a curve runs along. */
export function axisNamed(name: string): LoggedAxis | undefined {
  if (loggedAs(name)) return undefined;
  const unit = AT.exec(name.trim())?.[1]?.toLowerCase();
  return unit === undefined ? undefined : AXIS_OF[unit];
}

/** The measure that the end of a file's name names, as in `run3_dropout_train_acc`; undefined where it names none. */
export function measureInFileName(stem: string): string | undefined {
  const words = stem.split(/[^a-z0-9]+/i).filter((word) => word !== "");
  for (let from = 0; from < words.length; from++) {
    const name = words.slice(from).join(" ");
    if (loggedAs(name)) return name;
  }
  return undefined;
}
