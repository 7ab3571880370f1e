import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import cosines from "#analyzers/cosines.js";
import edges from "#analyzers/edges.js";
import embeddingCircles from "#analyzers/embedding-circles.js";
import fourier from "#analyzers/fourier.js";
import handOver from "#analyzers/hand-over.js";
import inputMaps from "#analyzers/input-maps.js";
import losses from "#analyzers/losses.js";
import phases from "#analyzers/phases.js";
import { contents } from "#report/_contents.js";
import { page } from "#report/_page.js";
import { tablesOf, tinyAnalysis } from "./_analyses.ts";
import { noBrowser, saved, slide, sliderLabel, startBrowser } from "./_browser.ts";

/** What a machine of few cores may need to draw all panels of the page. */
const DRAWN = { timeout: 120_000 };
const PATIENCE = 400_000;

/** What Plotly holds of a plot. */
interface Plotted {
  readonly data: readonly Readonly<Record<string, unknown>>[];
  readonly layout: { readonly shapes?: readonly { readonly type: string; readonly x0: number; readonly x1: number }[] };
}

/** All that the slider moves, lines over the epochs, frequencies, maps and bars: every kind of panel, a few times. */
const ASKED = [cosines, edges, embeddingCircles, fourier, handOver, inputMaps, losses, phases];

describe.skipIf(noBrowser !== undefined)(
  `the report on fixtures/tiny in a browser${noBrowser === undefined ? "" : ` (${noBrowser})`}`,
  () => {
    const folder = mkdtempSync(join(tmpdir(), "grok-analyze-report-"));
    const complaints: string[] = [];
    const tiny = tinyAnalysis(ASKED);
    const made = contents(tiny);
    let browser: Browser;
    let tab: Page;

    beforeAll(async () => {
      const file = join(folder, "report.html");
      writeFileSync(file, await page(made));
      browser = await startBrowser();
      // High enough that all panels are in view, and so are drawn.
      const context = await browser.newContext({ viewport: { width: 1280, height: 20_000 } });
      tab = await context.newPage();
      tab.on("console", (message) => complaints.push(message.text()));
      tab.on("pageerror", (error) => complaints.push(String(error)));
      tab.on("request", (request) => {
        if (!/^(file|data|blob):/.test(request.url())) complaints.push(request.url());
      });
      await tab.goto(pathToFileURL(file).href);
      await tab.waitForSelector(".plot .main-svg");
      await tab.keyboard.press("o");
      const all = (count: number) =>
        document.querySelectorAll(".plot:not(.beside) .main-svg:first-child").length === count;
      await tab.waitForFunction(all, panels().length, DRAWN);
    }, PATIENCE);
    afterEach(() => expect(complaints).toEqual([]));
    afterAll(async () => {
      await browser?.close();
      rmSync(folder, { recursive: true, force: true });
    });

    const panels = () => [...made.panels, ...made.sections.flatMap((section) => section.panels)];
    const step = (index: number) => slide(tab, index);
    const label = () => sliderLabel(tab);
    /** An attribute of a trace of a panel. */
    const drawn = (id: string, trace: number, name: string) =>
      tab.$eval(
        `[data-panel="${id}"] .plot`,
        (element, [trace, name]) => {
          // Numbers come as typed arrays.
          const plain = (value: unknown): unknown =>
            ArrayBuffer.isView(value) ? Array.from(value as never) : Array.isArray(value) ? value.map(plain) : value;
          return plain((element as unknown as Plotted).data[trace][name]);
        },
        [trace, name] as const,
      );
    const plotOf = (id: string) => `[data-panel="${id}"] .plot:not(.beside)`;

    /** Of the moment's first trace that moves, a few numbers of an attribute: as said, as drawn. */
    const sample = (values: unknown): readonly unknown[] => {
      const flat = [values].flat(3) as readonly unknown[];
      const five = [0, 1, 2, 3, 4].map((i) => flat[Math.floor((i * (flat.length - 1)) / 4)]);
      // No value is null in the results, and on the page what arrays of numbers have for it.
      return five.map((value) => (Number.isNaN(value) ? null : (value ?? null)));
    };

    test("the slider moves every panel that has moments, to what these say", async () => {
      const moving = made.panels.filter(({ moments }) => moments !== undefined);
      expect(moving.length).toBeGreaterThanOrEqual(5);
      for (const index of [0, Math.floor(made.epochs.length / 2)]) {
        await step(index);
        expect(await label()).toBe(`epoch ${made.epochs[index]}`);
        for (const { id, moments } of moving) {
          // What was not computed at the slider's epoch is shown as it last was.
          const moment = moments?.findLast(({ epoch }) => epoch <= made.epochs[index]);
          const trace = moment?.data.findIndex((moved) => Object.keys(moved).length > 0) ?? -1;
          const [[name, said]] = Object.entries(moment?.data[trace] ?? {}) as [["x" | "y" | "z", unknown]];
          // A map's values are rounded to 1/254 of their range.
          const flat = ([said].flat(3) as readonly unknown[]).filter((value) => typeof value === "number");
          const near = name === "z" ? (Math.max(...flat) - Math.min(...flat)) / 254 : 0;
          const apart = (is: unknown, ought: unknown) =>
            typeof is === "number" && typeof ought === "number" ? Math.abs(is - ought) > near : is !== ought;
          await expect
            .poll(async () => {
              const [is, ought] = [sample(await drawn(id, trace, name)), sample(said)];
              return is.filter((value, i) => apart(value, ought[i])).map((value, i) => [id, value, ought[i], near]);
            }, DRAWN)
            .toEqual([]);
          const told = await tab.textContent(`[data-panel="${id}"] [data-moment]`);
          expect(told?.replaceAll("\u202f", "")).toContain(`epoch ${moment?.epoch}`);
        }
      }
    });

    test("in panels over the epochs a line is at the slider's", async () => {
      const over = panels().filter(({ cursor }) => cursor);
      expect(over.length).toBeGreaterThan(10);
      await step(2);
      const lines = () =>
        tab.evaluate(
          (plots) =>
            plots.map((plot) => {
              const { type, x0, x1 } = (document.querySelector(plot) as unknown as Plotted).layout.shapes?.at(-1) ?? {};
              return { type, x0, x1 };
            }),
          over.map(({ id }) => plotOf(id)),
        );
      const [x0, x1] = [made.epochs[2], made.epochs[2]];
      await expect.poll(lines, DRAWN).toEqual(over.map(() => ({ type: "line", x0, x1 })));
    });

    test("the phases' buttons move the slider to the first checkpoint of each", async () => {
      const buttons = tab.locator(".phases button");
      expect(await buttons.count()).toBe(made.phases.length);
      for (const [i, { from }] of made.phases.entries()) {
        await buttons.nth(i).click();
        expect(await label()).toBe(`epoch ${made.epochs.find((epoch) => epoch >= from)}`);
        expect(await buttons.nth(i).getAttribute("aria-current")).toBe("step");
      }
    });

    test("following a frequency fades the others in every panel that has frequencies, until it is let go", async () => {
      const [followed] = made.keys;
      const having = panels().filter(({ figure }) => figure.data.some(({ meta }) => meta?.frequency !== undefined));
      expect(having.length).toBeGreaterThan(5);
      /** By panel the opacities of the traces of that frequency, and of all others that have one. */
      const opacities = () =>
        tab.evaluate(
          ([plots, followed]) =>
            plots.map((plot) => {
              const { data } = document.querySelector(plot) as unknown as Plotted;
              const of = (is: (frequency: unknown) => boolean) => [
                ...new Set(
                  data.flatMap(({ meta, opacity = 1 }) => {
                    const { frequency } = (meta ?? {}) as { readonly frequency?: number };
                    return frequency !== undefined && is(frequency) ? [opacity === 1] : [];
                  }),
                ),
              ];
              return { own: of((k) => k === followed), others: of((k) => k !== followed) };
            }),
          [having.map(({ id }) => plotOf(id)), followed] as const,
        );
      const all = (name: "own" | "others", whole: boolean) => async () =>
        (await opacities()).every((panel) => panel[name].every((is) => is === whole));
      await tab.click(`[data-frequency="${followed}"]`);
      await expect.poll(all("others", false), DRAWN).toBe(true);
      expect(await all("own", true)()).toBe(true);
      expect((await opacities()).some(({ own, others }) => own.length > 0 && others.length > 0)).toBe(true);
      await tab.keyboard.press("Escape");
      await expect.poll(all("others", true), DRAWN).toBe(true);
      expect(await all("own", true)()).toBe(true);
    });

    test("every table that can be saved is the table of the results", async () => {
      const texts = tablesOf(tiny);
      const seen = new Set<string>();
      for (const { id, table } of panels()) {
        if (seen.has(table.name)) continue;
        // Chromium asks the reader before a page saves more than ten files.
        if (seen.size === 10) await tab.reload();
        seen.add(table.name);
        const [name, text] = await saved(tab, id, "csv");
        expect(name).toBe(table.name);
        expect(text === texts.get(table.name), table.name).toBe(true);
      }
      expect(seen.size).toBe(tiny.results.length);
    });

    test("nothing is wider than a telephone, and no plot is cut", async () => {
      await tab.setViewportSize({ width: 390, height: 30_000 });
      await expect.poll(() => tab.evaluate(() => document.documentElement.scrollWidth), DRAWN).toBe(390);
      const overhangs = () =>
        tab.$$eval(
          ".plot",
          (plots) =>
            plots.filter((plot) => (plot.querySelector(".main-svg")?.clientWidth ?? 0) > plot.clientWidth).length,
        );
      await expect.poll(overhangs, DRAWN).toBe(0);
    });
  },
  PATIENCE,
);
