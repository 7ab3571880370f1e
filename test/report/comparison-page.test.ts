import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { trainingPhases } from "#quantities/training-phases.js";
import type { ComparedRun } from "#report/_compared.js";
import { comparisonOf } from "#report/_comparison.js";
import { comparisonPage } from "#report/_comparison-page.js";
import { noBrowser, startBrowser } from "./_browser.ts";

const PATIENCE = 120_000;
const DRAWN = { timeout: 30_000 };
const EPOCHS = Array.from({ length: 120 }, (_, i) => 50 * i);

/** A run that learns its training set at one epoch and its test set at another; never, where that is past its end. */
function planted(name: string, settings: ComparedRun["settings"], memorised: number, generalised: number): ComparedRun {
  const step = (at: number) => EPOCHS.map((epoch) => (epoch >= at ? 1 : 0.05));
  const fall = (at: number) => EPOCHS.map((epoch) => (epoch >= at ? 1e-4 : 3));
  const curves = {
    epochs: EPOCHS,
    train_accuracy: step(memorised),
    test_accuracy: step(generalised),
    train_loss: fall(memorised),
    test_loss: fall(generalised),
  };
  const source = { name, contradictions: [], doubts: [], origin: "", digest: "" };
  const phases = trainingPhases(curves);
  return { name, settings, source, task: "", curves, isLogged: () => true, phases, keys: [], said: ["It is planted."] };
}

const NEVER = 1e9;
const decays = [0, 0.1, 1];
const RUNS = decays.flatMap((decay, i) =>
  [0.3, 0.6].flatMap((fraction, j) =>
    [0, 1].map((seed) => {
      const generalised = decay === 0 ? NEVER : 4000 - 1500 * i - 300 * j - 100 * seed;
      return planted(`wd${decay}-f${fraction}-s${seed}`, { weight_decay: decay, fraction, seed }, 300, generalised);
    }),
  ),
);

describe.skipIf(noBrowser !== undefined)(`a comparison of twelve runs (${noBrowser ?? "in a browser"})`, () => {
  const folder = mkdtempSync(join(tmpdir(), "grok-analyze-comparison-"));
  const file = join(folder, "comparison.html");
  const complaints: string[] = [];
  let browser: Browser;
  let tab: Page;

  beforeAll(async () => {
    const addressOf = (name: string) => (name === "wd1-f0.6-s1" ? "own-report.html" : undefined);
    writeFileSync(file, await comparisonPage(comparisonOf(RUNS, "12 runs compared", { addressOf })));
    browser = await startBrowser();
    // High enough that all pictures are in view, and so are drawn.
    tab = await (await browser.newContext({ viewport: { width: 1280, height: 6000 } })).newPage();
    tab.on("console", (message) => complaints.push(message.text()));
    tab.on("pageerror", (error) => complaints.push(String(error)));
    tab.on("request", (request) => {
      if (!/^(file|data|blob):/.test(request.url())) complaints.push(request.url());
    });
  }, PATIENCE);
  afterEach(() => expect(complaints).toEqual([]));
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const open = async (hash = "") => {
    await tab.goto("about:blank");
    await tab.goto(`${pathToFileURL(file).href}${hash}`);
    await tab.waitForSelector("#each .small");
  };
  const count = (selector: string) => tab.locator(selector).count();
  const texts = (selector: string) => tab.locator(selector).allTextContents();
  const rows = () => texts("#runs tbody th a");
  const panelNames = () => texts("#each figcaption a");

  test(
    "families by a setting are drawn together, each run a line and each family a mean; more than eight are panels",
    async () => {
      await open();
      await tab.selectOption("#grouping select", "weight_decay");
      await expect
        .poll(() => texts("#together .legend > span"), DRAWN)
        .toEqual(decays.map((decay) => `weight_decay ${decay}, n = 4`));
      const chart = '[data-measure="test_accuracy"]';
      await expect.poll(() => count(`${chart} path.mean`), DRAWN).toBe(3);
      expect(await count(`${chart} path.line`)).toBe(12);
      await tab.selectOption("#grouping select", "run:");
      await expect.poll(() => tab.isVisible("#together"), DRAWN).toBe(false);
      // Each run has its panel, in the one pair of colours, over the one pair of axes.
      expect(await count("#each .small")).toBe(12);
      expect(await count("#each path.train.own")).toBe(12);
      expect(await count("#each path.test.own")).toBe(12);
      expect(new Set(await texts("#each .x"))).toHaveLength(1);
      expect(new Set(await texts("#each .y"))).toHaveLength(1);
    },
    PATIENCE,
  );

  test(
    "the table sorts by a heading, by keys too, and the panels follow; what is not known stands last",
    async () => {
      await open();
      await tab.focus('#runs button[data-column="delay"]');
      await tab.keyboard.press("Enter");
      expect(await tab.getAttribute('#runs th:has([data-column="delay"])', "aria-sort")).toBe("ascending");
      const ascending = await rows();
      expect(ascending.slice(0, 2)).toEqual(["wd1-f0.6-s1", "wd1-f0.6-s0"]);
      expect(ascending.slice(8).every((name) => name.startsWith("wd0-"))).toBe(true);
      await expect.poll(panelNames, DRAWN).toEqual(ascending);
      await tab.keyboard.press("Enter");
      expect((await rows())[0]).toBe("wd0.1-f0.3-s0");
      expect((await rows()).slice(8).every((name) => name.startsWith("wd0-"))).toBe(true);
    },
    PATIENCE,
  );

  test(
    "a filter by words, a verdict or a setting holds for table, panels, tiles and points alike",
    async () => {
      await open();
      const shown = async () => [
        await count("#runs tbody tr"),
        await count("#each .small"),
        await count("#outcomes a"),
        await count("#delay a"),
      ];
      await tab.fill("#filter input", "wd1-");
      await expect.poll(shown, DRAWN).toEqual([4, 4, 4, 4]);
      await tab.fill("#filter input", "");
      await tab.click("#verdicts button:has-text('memorised')");
      await expect.poll(shown, DRAWN).toEqual([4, 4, 4, 4]);
      expect(await tab.textContent("#count")).toBe("4 of 12 runs");
      await tab.selectOption("#settings select >> nth=0", "0.3");
      await expect.poll(shown, DRAWN).toEqual([2, 2, 2, 2]);
      await tab.click("#filter button:has-text('Show all runs')");
      await expect.poll(shown, DRAWN).toEqual([12, 12, 12, 12]);
    },
    PATIENCE,
  );

  test(
    "a row that is picked out stands out in every picture, and the address keeps it",
    async () => {
      await open();
      await tab.check('#runs input[aria-label="Pick out wd1-f0.3-s0"]');
      const places = () =>
        tab.$$eval(".picked", (all) =>
          all.map((one) => (one.closest("section") as HTMLElement).getAttribute("aria-labelledby")),
        );
      const everywhere = ["overview", "outcomes-title", "delay-title", "together-title", "each-title", "words-title"];
      await expect.poll(async () => [...new Set(await places())], DRAWN).toEqual(expect.arrayContaining(everywhere));
      expect(await count(".chart path.line.picked")).toBe(4);
      await tab.reload();
      await expect.poll(() => count("#each .small.picked"), DRAWN).toBe(1);
      expect(await tab.isChecked('#runs input[aria-label="Pick out wd1-f0.3-s0"]')).toBe(true);
    },
    PATIENCE,
  );

  test(
    "a tile leads to its run's own report, or unfolds what the page says of it; an address that makes no sense changes nothing",
    async () => {
      await open("#by=nothing&zoom=[3]&where=null&sort=no&picked=[7]");
      expect(await tab.inputValue("#grouping select")).toBe("");
      expect(await count("#runs tbody tr")).toBe(12);
      expect(await tab.getAttribute('#outcomes a[title^="wd1-f0.6-s1"]', "href")).toBe("own-report.html");
      const tile = tab.locator('#outcomes a[title^="wd0-f0.3-s0"]');
      const words = `details${await tile.getAttribute("href")}`;
      await tile.click();
      expect(await tab.getAttribute(words, "open")).toBe("");
      expect(await tab.textContent(words)).toContain("memorised, not generalised");
    },
    PATIENCE,
  );

  test.each([
    [390, "light"],
    [1280, "dark"],
  ] as const)(
    "at %i pixels, %s, nothing is serious to a reader of any ability, and nothing is wider than the page",
    async (width, colorScheme) => {
      const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
      const page = await (await browser.newContext({ viewport: { width, height: 6000 }, colorScheme })).newPage();
      await page.goto(pathToFileURL(file).href);
      await page.waitForSelector("#each .small");
      await page.evaluate(axe);
      const violations = await page.evaluate(async () => {
        const { violations } = await (globalThis as any).axe.run();
        return violations.map(({ id, impact, nodes }: any) => `${impact} ${id}: ${nodes[0].html}`);
      });
      expect(violations.filter((found: string) => /^(serious|critical)/.test(found))).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
      await page.close();
    },
    PATIENCE,
  );
});
