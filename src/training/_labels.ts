import { pythonShuffle } from "../numerics/python-random.ts";

/** Apart from the seeds of splits, which are small; seed 0 shuffles all of them alike, each another length. */
const [OF_PAIRS, OF_LABELS] = [1_000_003, 1_000_033];

/**
 * The answers that are trained on [pair]: of so large a share of these pairs, drawn with a seed, another of the p answers
 * than the right one, each of them as often as the others.
 */
export function labels(
  answers: Int32Array,
  p: number,
  train: Int32Array,
  { corrupted, seed }: { readonly corrupted: number; readonly seed: number },
): Int32Array {
  const out = answers.slice();
  const count = Math.round(corrupted * train.length);
  if (count === 0) return out;
  const drawn = pythonShuffle((seed >>> 0) * OF_PAIRS, train.length);
  const shifts = pythonShuffle((seed >>> 0) * OF_LABELS, p - 1);
  for (let i = 0; i < count; i++) {
    const pair = train[drawn[i] as number] as number;
    out[pair] = ((answers[pair] as number) + 1 + (shifts[i % (p - 1)] as number)) % p;
  }
  return out;
}
