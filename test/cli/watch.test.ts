import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import picocolors from "picocolors";
import { describe, expect, test } from "vitest";
import { redrawn } from "#cli/_redrawn.js";
import { ALERT_CODES, codeOf } from "#cli/_watch-codes.js";
import { watchPage } from "#cli/_watch-page.js";
import { ALERTS } from "#monitoring/alerts.js";
import { PROBLEMS } from "#monitoring/events.js";
import { watch } from "#monitoring/watch.js";
import { folder, HEADER, lines } from "../monitoring/_watching.ts";
import { grok, start } from "./_cli.ts";

const plain = picocolors.createColors(false);

/** The page of two runs that are looked at once. */
async function page(): Promise<ReturnType<typeof watchPage>> {
  const at = folder();
  const [one, two] = ["one.csv", "a-run-with-a-name-that-is-longer-than-the-terminal-is-wide.csv"].map((name) =>
    join(at, name),
  );
  writeFileSync(one as string, HEADER + lines(0, 140));
  writeFileSync(two as string, HEADER + lines(0, 40));
  const made = watchPage("watch  two runs", () => 0);
  for await (const event of watch([one as string, two as string], { once: true, out: join(at, "out") }))
    made.take(event);
  return made;
}

describe("the page", () => {
  test("has state, epoch, curves, alerts, advice and forecast of each run, in 80 columns and in 120", async () => {
    const made = await page();
    for (const columns of [80, 120]) {
      const drawn = made.lines(columns, 60, plain);
      const text = drawn.join("\n");
      for (const line of drawn) expect(line.length).toBeLessThanOrEqual(columns);
      for (const part of [
        "generalised",
        "memorised",
        "train loss",
        "test accuracy",
        "forecast",
        "advice",
        "grokked",
        "ago",
      ])
        expect(text).toContain(part);
      expect(text).toContain("epoch 139");
    }
  });

  test("is no longer than the terminal", async () => {
    const made = await page();
    for (const rows of [1, 2, 3, 5, 10, 20, 40]) {
      const drawn = made.lines(80, rows, plain);
      expect(drawn.length).toBeLessThanOrEqual(rows);
      expect(drawn[0]).toBe("watch  two runs");
    }
  });

  test("says the epoch of a run whose name leaves no room for its losses, and what the runs are that it leaves out", async () => {
    const made = await page();
    for (const columns of [60, 80])
      expect(made.lines(columns, 3, plain)[1]).toMatch(/one\.csv +generalised +epoch 139\b/);
    expect(made.lines(80, 2, plain)[1]).toBe("… and 2 more: 1 generalised, 1 memorised");
  });

  test("is there before anything is known", () => {
    expect(watchPage("watch  nothing", () => 0).lines(80, 24, plain)).toEqual(["watch  nothing"]);
  });
});

test("of a folder of several runs one alone is watched where it is named", async () => {
  const at = folder();
  for (const name of ["a", "b"]) {
    mkdirSync(join(at, "runs", name), { recursive: true });
    writeFileSync(join(at, "runs", name, "metrics.csv"), `${HEADER}0,${name.charCodeAt(0)},5,0,0\n${lines(1, 30)}`);
  }
  const seen = new Set<string>();
  const settings = { once: true, out: join(at, "out"), reading: { run: "b" } };
  for await (const event of watch([join(at, "runs")], settings)) if (event.kind !== "end") seen.add(event.run);
  expect([...seen]).toEqual([join(at, "runs", "b")]);
  expect(readdirSync(join(at, "out"))).toEqual(["b"]);
});

describe("what is redrawn", () => {
  function screen() {
    const written: string[] = [];
    const terminal = { isTTY: true, columns: 80, write: (text: string) => void written.push(text) };
    return { terminal, screen: redrawn(terminal), written };
  }

  test("is what has changed, on a screen of its own that is left at the end", () => {
    const { screen: on, written } = screen();
    on.draw(["title", "one", "two"]);
    expect(written.join("")).toContain("\x1b[?1049h");
    const before = written.length;
    on.draw(["title", "one", "two"]);
    expect(written).toHaveLength(before);
    on.draw(["title", "one more"]);
    const text = written.slice(before).join("");
    expect(text).toContain("one more");
    expect(text).not.toContain("title");
    expect(text).toContain("\x1b[3;1H\x1b[K");
    on.stop();
    on.stop();
    expect(written.at(-1)).toBe("\x1b[?25h\x1b[?1049l");
    expect(written.filter((one) => one.includes("1049l"))).toHaveLength(1);
  });

  test("is all where the terminal has another size", () => {
    const { terminal, screen: on, written } = screen();
    on.draw(["title", "one"]);
    const before = written.length;
    Object.assign(terminal, { columns: 120 });
    on.draw(["title", "one"]);
    expect(stripVTControlCharacters(written.slice(before).join(""))).toBe("titleone");
  });
});

test("without a terminal a line is printed for each change of state and alert, and nothing for a row", async () => {
  const at = folder();
  const log = join(at, "log.csv");
  writeFileSync(log, HEADER + lines(0, 140));
  const { code, out, err } = await grok(["watch", log, "--for", "1"], { cwd: at });
  expect({ code, err }).toEqual({ code: 124, err: "" });
  const said = out.trim().split("\n");
  for (const line of said) expect(line).toMatch(/^\d{4}-\d\d-\d\dT[\d:]{8}Z {2}.*log\.csv: (alert|generalised)/);
  expect(said.filter((line) => line.includes("alert: grokked: "))).toHaveLength(1);
  expect(out).not.toContain("\x1b");
});

test("Ctrl-C ends it with 130, TERM with 143", async () => {
  const at = folder();
  for (const [signal, code] of [
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const) {
    const { child, ended } = start(["watch", "nothing"], { cwd: at });
    await new Promise((done) => child.stdout.once("data", done));
    child.kill(signal);
    expect(await ended).toMatchObject({ code, signal: null, err: "" });
  }
});

test.each([
  [["--on", "grokd"], '--on: there is no "grokd"; choose among memorised,'],
  [["--until", "done"], '--until: there is no "done"; choose among memorised,'],
  [["--until", "grokked", "--on", "nan"], '--until: "grokked" is not among those of --on'],
  [["--webhook", "example.org"], '--webhook: "example.org" is no address'],
  [["--every", "0"], "--every"],
  [["--for", "soon"], "--for"],
])("%j is an error of usage", async (args, words) => {
  const { code, err } = await grok(["watch", "nothing", ...args]);
  expect(code).toBe(2);
  expect(err).toContain(words);
  expect(err.trim().split("\n")).toHaveLength(1);
});

describe("docs/watch.md", () => {
  const docs = readFileSync("docs/watch.md", "utf8");
  test.each(ALERTS)("tells of the alert %s, and of its code", (alert) => {
    expect(docs).toContain(`\`${alert.replaceAll(" ", "-")}\``);
    expect(docs).toMatch(new RegExp(`\\| ${codeOf(new Set([alert]))} \\| .*${alert}`));
  });
  test.each(PROBLEMS)("tells of the problem %s", (problem) => {
    expect(docs).toContain(`\`${problem}\``);
  });
  test("tells in which order alerts count", () => {
    expect(docs.replace(/\s+/g, " ")).toContain(ALERT_CODES.map(([alert]) => alert).join(", "));
  });
});
