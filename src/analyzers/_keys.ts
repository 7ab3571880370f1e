import { UsageError } from "../errors.ts";
import type { Model } from "../networks/model.ts";
import { frequencyCount } from "../numerics/fourier.ts";
import { KEY_RULES, type KeyFrequencies, keyFrequencies } from "../quantities/key-frequencies.ts";
import { modelAt } from "../runs/model-at.ts";
import type { Network, Run } from "../runs/run.ts";
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
  readonly none: string | null;
  /** Where they come from, in words. */
  readonly origin: string;
}

/** True where the task has frequencies, or why it has none. */
export function hasFrequencies({ network }: Run): true | string {
  if (!network) return "there are no weights";
  return cyclicForm(network.task)
    ? true
    : `${network.task.formula} is no cyclic group's operation: its inputs have no frequencies`;
}

/** The key frequencies that the options mean. Throws a UsageError where a frequency or epoch does not exist. */
export function chosenKeys(run: Run, { keys, rule, keysAt }: KeyOptions): ChosenKeys {
  const form = run.network && cyclicForm(run.network.task);
  if (!run.network || !form) return { keys: [], none: String(hasFrequencies(run)), origin: "" };
  if (keys !== undefined) {
    const most = frequencyCount(form.n);
    const wrong = keys.find((k) => k < 1 || k > most);
    if (wrong !== undefined)
      throw new UsageError("--keys", `there is no frequency ${wrong}`, `a frequency is from 1 to ${most}`);
    return { keys: [...new Set(keys)].sort((a, b) => a - b), none: null, origin: "given" };
  }
  if (keysAt === "each") return { keys: null, none: null, origin: `each checkpoint's own, rule ${rule}` };
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
  return { keys: found.keys, none: found.none ?? null, origin: `rule ${rule} at epoch ${at.epoch}` };
}

/** The key frequencies that hold for a checkpoint. */
export function keysFor(model: Model, { task }: Network, { rule }: KeyOptions, chosen: ChosenKeys): KeyFrequencies {
  if (chosen.keys === null) return keyFrequencies(model, task, rule);
  return { rule, keys: chosen.keys, ...(chosen.none === null ? {} : { none: chosen.none }) };
}

/** Which key frequencies the numbers are of, or why there are none. */
export function keysFinding({ keys, none, origin }: ChosenKeys): Finding {
  if (keys === null) return { label: "key frequencies", value: origin };
  const label = ["key frequencies", ...(origin === "" ? [] : [origin])].join(", ");
  return { label, value: none === null ? keys : `none: ${none}` };
}
