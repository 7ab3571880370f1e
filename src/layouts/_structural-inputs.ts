import { MAX_POSITIONS } from "./_structural-ends.ts";

/** What a transformer reads for the pair (a, b). */
export interface Input {
  readonly p: number;
  readonly sequence: readonly ("a" | "b" | number)[];
}

/**
 * Every input that the sizes allow, the likeliest first. A vocabulary of p has no sign, one of p + 1 has '=' as token p,
 * one of p + 2 an operator too. A table of positions may have one more than is read, for the answer; `positions` is
 * undefined where there is none, and a long one says nothing.
 */
export function inputs(
  vocabulary: number,
  logits: number,
  positions: number | undefined,
  stated: number | undefined,
): readonly Input[] {
  const learnt = positions !== undefined && positions <= MAX_POSITIONS ? positions : undefined;
  const modulus =
    stated !== undefined ? [stated] : logits < vocabulary ? [logits] : [vocabulary - 1, vocabulary, vocabulary - 2];
  const found = modulus
    .filter((p) => p >= 2 && p <= logits)
    .flatMap((p) => sequences(p, vocabulary - p).map((sequence) => ({ p, sequence })));
  const fitting = found.filter(
    ({ sequence }) => sequence.length <= (positions ?? sequence.length) && sequence.length >= (learnt ?? 0) - 1,
  );
  // Where every position is read, the signs explain the whole table.
  return fitting.toSorted((a, b) => spare(a, learnt) - spare(b, learnt));
}

function spare({ sequence }: Input, learnt: number | undefined): number {
  return learnt === undefined ? 0 : learnt - sequence.length;
}

function sequences(p: number, signs: number): readonly Input["sequence"][] {
  if (signs === 0) return [["a", "b"]];
  if (signs === 1)
    return [
      ["a", "b", p],
      ["a", p, "b"],
      ["a", "b"],
    ];
  if (signs === 2)
    return [
      ["a", p, "b", p + 1],
      ["a", p + 1, "b", p],
      ["a", "b", p],
      ["a", "b", p + 1],
    ];
  return [];
}
