import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { LogFormat } from "#logs/_format.js";

import * as logs from "#logs/index.js";
import { logFormatIn } from "#runs/_sidecars.js";
import { unitsOf } from "../repository/_source.ts";
import { cuts, FIXTURES, fixtureFiles, readLog } from "./_logs.ts";

const formats: readonly LogFormat[] = Object.values(logs);

/** Which fixtures are whose. */
const OWN: Readonly<Record<string, RegExp>> = {
  csv: /\.(csv|tsv|log)$/,
  json: /\.json$/,
  "json-lines": /\.jsonl$/,
  "mlflow-db": /\/mlflow\.db$/,
  "mlflow-metric": /\/mlruns\/.*\/metrics\//,
  text: /\.out$/,
  tensorboard: /\/events\.out\.tfevents\./,
  trackio: /\/trackio.*\.db$/,
  wandb: /\.wandb$/,
};

/** Damages tried per file, and cuts. */
const [FLIPS, CUTS] = [25, 30];

test("each format has the name of its file, and fixtures of its own", () => {
  expect(formats.map(({ name }) => name).sort()).toEqual(unitsOf("logs"));
  expect(Object.keys(OWN).sort()).toEqual(unitsOf("logs"));
});

describe.each(formats.map((format) => [format.name, format] as const))("%s", (name, format) => {
  const own = fixtureFiles.filter((path) => OWN[name]?.test(path.slice(FIXTURES.length)));

  test("is found to be the format of its own files, and of no other's", () => {
    expect(own.length).toBeGreaterThan(0);
    expect(fixtureFiles.filter((path) => logFormatIn(path) === format)).toEqual(own);
  });

  test("reads a file twice alike, without a complaint of damage", () => {
    for (const path of own) {
      const log = readLog(format, path);
      expect(readLog(format, path), path).toEqual(log);
      expect(log.error, path).toBeUndefined();
      expect(
        log.doubts.filter((words) => words.includes("damaged")),
        path,
      ).toEqual([]);
    }
  });

  test("a file that is cut gives its first rows", () => {
    for (const path of own) {
      const bytes = readFileSync(path);
      const whole = readLog(format, path, bytes).rows;
      for (const n of cuts(bytes.length, CUTS)) {
        const { rows } = readLog(format, path, bytes.subarray(0, n));
        const before = Math.max(0, rows.length - 1);
        expect(rows.slice(0, before), `${path}, ${n} bytes`).toEqual(whole.slice(0, before));
        // Of the last row there may be a part, of each of its cells the whole.
        const cells = rows.slice(before).flatMap((row) => row.cells.filter(([, cell]) => cell !== undefined));
        for (const cell of cells) expect(whole[before]?.cells, `${path}, ${n} bytes`).toContainEqual(cell);
      }
    }
  });

  test("throws nothing but a FormatError when bytes are changed", () => {
    for (const path of own) {
      const bytes = readFileSync(path);
      const change = fc.tuple(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }));
      const damage = (changes: readonly (readonly [number, number])[]): void => {
        const damaged = Uint8Array.from(bytes);
        for (const [at, mask] of changes) damaged[at] = (damaged[at] as number) ^ mask;
        readLog(format, path, damaged);
      };
      fc.assert(fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), damage), { numRuns: FLIPS });
    }
  });
});
