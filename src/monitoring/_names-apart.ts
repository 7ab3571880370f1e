import { resolve, sep } from "node:path";

/** What paths are called, each with as many of the folders above it as tell them apart; two that are one path have one name. */
export function namesApart(paths: readonly string[]): readonly string[] {
  const parts = paths.map((path) => resolve(path).split(sep));
  const last = (own: readonly string[], count: number) => own.slice(-count).join("-");
  return parts.map((own) => {
    const others = parts.filter((other) => other.join(sep) !== own.join(sep));
    const count = own.findIndex((_, i) => !others.some((other) => last(other, i + 1) === last(own, i + 1)));
    return last(own, count + 1);
  });
}
