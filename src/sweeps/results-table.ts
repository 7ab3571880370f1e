import { checkArguments } from "../arguments.ts";
import * as column from "../tables/column.ts";
import type { Table } from "../tables/table.ts";
import { inWords, isSeed, wordOf } from "./cells.ts";
import { type CriticalValue, criticalValues, shares } from "./critical-values.ts";
import type { RunResult } from "./run-results.ts";
import type { Setting, Settings } from "./spec.ts";

const COLUMNS = {
  state: column.text("finished, enough (ended by until), diverged, failed, running or waiting"),
  verdict: column.optionalText("of `phases`, by the last epoch"),
  phase: column.optionalText("comprehension, grokking, memorisation or confusion, by the last epoch"),
  censored: column.boolean("whether a longer run may well be in another phase"),
  memorised_at: column.optionalInteger("epoch from which on train accuracy is 95 % for good", "epochs"),
  generalised_at: column.optionalInteger("epoch from which on test accuracy is 95 % for good", "epochs"),
  delay: column.optionalInteger("from the one to the other", "epochs"),
  last_epoch: column.optionalInteger("the last one trained to", "epochs"),
  train_loss: column.optionalNumber("the last", "nats"),
  test_loss: column.optionalNumber("the last", "nats"),
  train_accuracy: column.optionalNumber("the last, a share"),
  test_accuracy: column.optionalNumber("the last, a share"),
  gradient_norm: column.optionalNumber("of all parameters, the last that is known"),
  zero_loss: column.optionalNumber("the last share of the training pairs whose loss is exactly 0"),
  sum_of_squares: column.optionalNumber("Σw² of the last epoch"),
  parameters: column.integer("values of all weights"),
  seconds: column.optionalNumber("that its last process took", "s"),
  anew: column.optionalText("why its optimiser began anew, where it goes on from another run"),
};

/** A run a row: its place in the plan, the settings in which the runs differ, and what it came to. */
export function resultsTable(results: readonly RunResult[]): Table {
  checkArguments("resultsTable", { results });
  const varied = Object.keys(results[0]?.cell.varied ?? {});
  const settings = varied.map((name) => [name, columnOf(results.map(({ cell }) => cell.varied[name]))] as const);
  return {
    columns: {
      run: column.integer("its place in the plan, from 0"),
      name: column.text("of its folder in runs/"),
      ...Object.fromEntries(settings),
      ...COLUMNS,
    },
    rows: results.map((result) => ({
      run: result.cell.index,
      name: result.cell.name,
      ...Object.fromEntries(varied.map((name) => [name, cellOf(result.cell.varied[name])])),
      ...Object.fromEntries(Object.keys(COLUMNS).map((name) => [name, result[name as keyof typeof COLUMNS]])),
    })),
  };
}

function columnOf(values: readonly Setting[]) {
  const description = "a setting of train";
  if (values.every((value) => typeof value === "number")) return column.number(description);
  return values.every((value) => typeof value === "boolean") ? column.boolean(description) : column.text(description);
}

function cellOf(value: Setting): number | string | boolean {
  return typeof value === "number" || typeof value === "boolean" ? value : wordOf(value);
}

/** Runs that have all settings in common but some. */
export interface Group {
  /** Of the settings in which runs differ those that all of the group's have alike. */
  readonly settings: Settings;
  readonly label: string;
  readonly results: readonly RunResult[];
}

/** The runs by the settings in which they differ, seeds and `apart` left out, in the order of the plan. */
export function groupsOf(results: readonly RunResult[], apart: readonly string[] = []): readonly Group[] {
  const groups = new Map<string, { settings: Settings; results: RunResult[] }>();
  for (const result of results) {
    const kept = Object.entries(result.cell.varied).filter(([name]) => !isSeed(name) && !apart.includes(name));
    const key = JSON.stringify(kept);
    const group = groups.get(key) ?? { settings: Object.fromEntries(kept), results: [] };
    groups.set(key, group);
    group.results.push(result);
  }
  return [...groups.values()].map(({ settings, results }) => ({ settings, label: inWords(settings), results }));
}

/** Of the settings in which runs differ those whose values are numbers, seeds left out. */
export function numericSettings(results: readonly RunResult[]): readonly string[] {
  return Object.keys(results[0]?.cell.varied ?? {}).filter(
    (name) => !isSeed(name) && results.every(({ cell }) => typeof cell.varied[name] === "number"),
  );
}

/** The critical values of one setting among runs that have all others in common. */
export interface Critical {
  readonly setting: string;
  readonly others: Settings;
  readonly runs: number;
  /** How many values were tried. */
  readonly values: number;
  readonly critical: readonly CriticalValue[];
}

/** The critical values of every numeric setting; runs that have not ended are left out, those that diverged did not generalise. */
export function criticalSettings(results: readonly RunResult[]): readonly Critical[] {
  const ended = results.filter(({ state }) => state === "finished" || state === "enough" || state === "diverged");
  return numericSettings(results).flatMap((setting) =>
    groupsOf(ended, [setting]).map(({ settings, results: own }) => {
      const trials = trialsOf(own, setting);
      return {
        setting,
        others: settings,
        runs: own.length,
        values: shares(trials).length,
        critical: criticalValues(trials),
      };
    }),
  );
}

/** Whether each run generalised, at its value of a setting. */
export function trialsOf(results: readonly RunResult[], setting: string) {
  return results.map(({ cell, generalised_at }) => ({
    value: Number(cell.varied[setting]),
    generalised: generalised_at !== null,
  }));
}

/** A critical value a row; a row without one where the values tried bracket none. */
export function criticalTable(all: readonly Critical[]): Table {
  return {
    columns: {
      setting: column.text("whose values were tried"),
      others: column.text("the other settings"),
      at: column.optionalNumber("where half of the runs generalise, interpolated between two values"),
      least: column.optionalNumber("the nearest value tried below at which all runs agree"),
      most: column.optionalNumber("and above"),
      generalises: column.optionalText("above it or below"),
      runs: column.integer("that have ended"),
      values: column.integer("tried"),
    },
    rows: all.flatMap(({ setting, others, runs, values, critical }) => {
      const row = { setting, others: inWords(others), runs, values };
      const found = critical.map(({ at, between: [least, most], generalises }) => ({ at, least, most, generalises }));
      const none = { at: null, least: null, most: null, generalises: null };
      return (found.length > 0 ? found : [none]).map((one) => ({ ...row, ...one }));
    }),
  };
}
