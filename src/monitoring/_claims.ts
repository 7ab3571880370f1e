import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

import type { MeasuredAt } from "../quantities/run-curves.ts";
import { makeFolder, removeAbandoned, writtenFirst } from "../runs/_write.ts";
import type { LoggedCurve } from "../runs/run.ts";
import type { Alert } from "./alerts.ts";
import { WATCHED } from "./row.ts";

/** Where a run begins: by this it is known again after its files were made anew. */
export interface Begin {
  readonly curve: string;
  readonly epoch: number;
  readonly value: number | null;
}

/**
 * The alerts of a run that were told, in a folder that all watches of the run share: those that are sent somewhere apart from
 * those that are only shown, so that whoever looks on takes no alert from a command.
 */
export interface Claims {
  /** Whether this is the first to tell of an alert: it is noted in the same moment, so that nobody else is. */
  readonly claim: (alert: Alert, begins: readonly Begin[]) => boolean;
}

const BEGIN = /^(\d+)\.begin$/;

/** Letters of the digest of a path and a run's name in it: of a few runs in one folder no two have the same. */
const DIGITS = 12;

/**
 * Opens the folder, which is made for the first alert. The runs that were at a path are numbered in it: curves that begin
 * otherwise than those of the last one, and not later, and share no beginning with one before, are of a new run, whose alerts
 * count anew. Runs at other paths, whose results may go to the same folder, begin alike where they have one seed. Throws what
 * the system says where it refuses.
 */
export function claimsIn(folder: string, path: string, series: string, how: "sent" | "shown"): Claims {
  const of = `-${createHash("sha256")
    .update(`${resolve(path)}\0${series}`)
    .digest("hex")
    .slice(0, DIGITS)}`;
  return {
    claim: (alert, begins) => {
      makeFolder(folder);
      removeAbandoned(folder);
      const number = numberOf(folder, of, begins);
      const name = `${number}${of}-${alert.alert.replaceAll(" ", "-")}.${how}`;
      return writtenFirst(join(folder, name), `${JSON.stringify(alert)}\n`);
    },
  };
}

/** The number of the run that begins so, a new one where none does. */
function numberOf(folder: string, of: string, begins: readonly Begin[]): number {
  const numbers = readdirSync(folder).flatMap((name) => {
    const [, number] = BEGIN.exec(name.replace(`${of}.begin`, ".begin")) ?? [];
    return number !== undefined && existsSync(fileOf(folder, Number(number), of)) ? [Number(number)] : [];
  });
  const last = Math.max(0, ...numbers);
  const known = numbers.find((number) => {
    const before = read(fileOf(folder, number, of));
    // Logs of one name in several places may have one folder by turns.
    return before && isSameRun(before, begins) && (number === last || shares(before, begins));
  });
  if (known !== undefined) return known;
  // Whoever comes second finds that of the first, which is of the same run.
  writtenFirst(fileOf(folder, last + 1, of), `${JSON.stringify(begins)}\n`);
  return last + 1;
}

function fileOf(folder: string, number: number, of: string): string {
  return join(folder, `${number}${of}.begin`);
}

/** Undefined where it is not whole. */
function read(path: string): readonly Begin[] | undefined {
  try {
    const begins: unknown = JSON.parse(readFileSync(path, "utf8"));
    return Array.isArray(begins) ? begins : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The first value of each curve: of those that were logged, else of what was measured at checkpoints, which a log that comes
 * later may have in other digits, or of one update earlier.
 */
export function beginsOf(logged: readonly LoggedCurve[], measured: readonly MeasuredAt[]): readonly Begin[] {
  const of = (curve: string, epoch: number | undefined, value: number | null | undefined) =>
    epoch === undefined || value == null ? [] : [{ curve, epoch, value: Number.isFinite(value) ? value : null }];
  if (logged.length > 0)
    return logged.flatMap(({ measure, set, epochs, values }) => of(`${measure} ${set}`, epochs[0], values[0]));
  return WATCHED.flatMap((name) => {
    const first = measured.find((row) => row[name] !== null);
    return of(`measured ${name}`, first?.epoch, first?.[name]);
  });
}

function shares(known: readonly Begin[], now: readonly Begin[]): boolean {
  return now.some((one) => known.some((other) => JSON.stringify(one) === JSON.stringify(other)));
}

/** Whether curves are of the run that began so: those whose first values were rotated away, or pruned, begin later. */
export function isSameRun(known: readonly Begin[], now: readonly Begin[]): boolean {
  return now.every(({ curve, epoch, value }) => {
    const before = known.find((one) => one.curve === curve);
    return !before || epoch > before.epoch || (epoch === before.epoch && value === before.value);
  });
}
