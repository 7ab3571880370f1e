import { UsageError } from "./errors.ts";

/** What an argument has to be, as far as tells a mistake from what was meant, and where one comes from. */
interface Kind {
  readonly is: (value: unknown) => boolean;
  readonly words: string;
  readonly remedy: string;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const has =
  (...keys: readonly string[]) =>
  (value: unknown) =>
    isObject(value) && keys.every((key) => key in value);
const isText = (value: unknown) => typeof value === "string";
const optional = (kind: Kind): Kind => ({ ...kind, is: (value) => value === undefined || kind.is(value) });

const TEXT: Kind = { is: isText, words: "a text", remedy: "write it in quotes" };
const PATH: Kind = { ...TEXT, words: "a path" };
const LIST: Kind = { is: Array.isArray, words: "a list", remedy: "put it in brackets: [one, another]" };
const SETTINGS: Kind = optional({ is: isObject, words: "an object of settings", remedy: "leave it out, or write {}" });
const ANALYZER: Kind = {
  is: has("name", "columns"),
  words: "an analyzer",
  remedy: "take one of `analyzers`, or make one with defineAnalyzer",
};
const ANALYSIS = { is: has("run", "results"), words: "an analysis", remedy: "storedAnalysis(folder) reads one" };

/** The kind of an argument, by its name in the signature. */
const KINDS = {
  path: PATH,
  folder: PATH,
  file: PATH,
  name: TEXT,
  fields: { is: isObject, words: "an object of fields", remedy: "write {name: field…}" },
  record: { is: isObject, words: "a record", remedy: "write {name: value…}" },
  options: SETTINGS,
  settings: SETTINGS,
  changes: SETTINGS,
  env: { is: isObject, words: "an object of variables", remedy: "give process.env" },
  triples: LIST,
  trials: LIST,
  paths: LIST,
  style: SETTINGS,
  direction: { is: isObject, words: "one tensor a weight", remedy: "gradients(…) returns such an object" },
  run: { is: has("checkpoints"), words: "a run", remedy: "await openRun(path) gives one" },
  checkpoint: { is: has("epoch", "weights"), words: "a checkpoint", remedy: "run.checkpoints lists them" },
  model: { is: has("architecture", "parameters"), words: "a model", remedy: "modelAt(run, checkpoint) gives one" },
  network: { is: has("architecture", "task"), words: "a network", remedy: "run.network is one" },
  task: { is: has("p", "answers"), words: "a task", remedy: "run.network.task is one" },
  weightName: { ...TEXT, words: "the name of a weight" },
  selection: { is: isObject, words: "a selection", remedy: "write {every, epochs, last}" },
  analyzer: ANALYZER,
  analyzers: optional({
    is: (value) => Array.isArray(value) && value.every(ANALYZER.is),
    words: "a list of analyzers",
    remedy: ANALYZER.remedy,
  }),
  only: optional(LIST),
  analysis: ANALYSIS,
  analyses: {
    is: (value) => Array.isArray(value) && value.length > 0 && value.every(ANALYSIS.is),
    words: "a list of analyses, one at least",
    remedy: ANALYSIS.remedy,
  },
  result: { is: has("analyzer", "table"), words: "a result", remedy: "await analyze(run, analyzer) gives one" },
  results: LIST,
  table: { is: has("columns", "rows"), words: "a table", remedy: "a result's table is one" },
  finding: { is: has("value"), words: "a finding", remedy: "a result's findings are some" },
  figure: { is: has("data", "layout"), words: "a figure", remedy: "figuresOf(result, analyzer) makes them" },
  logits: { is: has("data", "shape"), words: "logits", remedy: "forward(model).logits are some" },
  noKeys: { is: has("code"), words: "a reason for no keys", remedy: "keyFrequencies(…) returns one" },
  times: { is: isObject, words: "the epochs of a run's phases", remedy: "write {memorised_at, generalised_at}" },
  plan: { is: has("cells"), words: "a plan of a sweep", remedy: "readPlan(folder) or sweepPlan(…) gives one" },
  cell: { is: has("id", "config"), words: "a cell of a sweep", remedy: "a plan's cells are some" },
  spec: { is: isObject, words: "what a sweep varies", remedy: "readSpec(file) gives one" },
  intervention: { is: isObject, words: "an intervention", remedy: "readIntervention(file) gives one" },
  config: { is: isObject, words: "a training configuration", remedy: "trainingConfig(preset) gives one" },
} satisfies Readonly<Record<string, Kind>>;

/**
 * Throws a UsageError that names the first of the arguments of a call which is not of its kind: JavaScript has no types that
 * would, and a mistake would show as a fault of ours far from where it was made.
 */
export function checkArguments(call: string, given: { readonly [K in keyof typeof KINDS]?: unknown }): void {
  for (const [name, value] of Object.entries(given)) {
    const { is, words, remedy }: Kind = KINDS[name as keyof typeof KINDS];
    if (is(value)) continue;
    throw new UsageError(call, `${name} must be ${words}, got ${shown(value)}`, remedy);
  }
}

/** What was given, in a few words: what is in an object may be long. */
function shown(value: unknown): string {
  if (value === undefined || value === null) return String(value);
  if (value instanceof Promise) return "a promise, which has to be awaited";
  if (typeof value === "string") return value.length > 40 ? "a long text" : JSON.stringify(value);
  if (Array.isArray(value)) return `a list of ${value.length}`;
  return typeof value === "object" ? "another object" : typeof value === "function" ? "a function" : String(value);
}
