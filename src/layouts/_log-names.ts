import type { Measure } from "./_curves.ts";

/** What a column or a list of a log is. */
export interface Logged {
  readonly measure: Measure;
  /** It has 1 − accuracy. */
  readonly error: boolean;
  /** Its name says that it is in per cent. */
  readonly percent: boolean;
  /** Whether the name says of which pairs; a bare `loss` is of the training pairs. */
  readonly stated: boolean;
  /** Whether the held-out pairs are called test: of test_loss and val_loss in one log, the first is meant. */
  readonly test: boolean;
}

const TRAIN = new Set(["train", "training", "trn", "tr"]);
const HELD_OUT = new Set(["test", "tst", "val", "valid", "validation", "eval", "dev", "holdout", "heldout"]);
const ALL = new Set(["all", "full"]);
const LOSS = new Set(["loss", "losses", "nll", "ce", "xent", "crossentropy"]);
const ACCURACY = new Set(["acc", "accs", "accuracy", "accuracies", "top1", "acc1"]);
const ERROR = new Set(["err", "error", "errors"]);
const PERCENT = new Set(["%", "percent", "pct", "percentage"]);
const FILLERS = new Set([
  ...["history", "hist", "log", "logs", "curve", "curves", "list", "mean", "avg", "average", "set", "value", "values"],
  ...["metrics", "results", "scores", "stats"],
]);
const PARTS = [TRAIN, HELD_OUT, ALL];
const KINDS = [LOSS, ACCURACY, ERROR];
const WORDS = [...PARTS, ...KINDS, PERCENT, FILLERS];

/** `trainLoss`, `train/loss`, `Loss/train`, `trainloss`, `train_losses` as the words train and loss. */
function wordsOf(name: string): readonly string[] {
  return name
    .replace(/([a-z\d])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .replace(/^(train|test|val|valid|eval|dev)(?=(loss|acc|err))/, "$1_")
    .replace(/cross[_ -]?entropy/, "ce")
    .replace(/top[_ -]?1/, "top1")
    .replace(/held[_ -]?out/, "heldout")
    .replaceAll("%", " % ")
    .split(/[^a-z0-9%]+/)
    .filter((word) => word !== "");
}

/** Whether a name speaks of losses, accuracies, parts of the data and nothing else, as `train` and `history` do. */
export function isOfLogs(name: string): boolean {
  const words = wordsOf(name);
  return words.length > 0 && words.every((word) => WORDS.some((set) => set.has(word)));
}

/** What the name of a column or a list says that it is; undefined where a word of it is none that we know. */
export function loggedAs(name: string): Logged | undefined {
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
    test: words.includes("test"),
  };
}

const MOMENT =
  /^_?(?:trainer\/|global_|train_|test_|val_|eval_|num_|logs?_|hist(?:ory)?_|curves?_|loss(?:es)?_|acc(?:uracy)?_|metrics_)*(epoch|step|iteration|iter|it|update)s?(?:_num|_list|_history)?$/i;

/** Whether the name is of the moments at which was logged, and whether they are epochs. */
export function momentsAs(name: string): { readonly epochs: boolean } | undefined {
  const unit = MOMENT.exec(name.trim())?.[1]?.toLowerCase();
  return unit === undefined ? undefined : { epochs: unit === "epoch" };
}
