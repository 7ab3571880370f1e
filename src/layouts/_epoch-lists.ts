import { readArray } from "../formats/_arrays.ts";
import { type Dictionary, isArray, type Value } from "../formats/_values.ts";

/** Words for the moments of training … */
const EPOCH_WORDS = /^(e|epochs?|its?|iters?|iterations?|steps?)$/;
/** … for weights, and for what is logged: whichever a list of moments is of, it is named by one of them or by the key. */
const STATE_WORDS = /^(checkpoints?|ckpts?|saved?|saves|snapshots?|models?|nets?|networks?|states?|dicts?|weights)$/;
const LOG_WORDS =
  /^(train|training|test|val|eval|logs?|logged|loss|losses|accs?|accuracy|accuracies|metrics?|history)$/;

/**
 * The moments of the `length` values that stand under `key`: of the lists of as many rising whole numbers whose name is
 * of moments and of nothing else, the one that shares most words with the key. `net_its` are of `net`, `its` of any.
 */
export function epochsFor(dictionary: Dictionary, key: string, length: number): readonly number[] | undefined {
  const own = words(key);
  const kin = own.some((word) => LOG_WORDS.test(word)) ? LOG_WORDS : STATE_WORDS;
  const lists = [...dictionary].flatMap(([name, value]) => {
    const named = words(String(name));
    const others = named.filter((word) => !EPOCH_WORDS.test(word));
    if (others.length === named.length || !others.every((word) => own.includes(word) || kin.test(word))) return [];
    const epochs = wholeNumbers(value, length);
    return epochs ? [{ epochs, shared: others.filter((word) => own.includes(word)).length }] : [];
  });
  return lists.toSorted((a, b) => b.shared - a.shared)[0]?.epochs;
}

function words(name: string): readonly string[] {
  return name
    .replace(/([a-z])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((word) => word !== "");
}

function wholeNumbers(value: Value, length: number): readonly number[] | undefined {
  const listed = isArray(value) ? value.shape.length === 1 && value.shape[0] === length : Array.isArray(value);
  if (!listed) return undefined;
  const list: readonly unknown[] = isArray(value) ? Array.from(readArray(value)) : (value as readonly Value[]);
  const rising = list.every(
    (one, i) => Number.isInteger(one) && (one as number) >= 0 && (i === 0 || (one as number) > (list[i - 1] as number)),
  );
  return rising && list.length === length ? (list as readonly number[]) : undefined;
}
