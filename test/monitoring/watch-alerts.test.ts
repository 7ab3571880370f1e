import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";

import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { basename, dirname, join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { grok } from "../cli/_cli.ts";
import { folder, HEADER, isAlert, isProblem, isRow, lines, watching } from "./_watching.ts";

test("a command is run once for an alert, by two watches and after both are begun again", async () => {
  const at = folder();
  // A quote, a space and what a shell would run in the run's own name.
  const log = join(at, `o'log $(touch broken) "x".csv`);
  const noted = join(at, "noted");
  const exec = `printf '%s|%s|%s|%s\\n' "$GROK_EVENT" "$GROK_RUN" "$GROK_EPOCH" "$GROK_EVIDENCE" >> noted`;
  const args = ["--on", "grokked", "--exec", exec];
  writeFileSync(log, HEADER + lines(0, 60));
  // One that only looks on takes no alert from a command; nor does one that asks for others.
  const onlooker = watching([log], [], at);
  const other = watching([log], ["--on", "memorised", "--exec", "true"], at);
  const both = [watching([log], args, at), watching([log], args, at)];
  for (const watch of both) await watch.seen(isRow(59));
  appendFileSync(log, lines(60, 140));
  await onlooker.seen(isAlert("grokked"));
  await other.seen(isAlert("memorised"));
  const told = await Promise.all(both.map((watch) => watch.seen(isAlert("grokked"))));
  expect(told.map(({ before }) => before).toSorted()).toEqual([false, true]);
  for (const { child, ended } of both) {
    child.kill("SIGINT");
    await ended;
  }
  const again = watching([log], args, at);
  expect((await again.seen(isAlert("grokked"))).before).toBe(true);
  again.child.kill("SIGINT");
  await again.ended;
  const [event, run, epoch, evidence] = readFileSync(noted, "utf8").trimEnd().split("|");
  expect(readFileSync(noted, "utf8").split("\n")).toHaveLength(2);
  expect({ event, run }).toEqual({ event: "grokked", run: log });
  expect(JSON.parse(evidence as string)).toMatchObject({
    alert: "grokked",
    epoch: Number(epoch),
    curve: "test accuracy",
  });
  expect(existsSync(join(at, "broken"))).toBe(false);
  expect(
    both.flatMap(({ events }) => events).filter(({ kind, alert }) => kind === "alert" && alert.alert !== "grokked"),
  ).toEqual([]);
});

test("logs that are called alike and begin alike have alerts and results of their own", async () => {
  const at = folder();
  for (const name of ["a", "b"]) {
    mkdirSync(join(at, name));
    writeFileSync(join(at, name, "log.csv"), HEADER + lines(0, 140));
  }
  const args = ["--once", "--on", "grokked", "--exec", 'echo "$GROK_RUN" >> noted'];
  const once = (...logs: string[]) => watching(logs, args, at).ended;
  // Both at once, and again as from cron; then one after another.
  for (let i = 0; i < 2; i++) await once("a/log.csv", "b/log.csv", "./a/log.csv");
  expect(readFileSync(join(at, "noted"), "utf8").trim().split("\n").toSorted()).toEqual(["a/log.csv", "b/log.csv"]);
  for (const log of ["a/log.csv", "b/log.csv", "a/log.csv"]) await once(log);
  expect(readFileSync(join(at, "noted"), "utf8").trim().split("\n")).toHaveLength(4);
  expect(readdirSync(at)).toEqual(expect.arrayContaining(["a-log.csv-analysis", "b-log.csv-analysis"]));
});

test("a command that fails is said, and watching goes on", async () => {
  const at = folder();
  const log = join(at, "log.csv");
  writeFileSync(log, HEADER + lines(0, 60));
  const watch = watching([log], ["--on", "memorised,grokked", "--exec", "echo no such luck >&2; exit 3"], at);
  expect((await watch.seen(isProblem("command"))).detail).toBe("ended with 3: no such luck");
  appendFileSync(log, lines(60, 140));
  await watch.seen(isAlert("grokked"));
});

test("a watch that is ended lets a command that it has begun come to its end", async () => {
  const at = folder();
  const log = join(at, "log.csv");
  writeFileSync(log, HEADER + lines(0, 140));
  const watch = watching([log], ["--on", "grokked", "--exec", "sleep 1; echo told > noted"], at);
  await watch.seen(isAlert("grokked"));
  watch.child.kill("SIGTERM");
  expect((await watch.ended).code).toBe(143);
  expect(readFileSync(join(at, "noted"), "utf8")).toBe("told\n");
});

test("two logs of one name, watched by turns, are each told of once", async () => {
  const at = folder();
  const paths = ["a", "b"].map((name) => join(at, name, "log.csv"));
  for (const [i, path] of paths.entries()) {
    mkdirSync(dirname(path));
    writeFileSync(path, `${HEADER}0,5,${8 + i},0,0\n${lines(1, 140)}`);
  }
  const told: boolean[] = [];
  for (const path of [...paths, ...paths]) {
    const { out } = await grok(["watch", path, "--once", "--json", "--on", "grokked"], { cwd: at });
    const events = out.trim().split("\n");
    told.push(
      ...events
        .map((line) => JSON.parse(line))
        .filter(isAlert("grokked"))
        .map(({ before }) => before),
    );
  }
  expect(told).toEqual([false, false, true, true]);
});

test("logs of one name in several folders have results and alerts of their own in --out", async () => {
  const at = folder();
  const paths = ["a", "b"].map((name) => join(at, name, "log.csv"));
  for (const [i, path] of paths.entries()) {
    mkdirSync(dirname(path));
    writeFileSync(path, HEADER + lines(i, 140));
  }
  const told = async (): Promise<readonly boolean[]> => {
    const { out } = await grok(["watch", ...paths, "--once", "--json", "--on", "grokked", "--out", "out"], { cwd: at });
    const events = out
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(events.filter(isProblem("other results"))).toEqual([]);
    return events.filter(isAlert("grokked")).map(({ before }) => before);
  };
  expect([await told(), await told()]).toEqual([
    [false, false],
    [true, true],
  ]);
  for (const path of paths) {
    const results = join(at, "out", `${basename(dirname(path))}-log.csv-analysis`);
    expect(existsSync(join(results, "analysis.json"))).toBe(true);
  }
});

test("a webhook is sent the alert, and again where the server fails", async () => {
  const bodies: unknown[] = [];
  const server = createServer((request, response) => {
    let text = "";
    request.on("data", (chunk) => {
      text += chunk;
    });
    request.on("end", () => {
      bodies.push(JSON.parse(text));
      response.statusCode = bodies.length === 1 ? 503 : 204;
      response.end();
    });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  onTestFinished(() => void server.close());
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
  const at = folder();
  const log = join(at, "log.csv");
  writeFileSync(log, HEADER + lines(0, 140));
  const args = ["--on", "grokked", "--webhook", address];
  const watch = watching([log], args, at);
  await watch.seen(isAlert("grokked"));
  while (bodies.length < 2) await setTimeout(20);
  expect(bodies[0]).toMatchObject({ event: "grokked", run: log, evidence: { alert: "grokked" } });
  expect(bodies[1]).toEqual(bodies[0]);
  expect(watch.events.some(isProblem("webhook"))).toBe(false);
});

test("a webhook that nobody answers is said after it was tried, and watching goes on", async () => {
  const at = folder();
  const log = join(at, "log.csv");
  writeFileSync(log, HEADER + lines(0, 60));
  const watch = watching([log], ["--on", "memorised,grokked", "--webhook", "http://127.0.0.1:9/"], at);
  await watch.seen(isAlert("memorised"));
  expect((await watch.seen(isProblem("webhook"))).detail).toMatch(/, 4 times$/);
  appendFileSync(log, lines(60, 140));
  await watch.seen(isAlert("grokked"));
});

test.each([
  ["grokked", lines(0, 140), 10],
  ["not a number", `${lines(0, 30)}30,nan,5,0.1,0.1\n`, 14],
  ["nothing of note", lines(0, 10), 0],
])("--once ends with the code of %s", async (_, text, code) => {
  const at = folder();
  const log = join(at, "log.csv");
  writeFileSync(log, HEADER + text);
  const args = ["watch", log, "--once", "--on", "grokked,nan"];
  expect((await grok(args, { cwd: at })).code).toBe(code);
  // The same a second time: the code is of the run, a command is of what is new.
  expect((await grok(args, { cwd: at })).code).toBe(code);
});

test("--until ends with 0 where it is reached, also before the watch began; --for with 124", async () => {
  const at = folder();
  const log = join(at, "log.csv");
  writeFileSync(log, HEADER + lines(0, 60));
  expect((await grok(["watch", log, "--until", "grokked", "--for", "0.5"], { cwd: at })).code).toBe(124);
  appendFileSync(log, lines(60, 140));
  for (const target of ["grokked", "generalised"])
    expect((await grok(["watch", log, "--until", target], { cwd: at })).code).toBe(0);
});

test("an alert that comes with what was waited for is sent, and what became of it is said", async () => {
  const at = folder();
  writeFileSync(join(at, "log.csv"), HEADER + lines(0, 140));
  const exec = 'echo "$GROK_EVENT" >> noted; exit 3';
  const { ended, events } = watching(["log.csv"], ["--until", "memorised", "--exec", exec], at);
  expect((await ended).code).toBe(0);
  expect(readFileSync(join(at, "noted"), "utf8")).toContain("grokked");
  expect(events.filter(isProblem("command"))).not.toEqual([]);
  expect(events.at(-1)).toEqual({ kind: "end", by: "until" });
});
