import { NESTING } from "./_budget.ts";
import { isDictionary, isInert, type Value } from "./_values.ts";

/** Calls `fail` if a depth-first walk of the value, each object once, would go deeper than a value may be nested. */
export function checkDepth(root: Value, fail: (problem: string) => never): void {
  const seen = new Set<Value>();
  const walks: Iterator<Value>[] = [nested([root]).values()];
  while (walks.length > 0) {
    const { value, done } = (walks.at(-1) as Iterator<Value>).next();
    if (done) {
      walks.pop();
    } else if (!seen.has(value)) {
      seen.add(value);
      walks.push(nested(partsOf(value)).values());
      if (walks.length > NESTING.values) fail(`nested deeper than ${NESTING.values}`);
    }
  }
}

/** Those parts that may have parts: most values are long lists of numbers. */
function nested(parts: readonly Value[]): readonly Value[] {
  return parts.filter((part) => typeof part === "object" && part !== null);
}

function partsOf(value: Value): readonly Value[] {
  if (Array.isArray(value)) return value;
  if (isDictionary(value)) return [...value.values()];
  return isInert(value) ? [value.arguments, value.state] : [];
}
