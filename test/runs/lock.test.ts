import { fork, spawnSync } from "node:child_process";
import { readdirSync, utimesSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join, resolve } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { holderOf, takeLock } from "#runs/_lock.js";
import { folder } from "../training/_small.ts";

/** The number of a process that has ended. */
const dead = () => spawnSync(process.execPath, ["-e", ""]).pid;
const held = (host: string, pid: number) => JSON.stringify({ host, pid, token: "theirs", epoch: 5 });

test("a lock is one's until it is released, and leaves nothing else behind", () => {
  const at = folder();
  const file = join(at, "a.json");
  const lock = takeLock(file);
  expect(takeLock(file)).toBeUndefined();
  expect(holderOf(file)).toMatchObject({ host: hostname(), pid: process.pid });
  expect(readdirSync(at)).toEqual(["a.json"]);
  lock?.release();
  expect(readdirSync(at)).toEqual([]);
  expect(holderOf(file)).toBeUndefined();
});

test("locks end with their process, however many it holds: one listener is enough, and none is left", () => {
  const at = folder();
  const before = process.listenerCount("exit");
  const locks = Array.from({ length: 20 }, (_, i) => takeLock(join(at, `${i}.json`)));
  expect(process.listenerCount("exit")).toBe(before + 1);
  for (const lock of locks) lock?.release();
  expect(process.listenerCount("exit")).toBe(before);
  const script = `import { takeLock } from "#runs/_lock.js"; takeLock(process.argv[1]);`;
  const { status } = spawnSync(process.execPath, ["--input-type=module", "-e", script, join(at, "a.json")]);
  expect({ status, left: readdirSync(at) }).toEqual({ status: 0, left: [] });
});

test("a living process of this host keeps its lock while it sleeps, as a computer does over night", () => {
  const file = join(folder(), "a.json");
  const lock = takeLock(file);
  const past = Date.now() / 1000 - 3600;
  utimesSync(file, past, past);
  expect(takeLock(file)).toBeUndefined();
  expect(lock?.isHeld()).toBe(true);
  lock?.release();
});

test("of the same host a dead process holds none; of another, none that is silent for five minutes", () => {
  const file = join(folder(), "a.json");
  writeFileSync(file, held(hostname(), dead()));
  expect(holderOf(file)).toBeUndefined();
  takeLock(file)?.release();
  writeFileSync(file, held("elsewhere", 1));
  expect(takeLock(file)).toBeUndefined();
  expect(holderOf(file)?.epoch).toBe(5);
  const past = Date.now() / 1000 - 301;
  utimesSync(file, past, past);
  const lock = takeLock(file);
  expect(lock).toBeDefined();
  lock?.release();
});

test("of processes that want a dead one's lock at once one has it, every time", async () => {
  const at = folder();
  const source = join(at, "taker.mjs");
  writeFileSync(
    source,
    `import { takeLock } from ${JSON.stringify(resolve("dist/runs/_lock.js"))};
     process.on("message", (file) => process.send(takeLock(file) !== undefined));
     process.send("ready");`,
  );
  const takers = Array.from({ length: 3 }, () => fork(source));
  onTestFinished(() => takers.forEach((taker) => void taker.kill()));
  const replies = () => Promise.all(takers.map((taker) => new Promise((done) => taker.once("message", done))));
  await replies();
  const gone = dead();
  for (let round = 0; round < 100; round++) {
    const file = join(at, `${round}.json`);
    writeFileSync(file, held(hostname(), gone));
    const answers = replies();
    for (const taker of takers) taker.send(file);
    expect((await answers).filter(Boolean)).toHaveLength(1);
  }
});
