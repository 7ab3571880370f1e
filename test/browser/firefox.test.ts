import { cpSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import puppeteer, { type Browser } from "puppeteer-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { commandOnPath } from "#render/_assets.js";
import { ANALYSED, DOWNLOADED, filesOf, ONLY, type Site, servedSite } from "./_site.ts";

const executablePath = commandOnPath(["firefox-esr", "firefox"], process.env.PATH ?? "");

describe.skipIf(executablePath === undefined)("the explorer as static files, in Firefox", () => {
  const scratch = mkdtempSync(join(tmpdir(), "firefox-"));
  // What several files are called that come without a folder.
  const run = join(scratch, "files");
  let site: Site;
  let browser: Browser;

  beforeAll(async () => {
    cpSync("fixtures/tiny", run, { recursive: true });
    site = await servedSite(run);
    browser = await puppeteer.launch({
      browser: "firefox",
      headless: true,
      ...(executablePath ? { executablePath } : {}),
    });
  }, 300_000);
  afterAll(async () => {
    await browser?.close();
    await site?.close();
    rmSync(scratch, { recursive: true, force: true });
  });

  test("gives of files the files of the command line, byte for byte, and sends nothing", async () => {
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
  }, 300_000);
});
