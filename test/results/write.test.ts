import { chmodSync, closeSync, mkdirSync, openSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import weightNorms from "#analyzers/weight-norms.js";
import { GrokError } from "#errors.js";
import { analyze } from "#results/analyze.js";
import type { Result } from "#results/result.js";
import { resultJson, writeResult } from "#results/write.js";
import { openRun } from "#runs/open.js";
import { csv } from "#tables/csv.js";
import { folder } from "./_runs.ts";

let result: Result;
beforeAll(async () => {
  result = (await analyze(await openRun("fixtures/tasks/addition"), weightNorms)) as unknown as Result;
});
const NAMES = ["weight-norms.csv", "weight-norms.json"];

test("a result is written as JSON and CSV, into a folder made for it, and nothing else", () => {
  const at = join(folder(), "deep", "er");
  const files = writeResult(result, at);
  expect(readdirSync(at).sort()).toEqual(NAMES);
  expect([...files].sort()).toEqual(NAMES.map((name) => join(at, name)));
  expect(readFileSync(join(at, "weight-norms.json"), "utf8")).toBe(resultJson(result));
  expect(readFileSync(join(at, "weight-norms.csv"), "utf8")).toBe(csv(result.table));
});

test("an older result is replaced, and what else lies there is left", () => {
  const at = folder();
  writeFileSync(join(at, "weight-norms.json"), "an older and much longer result".repeat(10_000));
  writeFileSync(join(at, "notes.txt"), "mine");
  writeResult(result, at);
  expect(readdirSync(at).sort()).toEqual(["notes.txt", ...NAMES]);
  expect(readFileSync(join(at, "weight-norms.json"), "utf8")).toBe(resultJson(result));
  expect(readFileSync(join(at, "notes.txt"), "utf8")).toBe("mine");
});

test("who reads the older result meanwhile reads it to its end", () => {
  const at = folder();
  const older = "an older and much longer result".repeat(10_000);
  writeFileSync(join(at, "weight-norms.json"), older);
  const reader = openSync(join(at, "weight-norms.json"), "r");
  writeResult(result, at);
  expect(readFileSync(reader, "utf8")).toBe(older);
  closeSync(reader);
});

describe("where it cannot be written, a GrokError names the folder, and all is left as it was", () => {
  const refused = (at: string) => {
    expect(() => writeResult(result, at)).toThrow(GrokError);
    expect(() => writeResult(result, at)).toThrow(`${at}: cannot be written: `);
  };

  test("as a file is in the way of the folder", () => {
    const file = join(folder(), "results");
    writeFileSync(file, "mine");
    refused(file);
    refused(join(file, "deeper"));
    expect(readFileSync(file, "utf8")).toBe("mine");
  });

  test("as a folder is in the way of the file", () => {
    const at = folder();
    mkdirSync(join(at, "weight-norms.json"));
    writeFileSync(join(at, "weight-norms.json", "notes.txt"), "mine");
    refused(at);
    expect(readdirSync(at)).toEqual(["weight-norms.json"]);
    expect(readdirSync(join(at, "weight-norms.json"))).toEqual(["notes.txt"]);
  });

  test.skipIf(process.getuid?.() === 0)("as the folder is read-only (skipped for root, who may write all)", () => {
    const at = folder();
    writeFileSync(join(at, "weight-norms.json"), "older");
    chmodSync(at, 0o555);
    refused(at);
    chmodSync(at, 0o755);
    expect(readdirSync(at)).toEqual(["weight-norms.json"]);
    expect(readFileSync(join(at, "weight-norms.json"), "utf8")).toBe("older");
  });
});

test("a finding that is no number becomes null in JSON, and the others stay", () => {
  const findings = [
    { label: "x", value: Number.NaN, unit: "nats" },
    { label: "y", value: 1 },
    { label: "z", value: "words" },
  ];
  const json = JSON.parse(resultJson({ ...result, findings }));
  expect(json.findings).toEqual([
    { label: "x", value: null, unit: "nats" },
    { label: "y", value: 1 },
    { label: "z", value: "words" },
  ]);
});
