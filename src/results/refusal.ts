import type { Analyzer } from "../analyzers/_analyzer.ts";
import type { Run } from "../runs/run.ts";

const OTHER_BLOCKS = "the network is a list of other blocks than a transformer's or an MLP's";

/** Why a run cannot be asked by an analyzer, in words; undefined where it can. Nothing is computed. */
export function refusal(
  run: Run,
  { applies, anyNetwork, curves }: Pick<Analyzer, "applies" | "anyNetwork" | "curves">,
): string | undefined {
  if (!run.network && curves) return undefined;
  const answer = applies?.(run) ?? true;
  if (answer !== true) return answer;
  if (run.network?.architecture.kind === "blocks" && !anyNetwork) return OTHER_BLOCKS;
  return run.network ? undefined : "there are no weights";
}
