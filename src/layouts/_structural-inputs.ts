import type { TokenRow } from "./_facts.ts";
import { MAX_POSITIONS } from "./_structural-ends.ts";

/** What a transformer reads for the pair (a, b). */
export interface Input {
  readonly p: number;
  readonly sequence: readonly ("a" | "b" | number)[];
  /** Token of the residue 0. */
  readonly firstToken: number;
  /** Unusual: tried where stored losses speak against what is usual. */
  readonly fallback?: true;
}

/** More signs than these beside the residues could stand in too many orders to try. */
const MAX_SIGNS = 4;
/** What stands after the last position that is read: the answer, and a sign that ends the sequence. */
const MOST_AFTER = 2;

/**
 * Every input that the sizes allow, the likeliest first. A vocabulary of p has no sign, one of p + 1 has '=' as token p,
 * one of p + 2 an operator too, one of p + 3 an end of sequence. A table of positions may have more than are read, for the
 * answer and what ends it; `positions` is undefined where there is none, and a long one says nothing.
 */
export function inputs(
  vocabulary: number,
  logits: number,
  positions: number | undefined,
  stated: number | undefined,
  tokens?: TokenRow,
): readonly Input[] {
  const shown = tokens && shownInput({ vocabulary, logits, positions, stated }, tokens);
  if (shown) return [shown];
  const learnt = positions !== undefined && positions <= MAX_POSITIONS + MOST_AFTER ? positions : undefined;
  const modulus =
    stated !== undefined ? [stated] : logits < vocabulary ? [logits] : [vocabulary - 1, vocabulary, vocabulary - 2];
  const found = modulus
    .filter((p) => p >= 2 && p <= logits)
    .flatMap((p) => {
      // Of a vocabulary with room to spare, where the run states p, the tokens that follow the residues are its signs.
      const signs = p === stated ? Math.min(vocabulary - p, MAX_SIGNS) : vocabulary - p;
      return sequences(p, signs, logits >= vocabulary).map((input) => ({ p, ...input }));
    });
  const fitting = found.filter(
    ({ sequence }) =>
      sequence.length <= (positions ?? sequence.length) && sequence.length >= (learnt ?? 0) - MOST_AFTER,
  );
  // Where every position is read, the signs explain the whole table.
  return fitting.toSorted((a, b) => spare(a, learnt) - spare(b, learnt));
}

/** The input that stored training data show; undefined where the network cannot read it. */
function shownInput(
  {
    vocabulary,
    logits,
    positions,
    stated,
  }: {
    readonly vocabulary: number;
    readonly logits: number;
    readonly positions: number | undefined;
    readonly stated: number | undefined;
  },
  { sequence, firstToken, span }: TokenRow,
): Input | undefined {
  const p = stated ?? (logits < vocabulary && logits >= span ? logits : span);
  const signs = sequence.filter((sign) => typeof sign === "number");
  const fits = p >= span && p <= logits && firstToken + p <= vocabulary && signs.every((sign) => sign < vocabulary);
  return fits && sequence.length <= (positions ?? sequence.length) ? { p, sequence, firstToken } : undefined;
}

function spare({ sequence, fallback }: Input, learnt: number | undefined): number {
  return (learnt === undefined ? 0 : learnt - sequence.length) + (fallback ? 2 * MAX_POSITIONS : 0);
}

type Sequence = Omit<Input, "p">;

/** Signs are the tokens after the residues; where every token has a logit they may stand before them. */
function sequences(p: number, signs: number, before: boolean): readonly Sequence[] {
  if (signs < 0 || signs > MAX_SIGNS) return [];
  const after = arrangements(
    Array.from({ length: signs }, (_, i) => p + i),
    0,
  );
  const first = before && signs > 0 ? arrangements([...Array(signs).keys()], signs) : [];
  const usual = after.slice(0, 1).map(({ sequence, firstToken }): Sequence => {
    const [a, b] = [sequence.indexOf("a"), sequence.indexOf("b")];
    return { sequence: sequence.with(a, "b").with(b, "a"), firstToken, fallback: true };
  });
  return [...after, ...first.map((input) => ({ ...input, fallback: true as const })), ...usual];
}

/** The orders in which some of the signs stand beside a and b, those that use all of them first. */
function arrangements(signs: readonly number[], firstToken: number): readonly Sequence[] {
  const ordered = (count: number): readonly (readonly number[])[] =>
    count === 0
      ? [[]]
      : ordered(count - 1).flatMap((some) =>
          signs.filter((sign) => !some.includes(sign)).map((sign) => [...some, sign]),
        );
  const [one, two, three] = [1, 2, 3].map(ordered);
  return [
    ...(signs.length >= 3 ? three.map(([eos, op, equals]) => [eos, "a", op, "b", equals] as const) : []),
    ...(signs.length >= 2 ? two.map(([op, equals]) => ["a", op, "b", equals] as const) : []),
    ...(signs.length >= 1 ? one.map(([equals]) => ["a", "b", equals] as const) : []),
    ...(signs.length === 1 ? one.map(([op]) => ["a", op, "b"] as const) : []),
    ["a", "b"] as const,
  ].map((sequence) => ({ sequence, firstToken }));
}
