import { UsageError } from "../errors.ts";

/** From an epoch on so large a share of the pairs is trained on. */
export interface Stage {
  readonly epoch: number;
  readonly fraction: number;
}

/**
 * The stages of a curriculum, as "0:0.1,2000:0.2,5000:0.3"; none of "". Each trains on the first of the pairs in one shuffled
 * order, so that each has those of the one before. Throws a UsageError unless epochs and shares ascend, the epochs from 0,
 * the shares to `fraction`: what is never trained on is the test set, from the first epoch on.
 */
export function stagesOf(curriculum: string, fraction: number): readonly Stage[] {
  if (curriculum === "") return [];
  const refused = (problem: string, remedy = `write epoch:share,…, as in 0:0.1,2000:${fraction}`) =>
    new UsageError("--curriculum", problem, remedy);
  const stages = curriculum.split(",").map((stage): Stage => {
    const [epoch, share, ...more] = stage.split(":").map((word) => (word.trim() === "" ? Number.NaN : Number(word)));
    if (more.length > 0 || !(Number.isSafeInteger(epoch) && (epoch as number) >= 0) || !((share as number) > 0))
      throw refused(`"${stage}" is no epoch with a share`);
    return { epoch: epoch as number, fraction: share as number };
  });
  if (stages[0]?.epoch !== 0) throw refused(`begins at epoch ${stages[0]?.epoch}, not at 0`);
  const falls = stages.find(({ epoch, fraction }, i) => {
    const before = stages[i - 1];
    return before && (epoch <= before.epoch || fraction <= before.fraction);
  });
  if (falls) throw refused(`does not ascend at ${falls.epoch}:${falls.fraction}`);
  const last = stages.at(-1) as Stage;
  if (last.fraction !== fraction)
    throw refused(
      `ends with the share ${last.fraction}, and --fraction is ${fraction}`,
      `make the two the same, or give --curriculum "" for none`,
    );
  return stages;
}
