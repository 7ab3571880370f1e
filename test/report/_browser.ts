import { readFileSync } from "node:fs";
import { type Browser, chromium, type Page } from "playwright-core";
import { commandOnPath } from "#render/_assets.js";

const executablePath =
  process.env.CHROME_PATH ?? commandOnPath(["chromium", "chromium-browser", "google-chrome"], process.env.PATH ?? "");

/** Why tests in a browser are skipped; undefined where there is one. */
export const noBrowser: string | undefined =
  executablePath === undefined ? "no Chromium on PATH; CHROME_PATH names one" : undefined;

export function startBrowser(): Promise<Browser> {
  // No GPU is emulated: pages are of two dimensions, and painting by way of one takes a fifth more.
  return chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
}

/** Moves the slider of a report, as a hand does. */
export function slide(tab: Page, index: number): Promise<void> {
  return tab.$eval(
    "#epoch",
    (range, to) => {
      (range as HTMLInputElement).value = String(to);
      range.dispatchEvent(new Event("input"));
    },
    index,
  );
}

/** What a report says beside its slider, e.g. "epoch 9500". */
export async function sliderLabel(tab: Page): Promise<string | undefined> {
  return (await tab.textContent("#epoch-now"))?.replaceAll("\u202f", "");
}

/** Saves something of a panel by its dialog, as a hand does: the name of the file, and its text. */
export async function saved(tab: Page, panel: string, what: "csv" | "svg"): Promise<readonly [string, string]> {
  await tab.click(`[data-panel="${panel}"] [data-take]`);
  const [download] = await Promise.all([tab.waitForEvent("download"), tab.click(`[data-get="${what}"]`)]);
  await tab.click("#taking .close");
  return [download.suggestedFilename(), readFileSync(await download.path(), "utf8")];
}
