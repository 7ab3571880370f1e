import { writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { noBrowser, startBrowser } from "../report/_browser.ts";
import { DOWNLOADED, filesOf, ONLY, type Site, servedSite } from "./_site.ts";

const RUN = "fixtures/tiny";
const HOSTILE = join(tmpdir(), "hostile.pth");

describe.skipIf(noBrowser)("the explorer as static files, in Chromium", () => {
  let site: Site;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let asked: string[];

  beforeAll(async () => {
    site = await servedSite(RUN);
    browser = await startBrowser();
  }, 300_000);
  afterAll(async () => {
    await browser?.close();
    await site?.close();
  });
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

  test("lists its example, and opens its report from the stored results", async () => {
    await page.click(".run h3 a");
    const report = page.frameLocator(".frame iframe");
    await report.locator("h1", { hasText: "tiny" }).waitFor();
    await report.locator("#panel-losses, section").first().waitFor();
    expect(elsewhere()).toEqual([]);
  }, 300_000);

  test("gives of a folder the files of the command line, byte for byte, and sends nothing", async () => {
    await page.setInputFiles("#folder", RUN);
    await page.locator(".tools button", { hasText: "Download results" }).waitFor();
    const files = filesOf(Buffer.from(await page.evaluate<string>(DOWNLOADED), "base64"));
    expect([...files.keys()].sort()).toEqual([...site.expected.keys()].sort());
    for (const [name, text] of site.expected) expect(files.get(name) === text, name).toBe(true);
    expect(elsewhere()).toEqual([]);
  }, 300_000);

  test.each([
    [
      "a pickle that would run a command where pickles run",
      "cposix\nsystem\n(S'touch owned'\ntR.",
      /^is not a checkpoint: [^\n]+$/,
    ],
    ["a list within a list for ever", `${"(".repeat(1e6)}.`, /^[^\n]+$/],
    ["a zip archive without its end", `PK\x03\x04${"\0".repeat(99)}`, /^[^\n]+$/],
  ])(
    "ends a hostile file in its one line: %s",
    async (_, content, says) => {
      writeFileSync(HOSTILE, content);
      await page.setInputFiles("#files", HOSTILE);
      const line = page.locator(".run", { hasText: "hostile.pth" }).locator(".verdict-cell");
      await line.locator("b", { hasText: "unreadable" }).waitFor();
      expect(await line.locator("span").textContent()).toMatch(says);
    },
    300_000,
  );

  test("keeps its workers from every other address, and works once it is offline", async () => {
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
    await page.frameLocator(".frame iframe").locator("h1", { hasText: "tiny" }).waitFor();
  }, 300_000);
});
