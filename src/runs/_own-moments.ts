import { join } from "pathe";
import { readFile } from "../formats/_read.ts";
import { isFile } from "../formats/_sources.ts";
import { type ArrayRef, isArray, isDictionary, type Value } from "../formats/_values.ts";
import type { StoredOptimiser } from "../layouts/_optimiser-state.ts";
import { MOMENTS, OWN_RUN, RESUME, stateName } from "../layouts/_own-run.ts";
import type { Gathered } from "./_gathered.ts";

/** The optimisers of `train` that remember Adam's moments. */
const ADAM = ["adam", "adamw"];

/**
 * Adam's moments at a checkpoint of a run that `train` made: from the state that is kept for its epoch, else from that of the
 * last epoch, which resuming needs. Undefined where the run is no such one, or keeps none of that epoch.
 */
export function ownMoments(path: string, config: Gathered["config"], epoch: number): StoredOptimiser | undefined {
  if (config.get("format") !== OWN_RUN) return undefined;
  const file = [stateName(epoch), RESUME].map((name) => join(path, name)).find((name) => isFile(name));
  if (file === undefined) return undefined;
  const { value } = readFile(file);
  const words = isDictionary(value) ? value.get("__metadata__") : undefined;
  if (!isDictionary(value) || !isDictionary(words) || numberOf(words.get("epoch")) !== epoch) return undefined;
  const optimiser = config.get("optimiser");
  if (!ADAM.includes(String(optimiser))) return `the optimiser is ${optimiser}, which has no moments of Adam's`;
  const [step, beta1, beta2] = [numberOf(words.get("step")), config.get("beta1"), config.get("beta2")];
  if (!Number.isSafeInteger(step) || typeof beta1 !== "number" || typeof beta2 !== "number")
    return "the optimiser's state lacks its step or its betas";
  const named = (prefix: string) =>
    [...value].flatMap(([name, entry]): [string, ArrayRef][] =>
      String(name).startsWith(prefix) && isArray(entry) ? [[String(name).slice(prefix.length), entry]] : [],
    );
  const second = new Map(named(MOMENTS.second));
  const parameters = named(MOMENTS.first).flatMap(([name, first]) => {
    const other = second.get(name);
    return other ? [{ step, first, second: other }] : [];
  });
  return parameters.length > 0 ? { betas: [beta1, beta2], parameters } : "the optimiser's state holds no moments";
}

/** Of a text alone: a list of lists, as another format may have, would be written out to be made a number. */
function numberOf(word: Value | undefined): number {
  return typeof word === "string" ? Number(word) : Number.NaN;
}
