import { parsedJsonText } from "../formats/_json.ts";
import { unfolding } from "../formats/_unfolding.ts";
import { type Dictionary, isDictionary, isInert, type Value } from "../formats/_values.ts";
import { valuesLog } from "../logs/_values.ts";
import type { Curve, StoredLosses } from "../logs/curves/curve.ts";
import type { StatedColumns } from "../logs/curves/meaning.ts";
import { isOfLogs, loggedAs } from "../logs/curves/names.ts";
import { epochsFor } from "./_epoch-lists.ts";
import { dictionaryOf, scalars } from "./_facts.ts";
import { kerasSettings } from "./_keras-config.ts";
import type { StateDict } from "./_layout.ts";
import { optimiserIn, type StoredOptimiser } from "./_optimiser-state.ts";
import { moduleState, nestedState, stateDict } from "./_state-dict.ts";
import { lossesOf, scalar } from "./_stored-losses.ts";
import { type StoredSplit, storedSplit } from "./_stored-split.ts";
import { type UnreadArray, unreadArrays } from "./_unread-arrays.ts";

/** One moment of training, as a file holds it. */
export interface Snapshot {
  /** Undefined where the file does not say. */
  readonly epoch: number | undefined;
  readonly state: StateDict;
  readonly losses: StoredLosses;
  /** What the optimiser remembers, where the file stores it beside the weights. */
  readonly optimiser?: StoredOptimiser | undefined;
}

/** What a training script put into one file, whichever keys it chose. */
export interface Contents {
  readonly snapshots: readonly Snapshot[];
  /** Losses and accuracies by epoch. */
  readonly curves: readonly Curve[];
  /** What of these is not in them, and columns of numbers that were not understood. */
  readonly doubts: readonly string[];
  readonly unread: readonly string[];
  /** Arrays that are neither, as their numbers are not read. */
  readonly unreadArrays: readonly UnreadArray[];
  readonly split: StoredSplit | undefined;
  readonly config: ReadonlyMap<string, string | number | boolean>;
}

/** Keys under which scripts keep the weights of one moment, the likeliest first. */
const MODEL_KEYS = ["model", "state_dict", "model_state_dict", "net", "network", "module", "params", "weights"];
/** Keys under which scripts keep the weights of many moments, in a list or by step. */
const SERIES_KEYS = ["state_dicts", "checkpoints", "models", "model_checkpoints", "state_dict_list", "snapshots"];
const WEIGHTS = new Set([...MODEL_KEYS, ...SERIES_KEYS]);
const EPOCH_KEYS = ["epoch", "step", "global_step", "iteration", "iter", "it", "e"];
const CONFIG_KEYS = [
  ...["config", "cfg", "args", "hparams", "hyper_parameters", "hyperparameters"],
  ...["opt", "opts", "options", "settings", "flags", "model_config", "train_config"],
];

/**
 * What one file holds: the weights of one or many moments, curves, the split, the configuration; each may lack. An array alone
 * is the curve that the name of the `file` names.
 */
export function contents(
  value: Value,
  named: { readonly file?: string; readonly columns?: StatedColumns } = {},
): Contents {
  const top = dictionaryOf(value);
  const config = new Map(CONFIG_KEYS.flatMap((key) => [...scalars(top?.get(key))]));
  const keras = top?.get("config");
  if (typeof keras === "string" && keras.startsWith("{"))
    for (const [name, setting] of kerasSettings(keras)) config.set(name, setting);
  for (const [name, scalar] of metadata(top?.get("__metadata__"))) config.set(name, scalar);
  if (top && isInert(value)) for (const [name, scalar] of scalars(value)) config.set(name, scalar);
  return {
    snapshots: snapshots(value, unfolding(named.file ?? "the file")),
    ...valuesLog(value, named),
    unreadArrays: unreadArrays(value).filter(({ at }) => isMissed(at)),
    split: storedSplit(value),
    config,
  };
}

/**
 * Whether an array that is not read may have been a curve or a weight, by the keys that lead to it: the state of a random
 * generator and lists of words are none, and nobody misses them.
 */
function isMissed(at: string): boolean {
  const keys = at.split(".");
  const last = keys[keys.length - 1];
  return at === "" || isOfLogs(last) || loggedAs(last) !== undefined || keys.some((key) => WEIGHTS.has(key));
}

/** Words that a safetensors file keeps beside its arrays; an entry that is a JSON object counts by its own entries. */
function metadata(value: Value | undefined): ReadonlyMap<string, string | number | boolean> {
  const words = [...scalars(value)].flatMap(([name, word]): [string, string | number | boolean][] => {
    if (typeof word !== "string" || !word.startsWith("{")) return [[name, word]];
    try {
      const json = parsedJsonText(word, name) as Record<string, unknown>;
      return [...scalars(new Map(Object.entries(json)) as Dictionary)];
    } catch {
      return [[name, word]];
    }
  });
  return new Map(words);
}

type Taken = ReturnType<typeof unfolding>;

function snapshots(value: Value, taken: Taken): readonly Snapshot[] {
  const whole = stateDict(value) ?? moduleState(value, taken);
  if (whole) {
    const beside = isDictionary(value) ? value : new Map();
    return [{ epoch: metadataEpoch(beside), state: whole, losses: metadataLosses(beside) }];
  }
  if (Array.isArray(value)) return series(value, taken);
  if (!isDictionary(value)) return [];
  for (const key of [...SERIES_KEYS, ...MODEL_KEYS]) {
    const many = value.get(key);
    if (many === undefined || (MODEL_KEYS.includes(key) && !Array.isArray(many))) continue;
    const found = series(many, taken, Array.isArray(many) ? epochsFor(value, key, many.length) : undefined);
    if (found.length > 0) return found;
  }
  for (const key of MODEL_KEYS) {
    const state = stateDict(value.get(key)) ?? nestedState(value.get(key)) ?? moduleState(value.get(key), taken);
    if (state) return [{ epoch: epochOf(value), state, losses: lossesOf(value), optimiser: optimiserIn(value) }];
  }
  const steps = series(value, taken);
  const nested = alike(steps) ? undefined : nestedState(value);
  return nested ? [{ epoch: undefined, state: nested, losses: {} }] : steps;
}

/** Whether there are moments, and all are of one network: the layers Dense_0 and Dense_1 look like steps 0 and 1. */
function alike(moments: readonly Snapshot[]): boolean {
  const signatures = moments.map(({ state }) => [...state].map(([name, { shape }]) => `${name} ${shape}`).join());
  return new Set(signatures).size === 1;
}

/** What a moment costs whoever reads a run, as entries of its dictionary: each is read as a network of its own. */
const A_MOMENT = 256;

/** Many moments: a list (epochs beside it, in each element, or none), or a dictionary by step. */
function series(many: Value, taken: Taken, listed: readonly number[] = []): readonly Snapshot[] {
  const known = new Map<Value, Omit<Snapshot, "epoch"> & { readonly own: number | undefined }>();
  const elements: readonly (readonly [unknown, Value])[] = Array.isArray(many)
    ? many.map((element, i) => [listed[i], element] as const)
    : isDictionary(many)
      ? [...many].map(([key, element]) => [stepOf(key), element] as const)
      : [];
  const moment = (element: Value) => {
    const inner = isDictionary(element)
      ? MODEL_KEYS.map((key) => stateDict(element.get(key)) ?? nestedState(element.get(key))).find(Boolean)
      : undefined;
    const state = stateDict(element) ?? moduleState(element, taken) ?? inner;
    if (!state) return undefined;
    const own = inner && isDictionary(element) ? epochOf(element) : undefined;
    const losses = inner && isDictionary(element) ? lossesOf(element) : {};
    const optimiser = inner && isDictionary(element) ? optimiserIn(element) : undefined;
    return { own, state, losses, optimiser };
  };
  return elements.flatMap(([stated, element]) => {
    // One dictionary may stand in the list a thousand times.
    if (isDictionary(element) || isInert(element)) taken(element, A_MOMENT);
    const found = known.get(element) ?? moment(element);
    if (!found) return [];
    known.set(element, found);
    const { own, ...held } = found;
    return [{ epoch: typeof stated === "number" ? stated : own, ...held }];
  });
}

/** Losses that a safetensors file keeps as words beside its arrays. */
function metadataLosses(dictionary: Dictionary): StoredLosses {
  const entries = [...metadata(dictionary.get("__metadata__"))].flatMap(([name, word]) => {
    const number = typeof word === "string" && word.trim() !== "" ? Number(word) : word;
    return typeof number === "number" && Number.isFinite(number) ? [[name, number] as const] : [];
  });
  return lossesOf(new Map(entries));
}

/** 100, "100" and "step_100" are step 100; other keys are no step. */
function stepOf(key: string | number): number | undefined {
  if (typeof key === "number") return key;
  const digits = /^(?:[a-z]+[_-]?)?(\d+)$/i.exec(key)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

function metadataEpoch(dictionary: Dictionary): number | undefined {
  const word = metadata(dictionary.get("__metadata__")).get("epoch");
  return typeof word === "string" && /^\d+$/.test(word) ? Number(word) : undefined;
}

function epochOf(dictionary: Dictionary): number | undefined {
  for (const key of EPOCH_KEYS) {
    const found = dictionary.get(key);
    const epoch = typeof found === "string" && /^\d+$/.test(found) ? Number(found) : scalar(found);
    if (epoch !== undefined && Number.isInteger(epoch) && epoch >= 0) return epoch;
  }
  return undefined;
}
