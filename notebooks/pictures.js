// Draws the README's pictures anew from fixtures/mainline, with the built package: `node notebooks/pictures.js`.
// The first is one of the tool's figures; the second is its report in Chromium (CHROME_PATH, or chromium on the PATH).
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const root = fileURLToPath(new URL("..", import.meta.url));
const pictures = fileURLToPath(new URL("pictures", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "pictures-"));
const grokAnalyze = (...args) =>
  execFileSync(process.execPath, [join(root, "dist/bundle/main.js"), ...args], { cwd: folder, stdio: "inherit" });

try {
  mkdirSync(pictures, { recursive: true });
  grokAnalyze("analyze", join(root, "fixtures/mainline"), "--out", "results");
  grokAnalyze(..."figures results --only phases --theme screen --format png --out figures".split(" "));
  copyFileSync(join(folder, "figures/phases-progress-measures.png"), join(pictures, "progress-measures.png"));
  grokAnalyze(..."report results --out report.html".split(" "));
  await photographed(join(folder, "report.html"), join(pictures, "report.png"));
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** The top of the page, at an epoch in the middle of the change. */
async function photographed(page, picture) {
  const executablePath = process.env.CHROME_PATH ?? execFileSync("which", ["chromium"], { encoding: "utf8" }).trim();
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
  const tab = await browser.newPage({ viewport: { width: 1280, height: 1560 }, colorScheme: "light" });
  await tab.goto(pathToFileURL(page).href);
  await tab.locator(".js-plotly-plot").first().waitFor();
  await tab.waitForTimeout(3000);
  await tab.screenshot({ path: picture });
  await browser.close();
}
