import type { Option } from "#analyzers/_options.js";
import type { Field, Fields } from "#tables/field.js";

/** Each choice that is no default, with the others at theirs. */
export function everyOtherChoice(options: Readonly<Record<string, Option>>): readonly object[] {
  return Object.entries(options).flatMap(([name, { choices, default: fallback }]) =>
    (choices ?? []).filter((choice) => choice !== fallback).map((choice) => ({ [name]: choice })),
  );
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

/** Every field with where it is, those within others too: "circles.frequency". */
export function everyField(fields: Fields, within = ""): readonly (readonly [path: string, field: Field])[] {
  return Object.entries(fields).flatMap(([name, field]) => {
    const path = `${within}${name}`;
    return [[path, field] as const, ...everyField(field.fields ?? {}, `${path}.`)];
  });
}

/** Where an object has not exactly these fields, or values of other kinds; in words. */
export function misfits(value: unknown, fields: Fields, at = ""): readonly string[] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [`${at || "it"} is no record`];
  const [own, declared] = [Object.keys(value).sort(), Object.keys(fields).sort()];
  if (own.join() !== declared.join()) return [`${at || "it"} has ${own}, declared are ${declared}`];
  return Object.entries(fields).flatMap(([name, field]) =>
    fieldMisfits((value as Record<string, unknown>)[name], field, `${at}${at && "."}${name}`),
  );
}

function fieldMisfits(value: unknown, { kind, nullable, fields = {} }: Field, at: string): readonly string[] {
  if (value === null) return nullable ? [] : [`${at} is null`];
  if (kind === "record") return misfits(value, fields, at);
  if (kind === "records")
    return Array.isArray(value)
      ? value.flatMap((one, i) => misfits(one, fields, `${at}.${i}`))
      : [`${at} is no list of records`];
  const fits: Readonly<Record<typeof kind, (one: unknown) => boolean>> = {
    integer: Number.isInteger,
    number: Number.isFinite,
    integers: (one) => Array.isArray(one) && one.every(Number.isInteger),
    numbers: (one) => Array.isArray(one) && one.every(Number.isFinite),
    text: (one) => typeof one === "string",
    boolean: (one) => typeof one === "boolean",
  };
  return fits[kind](value) ? [] : [`${at} is ${JSON.stringify(value)}, declared of kind ${kind}`];
}
