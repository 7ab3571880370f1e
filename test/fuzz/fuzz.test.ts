import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as formats from "#formats/index.js";
import * as layouts from "#layouts/index.js";
import * as logs from "#logs/index.js";
import type { FuzzClass } from "./classes.ts";
import type { Edit } from "./mutators.ts";
import type { Random } from "./random.ts";
import type { Reader } from "./reader.ts";
import type { Limits } from "./reader-worker.ts";
import type { Finding } from "./verdict.ts";

/** So many cases take some seconds of processor time, whatever else the machine does. */
const CASES = 56;
/** A line can be moved to where it was. */
const TRIES = [0, 1, 2, 3, 4, 5, 6, 7];
const FINDINGS = "fixtures/fuzz/findings";

const compiled = (name: string) => import(pathToFileURL(resolve("dist/fuzz", name)).href);
const run = (...options: readonly string[]) =>
  spawnSync("npm", ["run", "--silent", "fuzz", "--", ...options], {
    encoding: "utf8",
    // No real library: each takes seconds to start.
    env: { ...process.env, TORCH_PYTHON: "" },
  });

test("damaged files of every unit are read or refused in a line, at little cost, and leave nothing behind", () => {
  const { stdout, stderr, status } = run("--cases", String(CASES), "--seed", "1");
  const rows = new Map(stdout.split("\n").map((line) => [line.split("│")[1]?.trim(), Number(line.split("│")[2])]));
  for (const [room, units] of Object.entries({ formats, logs, layouts }))
    for (const { name } of Object.values(units))
      expect(rows.get(`${room}/${name}`), `${room}/${name}`).toBeGreaterThan(0);
  expect(rows.get("all")).toBeGreaterThanOrEqual(CASES);
  expect(stdout, stderr).toContain("0 findings");
  expect(status).toBe(0);
}, 0);

describe("what is found", () => {
  let reader: Reader;
  let findingOf: (read: unknown, limits: Limits) => Finding | undefined;
  let limits: Limits;
  beforeAll(async () => {
    ({ LIMITS: limits } = await compiled("fuzz.js"));
    ({ findingOf } = await compiled("verdict.js"));
    reader = (await compiled("reader.js")).startReader(limits);
  });
  afterAll(() => reader.close());

  test.each(readdirSync(FINDINGS))(
    "%s is mended",
    async (name) => {
      const [file] = readdirSync(join(FINDINGS, name)).toSorted();
      const read = await reader.read({ room: name.split("-")[0], path: resolve(FINDINGS, name, file) });
      expect(findingOf(read, limits)).toBeUndefined();
    },
    0,
  );

  test.each([
    ...["hang", "memory", "raw error", "written", "executed", "executed, by a name", "several lines", "crash"],
  ])(
    "and what a reader may not do is: %s",
    async (fault) => {
      const read = await reader.read({ room: "faults", path: fault });
      expect(findingOf(read, limits)?.kind).toBe(fault.replace(/,.*/, ""));
    },
    0,
  );
});

test("every change that knows a format changes a file of it", async () => {
  const { fuzzClasses } = await compiled("classes.js");
  const { randomOf } = await compiled("random.js");
  const tried = new Set<unknown>();
  for (const { name, seeds, mutators } of (await fuzzClasses()) as readonly FuzzClass[]) {
    const all = seeds.flatMap((files) => [...files].map(([path, bytes]) => [mutators.anatomyOf(path), bytes] as const));
    for (const anatomy of new Set(all.map(([one]) => one).filter((one) => !tried.has(one)))) {
      tried.add(anatomy);
      const files = all.filter(([one]) => one === anatomy).map(([, bytes]) => Buffer.from(bytes));
      for (const [edit, change] of Object.entries(anatomy.edits ?? {}))
        expect(
          TRIES.some((at) => files.some(changes(change, randomOf(name, edit, at)))),
          `${name} ${edit}`,
        ).toBe(true);
      if (anatomy.fields)
        expect(
          files.some((bytes) => anatomy.fields?.(bytes).length),
          name,
        ).toBe(true);
    }
  }
}, 0);

/** Whether a change can be made of some bytes: one that is of a part which they lack cannot. */
function changes(change: Edit, random: Random): (bytes: Buffer) => boolean {
  return (bytes) => {
    try {
      return Buffer.compare(Buffer.from(change(random, bytes)), bytes) !== 0;
    } catch {
      return false;
    }
  };
}
