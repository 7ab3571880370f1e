import { spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, mkdirSync, renameSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { folder, HEADER, isAlert, isProblem, isRow, line, lines, type Printed, watching } from "./_watching.ts";

const epochs = (events: readonly Printed[]) => events.flatMap(({ kind, row }) => (kind === "row" ? [row.epoch] : []));

describe("a log that grows", () => {
  test("tells its rows, states and alerts as they come, each alert once", async () => {
    const at = folder();
    const log = join(at, "metrics.csv");
    writeFileSync(log, HEADER);
    const watch = watching([log], [], at);
    for (let epoch = 0; epoch < 160; epoch += 8) {
      appendFileSync(log, lines(epoch, epoch + 8));
      await watch.seen(isRow(epoch + 7));
    }
    await watch.seen(isAlert("grokked"));
    await watch.seen((event) => event.kind === "state" && event.state.state === "generalised");
    const alerts = watch.events.filter(({ kind }) => kind === "alert").map(({ alert }) => alert.alert);
    expect(new Set(alerts).size).toBe(alerts.length);
    expect(alerts).toEqual(expect.arrayContaining(["memorised", "rising", "grokked"]));
    expect(watch.events.filter(({ kind }) => kind === "problem")).toEqual([]);
    expect(epochs(watch.events)).toEqual(epochs(watch.events).toSorted((a, b) => a - b));
  });

  test("written a byte at a time it never tells a number that was not written", async () => {
    const at = folder();
    const log = join(at, "log.csv");
    const watch = watching([log], [], at);
    await watch.seen(isProblem("absent"));
    const text = HEADER + lines(30, 34);
    for (const letter of text) {
      appendFileSync(log, letter);
      await setTimeout(4);
    }
    await watch.seen(isRow(33));
    const told = watch.events.filter(({ kind }) => kind === "row").map(({ row }) => row);
    for (const { epoch, test_loss, test_accuracy } of told) {
      expect([30, 31, 32, 33]).toContain(epoch);
      expect(`${test_loss},`).toBe(`${line(epoch).split(",")[2]},`);
      expect(`${test_accuracy}\n`).toBe(line(epoch).split(",")[4]);
    }
    expect(watch.events.some(isProblem("unreadable"))).toBe(false);
  });

  test("of more than is read anew each time, and a NaN in it, is read on from where it ended", async () => {
    const at = folder();
    const log = join(at, "log.jsonl");
    const row = (epoch: number, loss: number | string = 1 / (epoch + 1)) =>
      `{"epoch": ${epoch}, "train_loss": ${loss}, "test_loss": ${5 + epoch / 1e4}}\n`;
    writeFileSync(log, Array.from({ length: 3000 }, (_, i) => row(i)).join(""));
    const watch = watching([log], [], at);
    await watch.seen(isRow(2999));
    appendFileSync(log, row(3000) + row(3001).slice(0, 20));
    await watch.seen(isRow(3000));
    appendFileSync(log, row(3001).slice(20) + row(3002, "NaN"));
    const nan = await watch.seen(isAlert("nan"));
    expect(nan.alert).toMatchObject({ epoch: 3002, curve: "train loss" });
    // All rows but the first ones are new ones.
    expect(
      watch.events
        .filter(({ kind }) => kind === "row")
        .map(({ rows }) => rows)
        .slice(1)
        .every((rows) => rows < 5),
    ).toBe(true);
  });
});

describe("a log that is", () => {
  test("cut and begun anew is another run, whose alerts count", async () => {
    const at = folder();
    const log = join(at, "log.csv");
    writeFileSync(log, HEADER + lines(0, 140));
    const watch = watching([log], [], at);
    await watch.seen(isAlert("grokked"));
    const before = watch.events.length;
    truncateSync(log);
    await setTimeout(300);
    writeFileSync(log, `${HEADER}0,7.5,7.5,0,0\n${lines(1, 140)}`);
    await watch.seen(isProblem("begun anew"), before);
    expect((await watch.seen(isAlert("grokked"), before)).before).toBe(false);
  });

  test("cut by a rotation goes on, with or without its header", async () => {
    const at = folder();
    const log = join(at, "log.csv");
    writeFileSync(log, HEADER + lines(0, 60));
    const watch = watching([log], [], at);
    await watch.seen(isAlert("memorised"));
    renameSync(log, join(at, "log.csv.1"));
    writeFileSync(log, HEADER + lines(60, 100));
    await watch.seen(isRow(99));
    truncateSync(log);
    await setTimeout(250);
    appendFileSync(log, lines(100, 150));
    await watch.seen(isAlert("grokked"));
    expect(watch.events.filter(isProblem("continued elsewhere"))).toHaveLength(2);
    expect(watch.events.filter(isAlert("memorised"))).toHaveLength(1);
    expect(watch.events.some(isProblem("begun anew"))).toBe(false);
  });

  test("written anew as a whole each time is the same log", async () => {
    const at = folder();
    const log = join(at, "log.csv");
    const watch = watching([log], [], at);
    await watch.seen(isProblem("absent"));
    for (const end of [10, 20, 30]) {
      writeFileSync(`${log}.tmp`, HEADER + lines(0, end));
      renameSync(`${log}.tmp`, log);
      await watch.seen(isRow(end - 1));
    }
    expect(watch.events.filter(({ kind }) => kind === "problem").map(({ problem }) => problem)).toEqual([
      "absent",
      "back",
    ]);
  });

  test("resumed from an earlier epoch is told to fall back", async () => {
    const at = folder();
    const log = join(at, "log.csv");
    writeFileSync(log, HEADER + lines(0, 60));
    const watch = watching([log], [], at);
    await watch.seen(isRow(59));
    appendFileSync(log, line(40));
    expect((await watch.seen(isProblem("fell back"))).detail).toBe("40");
  });

  test("in a folder that is deleted and made again is said to be gone and back", async () => {
    const at = folder();
    const run = join(at, "run");
    mkdirSync(run);
    writeFileSync(join(run, "metrics.csv"), HEADER + lines(0, 30));
    const watch = watching([run], [], at);
    await watch.seen(isRow(29));
    rmSync(run, { recursive: true });
    await watch.seen(isProblem("gone"));
    mkdirSync(run);
    writeFileSync(join(run, "metrics.csv"), `${HEADER}0,7.5,7.5,0,0\n${lines(1, 140)}`);
    await watch.seen(isProblem("back"));
    await watch.seen(isAlert("grokked"));
  });
});

test("runs in one folder are each watched, also one that comes later", async () => {
  const at = folder();
  const runs = join(at, "runs");
  const begin = (name: string) => {
    mkdirSync(join(runs, name), { recursive: true });
    writeFileSync(join(runs, name, "metrics.csv"), `${HEADER}0,${name.length},5,0,0\n${lines(1, 30)}`);
  };
  begin("a");
  begin("seed1");
  const watch = watching([runs], [], at);
  await watch.seen((event) => isRow(29)(event) && event.run.endsWith("seed1"));
  begin("later-one");
  await watch.seen((event) => isRow(29)(event) && event.run.endsWith("later-one"));
  await watch.seen((event) => isRow(29)(event) && event.run.endsWith(`runs/a`));
});

test("a trainer that knows nothing of it, in another process", async () => {
  const at = folder();
  const script = `
    import { appendFileSync } from "node:fs";
    for (let epoch = 0; epoch < 40; epoch++) {
      appendFileSync("printed.log", \`step \${epoch}: train loss \${(5 / (1 + epoch)).toFixed(4)}, val loss 5.0\\n\`);
      await new Promise((done) => setTimeout(done, 10));
    }`;
  const watch = watching(["printed.log"], ["--until", "memorised"], at);
  const trainer = spawn(process.execPath, ["--input-type=module", "-e", script], { cwd: at });
  const closed = once(trainer, "close");
  expect((await watch.ended).code).toBe(0);
  trainer.kill();
  await closed;
});

test("a run that begins again in the same file is told, and one without rows is no damaged checkpoint", async () => {
  const at = folder();
  const log = join(at, "log.csv");
  writeFileSync(log, HEADER);
  const watch = watching([log], [], at);
  expect((await watch.seen(isProblem("not a run"))).detail).toMatch(/^is a log that has no losses or accuracies yet/);
  appendFileSync(log, lines(0, 60));
  await watch.seen(isRow(59));
  appendFileSync(log, `0,7,7,0,0\n${lines(1, 20)}`);
  await watch.seen(isProblem("begun anew"));
});
