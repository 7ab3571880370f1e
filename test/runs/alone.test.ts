import { fork } from "node:child_process";
import { existsSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { writtenFirst } from "#runs/_write.js";
import { folder } from "../training/_small.ts";

test("of processes that count in one file none loses what another counted, though a killed one left its lock", async () => {
  const at = folder();
  const source = join(at, "counter.mjs");
  writeFileSync(
    source,
    `import { readFileSync, writeFileSync } from "node:fs";
     import { alone } from ${JSON.stringify(resolve("dist/runs/_alone.js"))};
     process.on("message", (file) => {
       alone(file, () => writeFileSync(file, String(Number(readFileSync(file, "utf8")) + 1)));
       process.send("done");
     });
     process.send("ready");`,
  );
  const counters = Array.from({ length: 3 }, () => fork(source));
  onTestFinished(() => counters.forEach((counter) => void counter.kill()));
  const replies = () => Promise.all(counters.map((counter) => new Promise((done) => counter.once("message", done))));
  await replies();
  for (let round = 0; round < 100; round++) {
    const [file, lock] = [join(at, `${round}`), join(at, `.${round}.lock`)];
    writeFileSync(file, "0");
    writeFileSync(lock, "");
    const past = Date.now() / 1000 - 11;
    utimesSync(lock, past, past);
    const answers = replies();
    for (const counter of counters) counter.send(file);
    await answers;
    expect(readFileSync(file, "utf8")).toBe("3");
    expect(existsSync(lock)).toBe(false);
  }
});

test("a file is written by the first alone", () => {
  const file = join(folder(), "first");
  expect([writtenFirst(file, "a"), writtenFirst(file, "b")]).toEqual([true, false]);
  expect(readFileSync(file, "utf8")).toBe("a");
});
