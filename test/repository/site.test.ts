import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const executablePath = [process.env.CHROME_PATH, "/usr/bin/chromium", "/usr/bin/google-chrome"].find(
  (path) => path !== undefined && existsSync(path),
);
/** A telephone's width: what fits there fits anywhere. */
const WIDTH = 390;
const PATIENCE = 120_000;

let folder: string;
let pages: readonly string[];
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "site-"));
  execFileSync(process.execPath, ["docs/site/build.js", folder]);
  pages = readdirSync(folder, { recursive: true })
    .map(String)
    .filter((path) => path.endsWith(".html"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("the site of the documentation", () => {
  test("has a page for every text of docs/, and begins in docs/index.html", () => {
    expect(pages).toContain(join("docs", "index.html"));
    const texts = readdirSync("docs", { recursive: true }).filter((path) => String(path).endsWith(".md"));
    expect(pages.length).toBeGreaterThanOrEqual(texts.length);
  });

  test("has links that lead somewhere, and takes nothing from elsewhere", () => {
    const read = new Map(pages.map((path) => [path, readFileSync(join(folder, path), "utf8")]));
    const lost: string[] = [];
    for (const [path, html] of read) {
      expect(html, path).not.toMatch(/<script|<iframe|@import/);
      for (const [, name, value] of html.matchAll(/<[^>]* (href|src)="([^"]+)"/g)) {
        if (/^https?:/.test(value)) {
          expect(name, `${path}: ${value}`).toBe("href");
          continue;
        }
        if (value.startsWith("data:")) continue;
        const [file, hash] = decodeURIComponent(value.replaceAll("&amp;", "&")).split("#");
        const to = file === "" ? path : join(dirname(path), file);
        const there = existsSync(join(folder, to)) && (!hash || (read.get(to) ?? "").includes(`id="${hash}"`));
        if (!there) lost.push(`${path}: ${value}`);
      }
    }
    expect(lost).toEqual([]);
  });

  test.skipIf(executablePath === undefined)(
    "is never wider than the screen, light or dark (skipped without Chromium)",
    { timeout: PATIENCE },
    async () => {
      const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
      try {
        const tab = await browser.newPage({ viewport: { width: WIDTH, height: 900 } });
        for (const path of pages) {
          await tab.goto(pathToFileURL(join(folder, path)).href, { waitUntil: "load" });
          expect(await tab.evaluate("document.documentElement.scrollWidth"), path).toBeLessThanOrEqual(WIDTH);
        }
        const ground = "getComputedStyle(document.body).backgroundColor";
        const light = await tab.evaluate(ground);
        await tab.emulateMedia({ colorScheme: "dark" });
        expect(await tab.evaluate(ground)).not.toBe(light);
      } finally {
        await browser.close();
      }
    },
  );
});
