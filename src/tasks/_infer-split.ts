import { NEITHER, type Split, TEST, TRAIN } from "./_split.ts";

/**
 * Below it no gap counts. Memorising runs of known split left gaps of 10 and more between training and test pairs, and
 * none above 2 elsewhere.
 */
const MIN_GAP = 3;
/** Among fewer losses a gap of MIN_GAP in the sparse tails is a matter of chance. */
const MIN_PAIRS = 200;
/** Fractions to train on that a script may have; outside are the tails, with their own gaps. */
const MIN_FRACTION = 0.05;
const MAX_FRACTION = 0.95;
/** The least loss but 0 in float32: what memorisation does ends here. */
const LEAST_LOSS = 2 ** -23;
/** A random split trains on (b, a) for no larger a share of the (a, b) that it trains on. */
const MAX_MIRRORED = 0.99;

/**
 * The split at the widest gap l_{k+1} / l_k between the sorted losses: the k pairs below it were trained on. `losses` are,
 * at a·p + b, each pair's largest over the checkpoints of the memorisation era; NaN is a pair of neither part.
 * Undefined where no gap is wide enough, and where every (b, a) falls with its (a, b): such a network is symmetric in a and
 * b, it learns both from either, and the loss cannot tell which one it saw.
 */
export function inferredSplit(losses: Float64Array): { readonly split: Split; readonly gap: number } | undefined {
  const sorted = losses.filter((loss) => !Number.isNaN(loss)).sort();
  if (sorted.length < MIN_PAIRS) return undefined;
  const { trainCount, gap } = widestGap(sorted);
  if (gap < MIN_GAP) return undefined;
  const largest = sorted[trainCount - 1] as number;
  const member = Uint8Array.from(losses, (loss) => (Number.isNaN(loss) ? NEITHER : loss <= largest ? TRAIN : TEST));
  if (mirroredShare(member) > MAX_MIRRORED) return undefined;
  const times = gap < 100 ? gap.toPrecision(2) : gap.toFixed(0);
  const origin = `inferred: the ${trainCount} pairs with the smallest loss, ${times}× below the next`;
  return { split: { member, origin, kind: "inferred" }, gap };
}

function widestGap(sorted: Float64Array): { readonly trainCount: number; readonly gap: number } {
  const n = sorted.length;
  let trainCount = 0;
  let gap = 1;
  for (let k = Math.ceil(MIN_FRACTION * n); k <= MAX_FRACTION * n; k++) {
    const ratio = Math.max(sorted[k] as number, LEAST_LOSS) / Math.max(sorted[k - 1] as number, LEAST_LOSS);
    if (ratio > gap) {
      trainCount = k;
      gap = ratio;
    }
  }
  return { trainCount, gap };
}

/** Of the training pairs (a, b) with a ≠ b, the share whose (b, a) is one too. */
function mirroredShare(member: Uint8Array): number {
  const p = Math.round(Math.sqrt(member.length));
  let pairs = 0;
  let mirrored = 0;
  for (const [s, value] of member.entries()) {
    const mirror = (s % p) * p + Math.floor(s / p);
    if (value !== TRAIN || mirror === s) continue;
    pairs++;
    if (member[mirror] === TRAIN) mirrored++;
  }
  return mirrored / pairs;
}
