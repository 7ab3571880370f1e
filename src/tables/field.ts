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
