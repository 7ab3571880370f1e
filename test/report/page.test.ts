import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { page } from "#report/_page.js";
import { noBrowser, saved, slide, sliderLabel, startBrowser } from "./_browser.ts";
import { contents } from "./_contents.js";

const SIZE = { p: 13, steps: 10, every: 2 };
/** A step of the slider, in time of the processor; what it may take where other tests share its core. */
const STEP_MS = 50;
const BUSY = 3;
const STEPS = 12;
/** A plot at rest is drawn in full: what a busy machine may need for that. */
const AT_REST = { timeout: 15_000 };
/** The rules of accessibility, as a script. */
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const made = contents(SIZE);

interface Axe {
  run(): Promise<{ violations: readonly { id: string; impact: string; nodes: readonly { html: string }[] }[] }>;
}
const html = page(made);

describe.skipIf(noBrowser !== undefined)(
  `a page in a browser${noBrowser === undefined ? "" : ` (${noBrowser})`}`,
  () => {
    const folder = mkdtempSync(join(tmpdir(), "grok-analyze-page-"));
    const file = join(folder, "report.html");
    let browser: Browser;

    /** One page for all tests that need no other; each leaves it as it found it. */
    let shared: Page;
    const complaints: string[] = [];

    beforeAll(async () => {
      writeFileSync(file, await html);
      browser = await startBrowser();
      shared = await opened();
    });
    afterEach(async () => {
      await slide(shared, SIZE.steps - 1);
      expect(complaints).toEqual([]);
    });
    afterAll(async () => {
      await browser?.close();
      rmSync(folder, { recursive: true, force: true });
    });

    /** The page, opened from its file with all panels in view. What it complains of or asks for fails the test. */
    async function opened(options: BrowserContextOptions = {}, path = file): Promise<Page> {
      const context = await browser.newContext({ viewport: { width: 1280, height: 4800 }, ...options });
      const tab = await context.newPage();
      tab.on("console", (message) => complaints.push(message.text()));
      tab.on("pageerror", (error) => complaints.push(String(error)));
      await tab.route(/^(?!file:|data:|blob:)/, (route) => {
        complaints.push(route.request().url());
        return route.abort();
      });
      await tab.goto(pathToFileURL(path).href);
      if (options.javaScriptEnabled !== false) await tab.waitForSelector('[data-panel="losses"] .main-svg');
      return tab;
    }

    const attribute = (tab: Page, panel: string, name: string) =>
      tab.$eval(
        `[data-panel="${panel}"] .plot`,
        (plot, of) => {
          const { data } = plot as unknown as { data: readonly Record<string, ArrayLike<number> | undefined>[] };
          return data.map((trace) => (typeof trace[of] === "object" ? Array.from(trace[of], Number) : trace[of]));
        },
        name,
      );

    test("shows the last epoch first, and each moving panel as its moments say when the slider moves", async () => {
      const tab = shared;
      expect(await sliderLabel(tab)).toBe("epoch 900");
      for (const index of [3, 0, 9]) {
        await slide(tab, index);
        expect(await sliderLabel(tab)).toBe(`epoch ${made.epochs[index]}`);
        const shown = 2 * Math.floor(index / 2);
        const moment = made.panels[2].moments?.[shown / 2];
        await expect.poll(() => attribute(tab, "spectrum", "y"), AT_REST).toEqual([moment?.data[0].y]);
        const words = await tab.textContent('[data-panel="spectrum"] [data-moment]');
        expect(words).toBe(`epoch ${100 * shown}${shown === index ? "" : ` (of ${100 * index})`}: 4 bars`);
        // Repainted at once, drawn in full at rest.
        await expect.poll(() => corner(tab), AT_REST).toBeCloseTo(saidCorner(shown / 2), 5);
      }
    });

    /** What Plotly holds of the first map's first cell, and what the moment says. */
    const corner = (tab: Page) =>
      tab.$eval(
        '[data-panel="attention"] .plot',
        (plot) => (plot as unknown as { data: { z: number[][] }[] }).data[0].z[0][0],
      );
    const saidCorner = (moment: number) => (made.panels[3].moments?.[moment].data[0].z as number[][])?.[0][0];

    test("repaints maps at once with the pixels that they have at rest", async () => {
      const tab = shared;
      const map = '[data-panel="attention"] .heatmaplayer image';
      const href = () =>
        tab.$eval(map, (image) => image.getAttribute("href") ?? image.getAttribute("xlink:href") ?? "");
      const before = await pixels(tab, await href());
      const [atOnce, held] = await tab.$eval(
        "#epoch",
        async (range, selector) => {
          (range as HTMLInputElement).value = "2";
          range.dispatchEvent(new Event("input"));
          await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
          const image = document.querySelector(selector);
          const plot = image?.closest(".plot") as unknown as { data: { z: number[][] }[] };
          return [image?.getAttribute("href") ?? "", plot.data[0].z[0][0]] as const;
        },
        map,
      );
      const repainted = await pixels(tab, atOnce);
      expect(held).toBeCloseTo(saidCorner(4), 5);
      await expect.poll(() => corner(tab), AT_REST).toBeCloseTo(saidCorner(1), 5);
      const settled = await pixels(tab, await href());
      expect(repainted.length).toBe(13 * 13 * 4);
      expect(most(repainted, before)).toBeGreaterThan(50);
      // Colours come in 256 shades when repainted.
      expect(most(repainted, settled)).toBeLessThanOrEqual(3);
    });

    const most = (a: readonly number[], b: readonly number[]) =>
      Math.max(...a.map((value, i) => Math.abs(value - b[i])));
    const pixels = (tab: Page, url: string) =>
      tab.evaluate(async (src) => {
        const image = Object.assign(new Image(), { src });
        await image.decode();
        const canvas = Object.assign(document.createElement("canvas"), { width: image.width, height: image.height });
        const context = canvas.getContext("2d", { willReadFrequently: true });
        context?.drawImage(image, 0, 0);
        return Array.from(context?.getImageData(0, 0, image.width, image.height).data ?? []);
      }, url);

    test("is moved by keys, buttons, the timeline and a click on a curve", async () => {
      const tab = shared;
      await tab.focus("#epoch");
      await tab.keyboard.press("ArrowLeft");
      expect(await sliderLabel(tab)).toBe("epoch 800");
      await tab.keyboard.press("Home");
      expect(await sliderLabel(tab)).toBe("epoch 0");
      await tab.keyboard.press("End");
      expect(await sliderLabel(tab)).toBe("epoch 900");
      await tab.click("#previous");
      expect(await sliderLabel(tab)).toBe("epoch 800");
      await tab.click(".phases li:nth-child(2) button");
      expect(await sliderLabel(tab)).toBe("epoch 200");
      expect(await tab.getAttribute(".phases li:nth-child(2) button", "aria-current")).toBe("step");
      expect(await tab.getAttribute("#epoch", "aria-valuetext")).toBe("epoch 200");
      const area = await tab.locator('[data-panel="losses"] .nsewdrag').boundingBox();
      await tab.mouse.click((area?.x ?? 0) + (area?.width ?? 0) * (5 / 9), (area?.y ?? 0) + 20);
      await expect.poll(() => sliderLabel(tab), AT_REST).toBe("epoch 500");
      await tab.focus("#epoch");
      await tab.keyboard.press("Space");
      await expect.poll(() => sliderLabel(tab), { timeout: 15_000 }).toBe("epoch 900");
      await expect.poll(() => tab.getAttribute("#play", "aria-label")).toBe("Play");
    });

    test("draws the slider's epoch as a line where x is the epoch", async () => {
      const tab = shared;
      const at = () =>
        tab.$eval(
          '[data-panel="losses"] .plot',
          (plot) => (plot as unknown as { layout: { shapes: { x0: number }[] } }).layout.shapes.at(-1)?.x0,
        );
      /** Where the line is on the screen, in pixels. */
      const drawn = () =>
        tab.$eval('[data-panel="losses"] .plot', (plot) =>
          Number(
            /^M([-\d.]+),/.exec([...plot.querySelectorAll(".shapelayer path")].at(-1)?.getAttribute("d") ?? "")?.[1],
          ),
        );
      await expect.poll(at, AT_REST).toBe(900);
      const before = await drawn();
      await slide(tab, 4);
      // It is moved at once, and where Plotly draws it when the slider rests.
      await expect.poll(drawn, AT_REST).toBeLessThan(before);
      const moved = await drawn();
      await expect.poll(at, AT_REST).toBe(400);
      expect(await drawn()).toBeCloseTo(moved, 0);
    });

    test("follows a frequency in all panels until told not to", async () => {
      const tab = shared;
      const chip = '[data-frequency="5"]';
      await tab.click(chip);
      expect(await tab.getAttribute(chip, "aria-pressed")).toBe("true");
      await expect.poll(() => attribute(tab, "norms", "opacity"), AT_REST).toEqual([0.12, undefined]);
      await expect
        .poll(() => attribute(tab, "neurons", "opacity"), AT_REST)
        .toEqual([0.12, undefined, 0.12, undefined, 0.12, undefined]);
      expect(await attribute(tab, "losses", "opacity")).toEqual([undefined, undefined]);
      await tab.click(chip);
      await expect.poll(() => attribute(tab, "norms", "opacity"), AT_REST).toEqual([undefined, undefined]);
      // A click on a map follows its frequency; Escape stops.
      await tab.locator('[data-panel="neurons"] .nsewdrag').first().click();
      await expect.poll(() => tab.getAttribute('[data-frequency="3"]', "aria-pressed"), AT_REST).toBe("true");
      await tab.keyboard.press("Escape");
      expect(await tab.getAttribute('[data-frequency="3"]', "aria-pressed")).toBe("false");
    });

    test("saves tables as given, and plots as SVG with a title; copies a panel as something to embed", async () => {
      const tab = shared;
      const { name, csv } = made.panels[0].table;
      expect(await saved(tab, "losses", "csv")).toEqual([name, csv]);
      const [file, svg] = await saved(tab, "spectrum", "svg");
      expect(file).toBe("spectrum.svg");
      expect(svg).toMatch(/^<svg role="img"/);
      expect(svg).toContain('<title id="title">Spectrum of WE</title>');
      expect(svg).toContain("a &#60; b");
      await slide(tab, 3);
      await tab.click('[data-panel="norms"] [data-take]');
      await tab.click('[data-get="cell"]');
      const embedded = "report.html#epoch=300&panel=norms&present=1";
      expect(await tab.inputValue("#taking textarea")).toContain(`IFrame("${embedded}", width=`);
      await tab.click('[data-get="iframe"]');
      expect(await tab.inputValue("#taking textarea")).toContain(`<iframe src="${embedded.replaceAll("&", "&amp;")}"`);
      await tab.click("#taking .close");
    });

    test("keeps what its reader looks at in the address: shared, followed back and forth, and reloaded", async () => {
      const tab = shared;
      const hash = () => tab.evaluate(() => location.hash);
      const pressed = () =>
        tab.$$eval('[data-frequency][aria-pressed="true"]', (chips) => chips.map(({ textContent }) => textContent));
      await slide(tab, 2);
      await expect.poll(hash, AT_REST).toBe("#epoch=200");
      await tab.click('[data-frequency="5"]');
      await expect.poll(hash, AT_REST).toBe("#epoch=200&k=5");
      await tab.goBack();
      expect([await hash(), await sliderLabel(tab), await pressed()]).toEqual(["#epoch=200", "epoch 200", []]);
      await tab.goForward();
      expect(await pressed()).toEqual(["k = 5"]);
      await tab.reload();
      await tab.waitForSelector('[data-panel="losses"] .main-svg');
      expect([await sliderLabel(tab), await pressed()]).toEqual(["epoch 200", ["k = 5"]]);
      await tab.evaluate(() => {
        location.hash = "#epoch=700&panel=norms&section=cosines&open=cosines";
      });
      await expect.poll(() => sliderLabel(tab)).toBe("epoch 700");
      expect(await tab.isVisible('[data-panel="cosines-loss"]')).toBe(true);
      await tab.evaluate(() => {
        location.hash = "#";
      });
      await expect.poll(() => sliderLabel(tab)).toBe("epoch 900");
      expect(await tab.isVisible('[data-panel="cosines-loss"]')).toBe(false);
    });

    test("a slider that moves is one step of the way back, where it comes to rest or something else changes", async () => {
      const tab = await opened();
      const hash = () => tab.evaluate(() => location.hash);
      const steps = () => tab.evaluate(() => history.length);
      const before = await steps();
      /** All in one turn: the slider does not rest between. */
      const slid = (indices: readonly number[], then?: string) =>
        tab.evaluate(
          ([steps, selector]) => {
            const range = document.querySelector("#epoch") as HTMLInputElement;
            for (const step of steps) {
              range.value = String(step);
              range.dispatchEvent(new Event("input"));
            }
            if (selector !== undefined) (document.querySelector(selector) as HTMLElement).click();
          },
          [indices, then] as const,
        );
      await slid([3, 4, 5], '[data-frequency="5"]');
      expect([await hash(), await steps()]).toEqual(["#epoch=500&k=5", before + 2]);
      await tab.goBack();
      await expect.poll(hash).toBe("#epoch=500");
      // Away and back is no step.
      await slid([8, 5]);
      await tab.waitForTimeout(600);
      expect([await hash(), await steps()]).toEqual(["#epoch=500", before + 2]);
      await tab.context().close();
    });

    test("folds and opens its sections, by a key all of them, and its contents lead into them and follow", async () => {
      const tab = shared;
      const open = () =>
        tab.$$eval("details[data-fold][open]", (folds) => folds.map((fold) => (fold as HTMLElement).dataset.fold));
      const first = await open();
      expect(first).not.toContain("cosines");
      await tab.keyboard.press("o");
      expect(await open()).toHaveLength(await tab.locator("details[data-fold]").count());
      await tab.keyboard.press("o");
      expect(await open()).toEqual([]);
      await tab.setViewportSize({ width: 1280, height: 700 });
      await tab.click('nav a[href="#cosines"]');
      expect(await open()).toContain("cosines");
      const current = () =>
        tab.$$eval('nav a[aria-current="true"]', (links) => links.map((link) => link.getAttribute("href")));
      await expect.poll(current, AT_REST).toEqual(["#cosines"]);
      await tab.evaluate(() => scrollTo(0, 0));
      await expect.poll(current, AT_REST).toEqual(["#over-training"]);
      await tab.setViewportSize({ width: 1280, height: 4800 });
      await tab.evaluate(() => {
        location.hash = "#";
      });
      await expect.poll(open).toEqual(first);
    });

    test("shows what a term means under the pointer and in focus, and hides it at Escape", async () => {
      const tab = shared;
      const term = tab.locator(".verdict a.term").first();
      await term.focus();
      expect(await tab.innerText("#definition")).toContain(
        await tab.innerText(`${await term.getAttribute("href")}`).catch(() => ""),
      );
      expect((await tab.innerText("#definition")).length).toBeGreaterThan(40);
      expect(await term.getAttribute("aria-describedby")).toBe("definition");
      await tab.keyboard.press("Escape");
      expect(await tab.isVisible("#definition")).toBe(false);
      await term.hover();
      expect(await tab.isVisible("#definition")).toBe(true);
      await tab.mouse.move(5, 5);
      expect(await tab.isVisible("#definition")).toBe(false);
    });

    test("holds an epoch beside another: two plots of what moves, two lines where x is the epoch", async () => {
      const tab = shared;
      await tab.keyboard.press("c");
      await slide(tab, 4);
      const bars = () =>
        tab.$$eval('[data-panel="spectrum"] .plot', (plots) =>
          plots.map((plot) => Array.from((plot as unknown as { data?: { y: ArrayLike<number> }[] }).data?.[0].y ?? [])),
        );
      const moments = made.panels[2].moments ?? [];
      await expect.poll(bars, AT_REST).toEqual([moments[2], moments[4]].map(({ data }) => data[0].y));
      const lines = () =>
        tab.$eval('[data-panel="losses"] .plot', (plot) =>
          (plot as unknown as { layout: { shapes: { x0: number }[] } }).layout.shapes.map(({ x0 }) => x0),
        );
      await expect.poll(lines, AT_REST).toEqual([400, 900]);
      await tab.keyboard.press("c");
      await expect.poll(lines, AT_REST).toEqual([400]);
    });

    test("zooms all curves that share the epochs, smooths them, and divides their axes", async () => {
      const tab = shared;
      const axis = (panel: string, name: "xaxis" | "yaxis") =>
        tab.$eval(
          `[data-panel="${panel}"] .plot`,
          (plot, of) => {
            const { range, type } = (plot as unknown as { layout: Record<string, { range: number[]; type: string }> })
              .layout[of];
            return { range: range.map((end) => Math.round(end)), type };
          },
          name,
        );
      const whole = (await axis("norms", "xaxis")).range;
      const area = await tab.locator('[data-panel="losses"] .nsewdrag').boundingBox();
      const [left, top, wide] = [area?.x ?? 0, (area?.y ?? 0) + 30, area?.width ?? 0];
      await tab.mouse.move(left + wide / 4, top);
      await tab.mouse.down();
      await tab.mouse.move(left + wide / 2, top, { steps: 5 });
      await tab.mouse.up();
      await expect.poll(async () => (await axis("norms", "xaxis")).range, AT_REST).not.toEqual(whole);
      expect((await axis("norms", "xaxis")).range).toEqual((await axis("losses", "xaxis")).range);
      const raw = await attribute(tab, "losses", "y");
      await tab.click(".tools summary");
      await tab.selectOption("#smoothing", "0.9");
      await expect.poll(() => attribute(tab, "losses", "y"), AT_REST).not.toEqual(raw);
      await tab.selectOption("#smoothing", "0");
      await tab.click("#whole");
      await tab.keyboard.press("Escape");
      await tab.click('[data-panel="losses"] [data-scale]');
      await expect.poll(async () => (await axis("losses", "yaxis")).type, AT_REST).toBe("linear");
      await tab.click('[data-panel="losses"] [data-scale]');
      await expect.poll(async () => (await axis("losses", "yaxis")).type, AT_REST).toBe("log");
      await expect.poll(async () => (await axis("norms", "xaxis")).range, AT_REST).toEqual(whole);
    });

    test("presents one panel at a time, by keys", async () => {
      const tab = shared;
      const shown = () =>
        tab.$$eval("figure.presented", (figures) =>
          figures.map((figure) => [(figure as HTMLElement).dataset.panel, figure.getBoundingClientRect().width]),
        );
      await tab.setViewportSize({ width: 1280, height: 800 });
      await tab.click('[data-panel="losses"] [data-present]');
      expect(await shown()).toEqual([["losses", 1280]]);
      await tab.keyboard.press("ArrowDown");
      expect(await shown()).toEqual([["norms", 1280]]);
      await tab.keyboard.press("ArrowLeft");
      expect(await sliderLabel(tab)).toBe("epoch 800");
      const bottom = () => tab.$eval("figure.presented .plot", (plot) => plot.getBoundingClientRect().bottom);
      await expect.poll(bottom, AT_REST).toBeLessThan(800);
      await tab.keyboard.press("Escape");
      expect(await shown()).toEqual([]);
      await tab.setViewportSize({ width: 1280, height: 4800 });
    });

    test("has nothing that accessibility's rules call serious, light or dark, folds open", async () => {
      const tab = shared;
      await tab.keyboard.press("o");
      for (const theme of ["screen", "dark"]) {
        const serious = await tab.evaluate(async (axe) => {
          if (!("axe" in globalThis)) new Function(axe).call(globalThis);
          const { violations } = await (globalThis as unknown as { axe: Axe }).axe.run();
          return violations
            .filter(({ impact }) => impact === "serious" || impact === "critical")
            .map(
              ({ id, nodes }) =>
                `${id}: ${nodes
                  .slice(0, 3)
                  .map(({ html }) => html.slice(0, 160))
                  .join(" | ")}`,
            );
        }, AXE);
        expect(serious, theme).toEqual([]);
        await tab.click("#theme");
      }
      await tab.evaluate(() => {
        location.hash = "#";
      });
    });

    test("needs no scrolling sideways at any width, and its plots fill their panels", async () => {
      const tab = shared;
      for (const width of [1280, 800, 390]) {
        await tab.setViewportSize({ width, height: 7000 });
        expect(await tab.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
        const overhang = () =>
          tab.$$eval(".plot", (plots) =>
            plots
              .filter((plot) => plot.checkVisibility())
              .map((plot) => (plot.querySelector(".main-svg")?.clientWidth ?? 0) - plot.clientWidth),
          );
        await expect.poll(overhang, { timeout: 15_000 }).toEqual(Array.from({ length: 6 }, () => 0));
      }
      await tab.setViewportSize({ width: 1280, height: 4800 });
    });

    test("gives every plot a name and hides what it is made of", async () => {
      const tab = shared;
      const names = await tab.$$eval('.plot:not(.beside)[role="group"]', (plots) =>
        plots.map((plot) =>
          ["aria-labelledby", "aria-describedby"].map(
            (name) => document.getElementById(plot.getAttribute(name) ?? "")?.textContent,
          ),
        ),
      );
      expect(names).toHaveLength(7);
      expect(names[2][0]).toBe("Spectrum of WE");
      expect(names[2][1]).toMatch(/^What spectrum shows/);
      expect(await tab.$$eval(".main-svg:not([aria-hidden])", (all) => all.length)).toBe(0);
    });

    test("draws only what is near the window, light or dark as the system says, and the other at a click", async () => {
      const tab = await opened({ viewport: { width: 1280, height: 600 }, colorScheme: "dark" });
      expect(await tab.$$('[data-panel="neurons"] .main-svg')).toHaveLength(0);
      await slide(tab, 0);
      await tab.locator('[data-panel="neurons"]').scrollIntoViewIfNeeded();
      await tab.waitForSelector('[data-panel="neurons"] .main-svg');
      await tab.evaluate(() => scrollTo(0, 0));
      const ground = () => tab.$eval("body", (body) => getComputedStyle(body).backgroundColor);
      const plotGround = () =>
        tab.$eval(
          '[data-panel="losses"] .plot',
          (plot) => (plot as unknown as { layout: { paper_bgcolor: string } }).layout.paper_bgcolor,
        );
      const [dark, plotDark] = [await ground(), await plotGround()];
      await tab.click("#theme");
      await expect.poll(plotGround, AT_REST).not.toBe(plotDark);
      expect(await ground()).not.toBe(dark);
      await tab.context().close();
    });

    test("takes a step within 50 ms at 113, with three panels of four to six maps, whose cells are averaged where they are small", async () => {
      const path = join(folder, "large.html");
      writeFileSync(path, await page(contents({ p: 113, steps: 3, every: 1 })));
      const tab = await opened({}, path);
      // All that the window shows is drawn: what is measured is a step, not the page's coming.
      await tab.waitForFunction(() =>
        [...document.querySelectorAll(".plot")].every(
          (plot) => !plot.checkVisibility() || plot.querySelector(".main-svg") !== null,
        ),
      );
      // Of the processor, so that what else runs does not count.
      const session = await tab.context().newCDPSession(tab);
      await session.send("Performance.enable");
      const spent = async () =>
        1000 *
        ((await session.send("Performance.getMetrics")).metrics.find(({ name }) => name === "ThreadTime")?.value ?? 0);
      const before = await spent();
      await tab.$eval(
        "#epoch",
        async (range, steps) => {
          for (let i = 0; i < steps; i++) {
            (range as HTMLInputElement).value = String(i % 3);
            range.dispatchEvent(new Event("input"));
            await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
          }
        },
        STEPS,
      );
      const took = (await spent()) - before;
      const maps = await tab.$$eval(".heatmaplayer image", (images) =>
        images.map((image) => ({
          pixels: (devicePixelRatio * image.getBoundingClientRect().width) / 113,
          drawn: getComputedStyle(image).imageRendering,
        })),
      );
      await tab.context().close();
      expect(maps.length).toBeGreaterThan(10);
      for (const { pixels, drawn } of maps) expect(drawn).toBe(pixels < 2 ? "auto" : "pixelated");
      expect(new Set(maps.map(({ drawn }) => drawn))).toContain("auto");
      expect(took / STEPS).toBeLessThan(STEP_MS * BUSY);
    });

    test("can be read without JavaScript", async () => {
      const tab = await opened({ javaScriptEnabled: false });
      const text = await tab.innerText("body");
      for (const sentence of made.verdict) expect(text).toContain(sentence);
      await tab.click("#cosines summary");
      expect(await tab.innerText("body")).toContain("97.3\u202f%");
      await tab.click(".phases summary");
      expect(await tab.innerText(".phases")).toContain("train loss < 0.01 nats");
      expect(await tab.isVisible("#epoch")).toBe(false);
      await tab.context().close();
    });
  },
);
