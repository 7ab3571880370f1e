import { UsageError } from "../errors.ts";
import type { Model } from "../networks/model.ts";
import { frequencyCount } from "../numerics/fourier.ts";
import {
  KEY_RULES,
  type KeyFrequencies,
  type KeyRule,
  keyFrequencies,
  type NoKeys,
  noCyclicGroup,
  noKeysInWords,
} from "../quantities/key-frequencies.ts";
import { modelAt } from "../runs/model-at.ts";
import type { Network, Run } from "../runs/run.ts";
import * as column from "../tables/column.ts";
import * as field from "../tables/field.ts";
import { cyclicForm } from "../tasks/_cyclic.ts";
import type { Finding } from "./_analyzer.ts";
import * as option from "./_options.ts";

/** How an analyzer of key frequencies is told which they are. */
export const KEY_OPTIONS = {
  keys: option.integers("the key frequencies themselves, e.g. 14,35,41; else the rule finds them"),
  rule: option.choice("by which rule key frequencies are found", KEY_RULES, "logit-map"),
  keysAt: option.integerOr(
    "checkpoint whose key frequencies hold for all: the last, as published curves do, or an epoch; each: its own",
    ["last", "each"],
    "last",
  ),
};
type KeyOptions = option.Values<typeof KEY_OPTIONS>;

/** Key frequencies for the whole run, or how each checkpoint finds its own. Plain JSON. */
export interface ChosenKeys {
  /** Null where each checkpoint has its own. */
  readonly keys: readonly number[] | null;
  /** Why there are none; else null. */
  readonly none: NoKeys | null;
  /** Which rule found them; null where they are given. */
  readonly rule: KeyRule | null;
  /** At the checkpoint of which epoch it did; null where they are given, or each checkpoint has its own. */
  readonly epoch: number | null;
}

/** Why there are no key frequencies, as a field of a conclusion. */
export const NO_KEYS = field.optionalRecord(
  "why there are none; null where there are, or each checkpoint has its own",
  {
    code: column.text<NoKeys["code"]>(
      "no cyclic group: the operation is of none; other blocks: the network lacks what the rule reads; none pass: no frequency passes the rule; not sparse: more than half pass",
    ),
    formula: column.optionalText("the operation that is no cyclic group's"),
    passing: column.integer("how many frequencies pass the rule"),
    frequencies: column.integer("of how many"),
  },
);

/** The key frequencies that an analyzer's numbers are of, as a field of its conclusion. */
export const CONCLUDED_KEYS = {
  key_frequencies: field.record("the key frequencies that all this is of", {
    keys: column.integers("of the last checkpoint; none where there are none"),
    rule: column.optionalText<KeyRule>("which rule found them; null where they are given"),
    epoch: column.optionalInteger("at which checkpoint; null where they are given, or each checkpoint has its own"),
    none: NO_KEYS,
  }),
};
export type ConcludedKeys = field.FieldValues<typeof CONCLUDED_KEYS>;

/** True where the task has frequencies, or why it has none. */
export function hasFrequencies({ network }: Run): true | string {
  if (!network) return "there are no weights";
  return cyclicForm(network.task) ? true : noKeysInWords(noCyclicGroup(network.task));
}

/** The key frequencies that the options mean. Throws a UsageError where a frequency or epoch does not exist. */
export function chosenKeys(run: Run, { keys, rule, keysAt }: KeyOptions): ChosenKeys {
  if (!run.network) throw new UsageError("keys", "there are no weights to find them in", "give a run of checkpoints");
  const form = cyclicForm(run.network.task);
  if (!form) return { keys: [], none: noCyclicGroup(run.network.task), rule: null, epoch: null };
  if (keys !== undefined) {
    const most = frequencyCount(form.n);
    const wrong = keys.find((k) => k < 1 || k > most);
    if (wrong !== undefined)
      throw new UsageError("--keys", `there is no frequency ${wrong}`, `a frequency is from 1 to ${most}`);
    return { keys: [...new Set(keys)].sort((a, b) => a - b), none: null, rule: null, epoch: null };
  }
  if (keysAt === "each") return { keys: null, none: null, rule, epoch: null };
  const at = keysAt === "last" ? run.checkpoints.at(-1) : run.checkpoints.find(({ epoch }) => epoch === keysAt);
  if (!at) {
    const [first, last] = [run.checkpoints[0]?.epoch, run.checkpoints.at(-1)?.epoch];
    throw new UsageError(
      "--keys-at",
      `there is no checkpoint of epoch ${keysAt}`,
      `epochs go from ${first} to ${last}`,
    );
  }
  const found = keyFrequencies(modelAt(run, at), run.network.task, rule);
  return { keys: found.keys, none: found.none ?? null, rule, epoch: at.epoch };
}

/** The key frequencies that hold for a checkpoint. */
export function keysFor(model: Model, { task }: Network, { rule }: KeyOptions, chosen: ChosenKeys): KeyFrequencies {
  if (chosen.keys === null) return keyFrequencies(model, task, rule);
  return { rule, keys: chosen.keys, ...(chosen.none === null ? {} : { none: chosen.none }) };
}

/** The key frequencies with where they come from, as an analyzer concludes them; `last` are the last checkpoint's own. */
export function concludedKeys({ keys, none, rule, epoch }: ChosenKeys, last: readonly number[]): ConcludedKeys {
  return { key_frequencies: { keys: keys ?? last, rule, epoch, none } };
}

/** Which key frequencies the numbers are of, or why there are none. */
export function keysFinding({ keys, none, rule, epoch }: ChosenKeys): Finding {
  if (rule !== null && epoch === null)
    return { label: "key frequencies", value: `each checkpoint's own, rule ${rule}` };
  const from = rule === null ? (none === null ? ", given" : "") : `, rule ${rule} at epoch ${epoch}`;
  return { label: `key frequencies${from}`, value: none === null ? (keys ?? []) : `none: ${noKeysInWords(none)}` };
}
