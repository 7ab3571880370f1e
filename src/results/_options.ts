import type { Analyzer } from "../analyzers/_analyzer.ts";
import { flagOf, type Option, type Options, type Values } from "../analyzers/_options.ts";
import { UsageError } from "../errors.ts";

/**
 * The given options with the defaults filled in; one that has neither is left out. Throws a UsageError that names the
 * option and the values it can have.
 */
export function settledOptions<O extends Options>(
  { name, options }: Pick<Analyzer<O>, "name" | "options">,
  given: Partial<Values<O>>,
): Values<O> {
  for (const key of Object.keys(given)) {
    if (!(key in options)) {
      const known = Object.keys(options).join(", ");
      throw new UsageError(name, `has no option "${key}"`, known === "" ? "it has none" : `it has ${known}`);
    }
  }
  const settled = Object.entries<Option>(options).map(([key, option]) => {
    const value = (given as Record<string, unknown>)[key] ?? option.default;
    check(key, option, value);
    return [key, value] as const;
  });
  return Object.fromEntries(settled.filter(([, value]) => value !== undefined)) as Values<O>;
}

function check(key: string, { kind, choices, within }: Option, value: unknown): void {
  const wrong = (needs: string) => new UsageError(flagOf(key), `takes ${needs}, got ${JSON.stringify(value)}`);
  const words = choices?.join(" or ") ?? "";
  if (choices?.includes(value as string)) return;
  if (kind === "choice") throw wrong(words);
  if (kind === "integer" && !Number.isInteger(value))
    throw wrong(words === "" ? "an integer" : `${words} or an integer`);
  if (kind === "number" && typeof value !== "number") throw wrong("a number");
  if (within && !((value as number) >= within[0] && (value as number) <= within[1]))
    throw wrong(`a number from ${within[0]} to ${within[1]}`);
  if (kind === "integers" && value !== undefined && !(Array.isArray(value) && value.every(Number.isInteger)))
    throw wrong("integers, e.g. 3,5,14");
}
