import { UsageError } from "../../errors.ts";
import { AXES, type LoggedAxis, MEASURES, type Measure } from "./curve.ts";
import { axisNamed, isOfLogs, type Logged, loggedAs } from "./names.ts";

/** What a column of a log is for. */
export type Meaning =
  | { readonly is: "measure"; readonly logged: Logged; readonly run: string }
  | { readonly is: "axis"; readonly axis: LoggedAxis }
  /** The run of a row, the name of its metric, that metric's value, the part of the data. */
  | { readonly is: "run" | "metric" | "value" | "part" }
  /** Beside the values of a W&B export their smallest and largest, its steps for each run; times. */
  | { readonly is: "aside" }
  | { readonly is: "unknown" };

/** What the user states of a log: of which column a measure or an axis is. */
export type StatedColumns = ReadonlyMap<string, Measure | LoggedAxis>;

const ROLES: readonly (readonly [Extract<Meaning["is"], "run" | "metric" | "value" | "part">, RegExp])[] = [
  ["run", /^(run|run_id|run_name|runid|series|experiment|seed|trial)$/i],
  ["metric", /^(metric|metrics|name|key|tag|measure|variable|quantity)$/i],
  ["value", /^(value|values|scalar)$/i],
  ["part", /^(split|phase|set|part|dataset|mode|stage|partition|type|kind)$/i],
];
/** When a row was written. */
const TIME = /^_?(wall[ _]?time|time[ _]?stamp|run[ _]?time|time|date|elapsed(_s)?)$/i;
/** What trainers log beside losses and accuracies, and no curve of ours is. */
const BESIDE = /^((grad(ient)?|param(eter)?|weight)_norm|lr|learning_rate|zero_loss)$/i;
/** A W&B export: `run - metric`, beside each its smallest and largest. */
const EXPORTED = /^(.+) - ([^-]+?)(__(?:MIN|MAX))?$/;

/** What a column is for: as the user states it, else by its name, alone or after what the file is called. */
export function meaningOf(name: string, prefix: string, stated: StatedColumns): Meaning {
  const said = stated.get(name);
  if (said !== undefined) return statedMeaning(said);
  const own = named(name, prefix, stated);
  if (own) return own;
  const [, run, metric, bound] = EXPORTED.exec(name) ?? [];
  if (run !== undefined && metric !== undefined && !isOfLogs(run)) {
    if (bound !== undefined) return { is: "aside" };
    const logged = stated.has(metric) ? statedMeaning(stated.get(metric) as Measure) : named(metric, prefix, stated);
    if (logged?.is === "measure") return { ...logged, run };
    if (logged?.is === "axis") return { is: "aside" };
  }
  return { is: TIME.test(name) || BESIDE.test(name) ? "aside" : "unknown" };
}

function named(name: string, prefix: string, stated: StatedColumns): Meaning | undefined {
  const of = loggedAs(name) ?? (prefix === "" ? undefined : loggedAs(`${prefix} ${name}`));
  // A measure that the user states is of that column alone.
  if (of && ![...stated.values()].includes(of.measure)) return { is: "measure", logged: of, run: "" };
  const axis = axisNamed(name);
  // An axis that the user states is the only one.
  if (axis !== undefined) return [...stated.values()].some(isAxis) ? { is: "aside" } : { is: "axis", axis };
  const role = ROLES.find(([, pattern]) => pattern.test(name));
  return role && { is: role[0] };
}

function isAxis(said: Measure | LoggedAxis): said is LoggedAxis {
  return AXES.some((one) => one === said);
}

function statedMeaning(said: Measure | LoggedAxis): Meaning {
  const axis = AXES.find((one) => one === said);
  if (axis !== undefined) return { is: "axis", axis };
  const measure = said as Measure;
  const set = measure.startsWith("test") ? "test" : "";
  return { is: "measure", logged: { measure, error: false, percent: false, stated: true, set }, run: "" };
}

/** What `--columns test_accuracy=val/top1,epoch=1` states, by column. Throws a UsageError that names what is none. */
export function statedColumns(words: string): StatedColumns {
  const names: readonly (Measure | LoggedAxis)[] = [...MEASURES, ...AXES];
  const pairs = words.split(",").map((pair) => {
    const [left, ...rest] = pair.split("=");
    const name = names.find((one) => one === left.trim());
    const column = rest.join("=").trim();
    if (name === undefined || column === "")
      throw new UsageError(
        "--columns",
        `"${pair}" does not say which column a measure is`,
        `write measure=column, as in test_accuracy=val/top1; the measures are ${names.join(", ")}`,
      );
    return [column, name] as const;
  });
  return new Map(pairs);
}
