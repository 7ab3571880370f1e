import { checkArguments } from "../arguments.ts";
import type { Column } from "./column.ts";

/** What one field of a conclusion holds: a value as in a column, a record of fields, or a list of records alike. */
export interface Field<T = unknown> {
  readonly kind: Column["kind"] | "record" | "records";
  readonly description: string;
  readonly unit?: string;
  /** Whether some conclusions have null. */
  readonly nullable?: true;
  /** Those of a record, or of each of several. */
  readonly fields?: Fields;
  /** Never set: carries the value type. */
  readonly type?: T;
}
export type Fields = Readonly<Record<string, Field>>;
/** An object with exactly these fields. */
export type FieldValues<F extends Fields> = { readonly [K in keyof F]: F[K] extends Field<infer T> ? T : never };

export function record<const F extends Fields>(description: string, fields: F): Field<FieldValues<F>> {
  return { kind: "record", description, fields };
}
/** A record that some conclusions do not have. */
export function optionalRecord<const F extends Fields>(description: string, fields: F): Field<FieldValues<F> | null> {
  return { ...record(description, fields), nullable: true };
}
/** As many records as there are, in the order that the description says. */
export function records<const F extends Fields>(description: string, fields: F): Field<readonly FieldValues<F>[]> {
  return { kind: "records", description, fields };
}

/** Two numbers between which one lies. */
export function range(description: string, unit?: string): Field<readonly [least: number, most: number]> {
  return { kind: "numbers", description, ...(unit === undefined ? {} : { unit }) };
}
/** A range that some conclusions do not have. */
export function optionalRange(description: string): Field<readonly [least: number, most: number] | null> {
  return { ...range(description), nullable: true };
}

/** A union of records, each with fields of its own, that their `kind` tells apart. */
interface Tagged {
  readonly kind: string;
}
type NameIn<U> = U extends unknown ? keyof U : never;
/** The same with the fields of all kinds, null in those that have none. */
export type Filled<U extends Tagged, N extends PropertyKey = NameIn<U>> = U extends unknown
  ? { readonly [K in N]: K extends keyof U ? U[K] : null }
  : never;
/** A declaration of every field that some kind has, and of no other. */
export type TaggedFields<U extends Tagged> = { readonly [K in NameIn<U>]: Field<Filled<U>[K]> };

/** A record of one of several kinds; null are the fields that others have. */
export function taggedRecord<U extends Tagged>(description: string, fields: TaggedFields<U>): Field<Filled<U>> {
  return { kind: "record", description, fields };
}
/** As many of them as there are, in the order that the description says. */
export function taggedRecords<U extends Tagged>(
  description: string,
  fields: TaggedFields<U>,
): Field<readonly Filled<U>[]> {
  return { kind: "records", description, fields };
}
/** A record of one kind with the fields that others have, which are null. */
export function filled<U extends Tagged>(fields: TaggedFields<U>, one: U): Filled<U> {
  checkArguments("field.filled", { fields, record: one });
  const none = Object.keys(fields).map((name) => [name, null] as const);
  return Object.fromEntries([...none, ...Object.entries(one)]) as Filled<U>;
}
