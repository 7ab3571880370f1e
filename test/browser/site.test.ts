import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import type { Browser, BrowserContext, Page } from "playwright-core";
import puppeteer from "puppeteer-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { commandOnPath } from "#render/_assets.js";
import { noBrowser, startBrowser } from "../report/_browser.ts";
import { ANALYSED, DOWNLOADED, ENDED, filesOf, ONLY, type Site, servedSite } from "./_site.ts";

const PATIENCE = 300_000;
const firefox = commandOnPath(["firefox-esr", "firefox"], process.env.PATH ?? "");

const scratch = mkdtempSync(join(tmpdir(), "browsers-"));
/** The run's name: what several files are called that come without a folder. */
const NAME = "files";
const run = join(scratch, NAME);
/** Checkpoints before, while and after it groks: each is as slow in a browser as the next. */
const EPOCHS = ["0", "500", "1500", "3000", "final"];

let site: Site;
beforeAll(async () => {
  const kept = (path: string) => !path.endsWith(".pth") || EPOCHS.includes(basename(path, ".pth"));
  cpSync("fixtures/tiny", run, { recursive: true, filter: kept });
  site = await servedSite(run);
}, PATIENCE);
afterAll(async () => {
  await site?.close();
  rmSync(scratch, { recursive: true, force: true });
});

describe.skipIf(noBrowser)("the explorer as static files, in Chromium", () => {
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let asked: string[];

  beforeAll(async () => {
    browser = await startBrowser();
  }, PATIENCE);
  afterAll(() => browser?.close());
  beforeEach(async () => {
    context = await browser.newContext();
    asked = [];
    context.on("request", (request) => asked.push(request.url()));
    page = await context.newPage();
    page.setDefaultTimeout(0);
    await page.goto(`${site.url}?only=${ONLY}`);
  });
  afterEach(() => context.close());

  const elsewhere = () => asked.filter((url) => !url.startsWith(site.url) && !/^(blob|data):/.test(url));

  test(
    "lists its example, and opens its report from the stored results",
    async () => {
      await page.click(".run h3 a");
      const report = page.frameLocator(".frame iframe");
      await report.locator("h1", { hasText: NAME }).waitFor();
      await report.locator("#panel-losses, section").first().waitFor();
      expect(elsewhere()).toEqual([]);
    },
    PATIENCE,
  );

  test(
    "gives of a folder the files of the command line, byte for byte, and sends nothing; the report is there before all is known",
    async () => {
      await page.setInputFiles("#folder", run);
      await page.locator(".tools button", { hasText: ENDED }).waitFor();
      const files = filesOf(Buffer.from(await page.evaluate<string>(DOWNLOADED), "base64"));
      expect([...files.keys()].sort()).toEqual([...site.expected.keys()].sort());
      for (const [name, text] of site.expected) expect(files.get(name) === text, name).toBe(true);
      expect(elsewhere()).toEqual([]);
    },
    PATIENCE,
  );

  test(
    "ends a hostile file in its one line",
    async () => {
      const hostile = {
        "runs-a-command.pth": ["cposix\nsystem\n(S'touch owned'\ntR.", /^is not a checkpoint: [^\n]+$/],
        "lists-for-ever.pth": [`${"(".repeat(1e6)}.`, /^[^\n]+$/],
        "without-its-end.pth": [`PK\x03\x04${"\0".repeat(99)}`, /^[^\n]+$/],
      } as const;
      for (const [name, [content, says]] of Object.entries(hostile)) {
        writeFileSync(join(scratch, name), content);
        await page.setInputFiles("#files", join(scratch, name));
        const line = page.locator(".run", { hasText: name }).locator(".verdict-cell");
        await line.locator("b", { hasText: "unreadable" }).waitFor();
        expect(await line.locator("span").textContent(), name).toMatch(says);
      }
    },
    PATIENCE,
  );

  test(
    "keeps its workers from every other address, and works once it is offline",
    async () => {
      const tried = await page.evaluate(
        (policed) =>
          new Promise<string>((resolve) => {
            const script = `fetch(${JSON.stringify(policed)}, { mode: "no-cors" }).then(() => postMessage("sent"), () => postMessage("refused"))`;
            const worker = new Worker(URL.createObjectURL(new Blob([script])));
            worker.onmessage = ({ data }) => resolve(data);
          }),
        site.url.replace("127.0.0.1", "localhost"),
      );
      expect(tried).toBe("refused");
      await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
      await context.setOffline(true);
      await page.reload();
      await page.click(".run h3 a");
      await page.frameLocator(".frame iframe").locator("h1", { hasText: NAME }).waitFor();
    },
    PATIENCE,
  );
});

describe.skipIf(firefox === undefined)("the explorer as static files, in Firefox", () => {
  test(
    "gives of files the files of the command line, byte for byte, and sends nothing",
    async () => {
      const browser = await puppeteer.launch({
        browser: "firefox",
        headless: true,
        ...(firefox ? { executablePath: firefox } : {}),
      });
      onTestFinished(() => browser.close());
      const page = await browser.newPage();
      page.setDefaultTimeout(0);
      const asked: string[] = [];
      page.on("request", (request) => asked.push(request.url()));
      await page.goto(`${site.url}?only=${ONLY}`);
      const input = (await page.waitForSelector("#files")) as Awaited<ReturnType<typeof page.$<"input">>>;
      const paths = readdirSync(run, { withFileTypes: true }).flatMap((entry) =>
        entry.isFile() ? join(run, entry.name) : [],
      );
      await input?.uploadFile(...paths);
      await page.waitForFunction(ANALYSED);
      const files = filesOf(Buffer.from((await page.evaluate(DOWNLOADED)) as string, "base64"));
      for (const [name, text] of site.expected) expect(files.get(name) === text, name).toBe(true);
      expect(asked.filter((url) => !url.startsWith(site.url) && !/^(blob|data):/.test(url))).toEqual([]);
    },
    PATIENCE,
  );
});
