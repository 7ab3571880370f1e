import type { Field, Fields, FieldValues } from "../tables/field.ts";

/**
 * An object of these fields as it was before it was JSON, which has no NaN: a number that every conclusion has and this one
 * has not was not finite. Undefined where it has other fields, or values of other kinds.
 */
export function restored<F extends Fields>(value: unknown, fields: F): FieldValues<F> | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  if (Object.keys(value).sort().join() !== Object.keys(fields).sort().join()) return undefined;
  const entries = Object.entries(value).map(([name, one]) => [name, restoredField(one, fields[name])] as const);
  return entries.some(([, one]) => one === undefined) ? undefined : (Object.fromEntries(entries) as FieldValues<F>);
}

function restoredField(value: unknown, { kind, nullable, fields = {} }: Field): unknown {
  if (value === null && nullable) return null;
  switch (kind) {
    case "record":
      return restored(value, fields);
    case "records": {
      const all = Array.isArray(value) ? value.map((one) => restored(one, fields)) : undefined;
      return all?.includes(undefined) ? undefined : all;
    }
    case "number":
      return value === null ? Number.NaN : typeof value === "number" ? value : undefined;
    case "integer":
      return typeof value === "number" ? value : undefined;
    case "numbers":
      return Array.isArray(value) ? value.map((one) => (one === null ? Number.NaN : one)) : undefined;
    case "integers":
      return Array.isArray(value) ? value : undefined;
    case "text":
      return typeof value === "string" ? value : undefined;
    case "boolean":
      return typeof value === "boolean" ? value : undefined;
  }
}
