import { appendFileSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { lines } from "../monitoring/_watching.ts";
import { noBrowser, startBrowser } from "../report/_browser.ts";
import { exploring, putCheckpoints, threeRuns } from "./_exploring.ts";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What axe-core finds that is serious or critical, with where. */
async function serious(tab: Page): Promise<readonly string[]> {
  // Within the page's own policy it could not be added as a script.
  await tab.evaluate(AXE);
  return tab.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: { run: (options: object) => Promise<{ violations: any[] }> } };
    const { violations } = await axe.run({ iframes: false });
    return violations
      .filter(({ impact }) => impact === "serious" || impact === "critical")
      .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }: { html: string }) => html).join(" ")}`);
  });
}

/** What comes by itself, on however busy a machine. */
const soon = <T>(what: () => T) => expect.poll(what, { timeout: 120_000 });
const names = (tab: Page) => tab.$$eval(".run h3", (all) => all.map(({ textContent }) => textContent));
const row = (tab: Page, name: string) => tab.locator(".run", { has: tab.getByRole("link", { name, exact: true }) });

describe.skipIf(noBrowser !== undefined)(`the page of runs (${noBrowser ?? "in a browser"})`, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(() => browser?.close());

  test("lists runs with their verdicts, follows them, compares, reports and analyses; Ctrl-C ends it with 0", async () => {
    const at = threeRuns();
    const { child, ended, address } = await exploring(at);
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    const tab = await context.newPage();
    const troubles: string[] = [];
    tab.on("pageerror", ({ message }) => troubles.push(message));
    tab.on("console", (message) => message.type() === "error" && troubles.push(message.text()));
    await tab.goto(address);
    expect(tab.url()).not.toContain("token");
    await soon(() => tab.textContent("#count")).toBe("3 runs");
    expect(await row(tab, "grokked").textContent()).toMatch(/grokked.*generalised since epoch.*test 100.%.*epoch 139/s);
    expect(await row(tab, "memorised").textContent()).toMatch(/memorised, not generalised.*epoch 39/s);
    expect(await row(tab, "tiny").textContent()).toMatch(/not analysed.*1 checkpoint/s);
    expect(await row(tab, "grokked").locator(".spark .test").getAttribute("d")).toMatch(/^M0\.0 .*L/);
    for (const theme of ["light", "dark"] as const) {
      await tab.emulateMedia({ colorScheme: theme });
      expect(await serious(tab)).toEqual([]);
    }
    // On a phone nothing is wider than the screen.
    await tab.setViewportSize({ width: 390, height: 800 });
    expect(await tab.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
    await tab.setViewportSize({ width: 1280, height: 800 });

    // New rows and a new checkpoint come by themselves, and no row is drawn anew for them: what has the focus keeps it.
    await row(tab, "tiny").locator("a").focus();
    appendFileSync(join(at, "runs", "memorised", "metrics.csv"), lines(40, 150));
    putCheckpoints(join(at, "runs", "tiny"), 200);
    await soon(() => row(tab, "tiny").textContent()).toMatch(/epoch 200.*2 checkpoints/s);
    await soon(() => row(tab, "memorised").textContent()).toMatch(/generalised since.*epoch 149/s);
    expect(await tab.evaluate(() => document.activeElement?.textContent)).toBe("tiny");

    // By keys: / goes to the filter.
    await tab.keyboard.press("/");
    await tab.keyboard.type("grok TINY");
    await soon(() => names(tab)).toEqual([]);
    expect(await tab.textContent("#nothing")).toBe("No run fits the filter.");
    await tab.fill("#filter", "tin");
    await soon(() => names(tab)).toEqual(["tiny"]);
    await tab.fill("#filter", "");
    await tab.selectOption("#order", "name");
    await soon(() => names(tab)).toEqual(["grokked", "memorised", "tiny"]);

    // Two are compared, and the way back keeps what was selected.
    for (const name of ["grokked", "memorised"]) await row(tab, name).getByRole("checkbox").check();
    // What is in the frame has the theme of the page around it, whatever the system's is.
    await tab.click("#theme");
    await tab.click("#compare");
    await soon(() => tab.frames()[1]?.title()).toBe("2 runs compared");
    await soon(() =>
      Promise.all(tab.frames().map((each) => each.evaluate(() => document.documentElement.dataset.theme))),
    ).toEqual(["screen", "screen"]);
    await tab.goBack();
    await soon(() => tab.textContent("#compare")).toBe("Compare 2");

    // A report of the curves alone is there at once; the analysis is asked for, and its report takes the place.
    await row(tab, "tiny").getByRole("link").click();
    const frame = tab.frameLocator("iframe");
    await soon(() => tab.getByRole("button", { name: "Analyse 2 checkpoints" }).isVisible()).toBe(true);
    await soon(() => tab.textContent(".waiting")).toMatch(/None of its checkpoints has been analysed/);
    expect(await serious(tab)).toEqual([]);
    expect(troubles).toEqual([]);
    await tab.getByRole("button", { name: "Analyse 2 checkpoints" }).click();
    await tab.getByRole("button", { name: "Cancel" }).waitFor();
    await soon(() => frame.locator("header").textContent()).toContain("2 checkpoints, epochs 0 to 200");
    await tab.click("text=‹ runs");
    expect(await row(tab, "tiny").textContent()).toMatch(/2 checkpoints, analysed/);

    child.kill("SIGINT");
    expect(await ended).toMatchObject({ code: 0, signal: null, err: "" });
    await soon(() => tab.textContent("#lost")).toMatch(/Start grok-analyze explore again/);
  }, 300_000);
});
