import { InvalidArgumentError } from "commander";
import { UsageError } from "../errors.ts";
import type { Shard } from "../results/shard.ts";
import { ARRAY_VARIABLES, arrayIndex } from "../sweeps/array-index.ts";

/** A shard as it is asked for: without an index, which a scheduler's array then gives. */
export interface GivenShard {
  /** From 0. */
  readonly index?: number;
  readonly count: number;
}

/** `i/n` with i from 1, or `/n`. */
export function givenShard(word: string): GivenShard {
  const [, i, n] = /^(\d*|auto)\/(\d+)$/.exec(word) ?? [];
  const count = Number(n);
  const place = i === "" || i === "auto" ? undefined : Number(i);
  if (n === undefined || count < 1 || (place !== undefined && (place < 1 || place > count)))
    throw new InvalidArgumentError("It must be i/n with i from 1 to n, or /n in a scheduler's array.");
  return place === undefined ? { count } : { index: place - 1, count };
}

/**
 * The shard with its index: the one given, else this process's place in a scheduler's array. Throws a UsageError that names
 * the variable where that is no shard, or where there is none.
 */
export function shardOf({ index, count }: GivenShard, env: Readonly<Record<string, string | undefined>>): Shard {
  if (index !== undefined) return { index, count };
  const found = arrayIndex(env, `give --shard i/${count}`);
  if (!found) {
    const names = Object.keys(ARRAY_VARIABLES).join(", ");
    throw new UsageError(
      "--shard",
      `/${count} is of a scheduler's array, and this is in none`,
      `give i/${count}, or set ${names}`,
    );
  }
  const first = ARRAY_VARIABLES[found.variable];
  if (found.index >= count)
    throw new UsageError(
      found.variable,
      `${found.index + first} is no shard of ${count}`,
      `let the array be ${first}-${count - 1 + first}`,
    );
  return { index: found.index, count };
}
