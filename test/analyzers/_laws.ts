import type { Option } from "#analyzers/_options.js";

/** The defaults, then each choice with the others at their defaults. */
export function everyValue(options: Readonly<Record<string, Option>>): readonly object[] {
  const changes = Object.entries(options).flatMap(([name, { choices, default: fallback }]) =>
    (choices ?? []).filter((choice) => choice !== fallback).map((choice) => ({ [name]: choice })),
  );
  return [{}, ...changes];
}

/** The value with every object and array inside frozen; typed arrays and maps cannot be. */
export function frozen<T>(value: T): T {
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value) || Object.isFrozen(value)) return value;
  for (const inner of Object.values(value)) frozen(inner);
  return Object.freeze(value);
}

/** The object, which throws when asked for what the columns do not name. */
export function watched<T extends object>(row: T, columns: object): T {
  return new Proxy(row, {
    get: (target, name) => {
      if (typeof name === "string" && !(name in columns)) throw new Error(`there is no column ${name}`);
      return Reflect.get(target, name);
    },
  });
}
