/** What one column of a result holds. The description is printed in --help, the report and the README. */
export interface Column<T = unknown> {
  readonly kind: "integer" | "number" | "integers" | "numbers" | "text" | "boolean";
  readonly description: string;
  readonly unit?: string;
  /** Whether some rows have null. */
  readonly nullable?: true;
  /** Never set: carries the value type. */
  readonly type?: T;
}
export type Columns = Readonly<Record<string, Column>>;
export type Row<C extends Columns> = { readonly [K in keyof C]: C[K] extends Column<infer T> ? T : never };

export function integer(description: string, unit?: string): Column<number> {
  return { kind: "integer", description, ...(unit === undefined ? {} : { unit }) };
}
export function number(description: string, unit?: string): Column<number> {
  return { kind: "number", description, ...(unit === undefined ? {} : { unit }) };
}
/** An integer that some rows do not have. */
export function optionalInteger(description: string, unit?: string): Column<number | null> {
  return { ...integer(description, unit), nullable: true };
}
/** A number that some rows do not have. */
export function optionalNumber(description: string, unit?: string): Column<number | null> {
  return { ...number(description, unit), nullable: true };
}
/** A few whole numbers, such as frequencies, ascending unless the description says otherwise; none where there are none. */
export function integers(description: string, unit?: string): Column<readonly number[]> {
  return { kind: "integers", description, ...(unit === undefined ? {} : { unit }) };
}
/** Many numbers of one observation, whose order the description says: a curve, a map row by row. */
export function numbers(description: string, unit?: string): Column<readonly number[]> {
  return { kind: "numbers", description, ...(unit === undefined ? {} : { unit }) };
}
/** Numbers that some rows do not have. */
export function optionalNumbers(description: string, unit?: string): Column<readonly number[] | null> {
  return { ...numbers(description, unit), nullable: true };
}
export function text<const V extends string = string>(description: string): Column<V> {
  return { kind: "text", description };
}
/** A text that some rows do not have. */
export function optionalText<const V extends string = string>(description: string): Column<V | null> {
  return { ...text<V>(description), nullable: true };
}
export function boolean(description: string): Column<boolean> {
  return { kind: "boolean", description };
}
/** Yes, no, or null where it was not evaluated. */
export function optionalBoolean(description: string): Column<boolean | null> {
  return { kind: "boolean", description, nullable: true };
}
