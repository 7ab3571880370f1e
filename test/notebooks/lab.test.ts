import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { expect, onTestFinished, test } from "vitest";
import { codeCells, notebook, program } from "./_notebooks.ts";

const executablePath = [process.env.CHROME_PATH, "/usr/bin/chromium", "/usr/bin/google-chrome"].find(
  (path) => path !== undefined && existsSync(path),
);
const extensions = spawnSync("jupyter", ["labextension", "list"], { encoding: "utf8" });
const plotly = /jupyterlab-plotly \S+ .*enabled/.test(`${extensions.stdout}${extensions.stderr}`);

/** The sentence of the notebooks' README that makes figures interactive. */
const SENTENCE = "python3 -m pip install jupyterlab plotly";
const PATIENCE = 600_000;

test("how figures come alive is said where Jupyter is installed", () => {
  expect(readFileSync("notebooks/README.md", "utf8")).toContain(SENTENCE);
  expect(program("start.js", [], { ...process.env, PATH: tmpdir() }).stderr).toContain(SENTENCE);
});

test.skipIf(executablePath === undefined || !plotly)(
  "JupyterLab with what that sentence installs draws figures that can be zoomed (skipped without it, or Chromium)",
  { timeout: PATIENCE },
  async () => {
    const folder = mkdtempSync(join(tmpdir(), "lab-"));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const first = notebook("05-train-and-watch.ipynb");
    const shown = codeCells(first).find(({ outputs = [] }) => outputs.some(({ data }) => data !== undefined));
    writeFileSync(join(folder, "figure.ipynb"), JSON.stringify({ ...first, cells: [shown] }));
    // As it is of a notebook whose cells ran here.
    expect(spawnSync("jupyter", ["trust", join(folder, "figure.ipynb")]).status).toBe(0);
    const address = await served(folder);
    const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
    onTestFinished(() => browser.close());
    const page = await browser.newPage();
    await page.goto(address.replace(/\/lab\?/, "/lab/tree/figure.ipynb?"), { timeout: PATIENCE });
    // A picture until the mouse comes over it; the question for a kernel, which this needs none of, lies above.
    const picture = page.locator(".jp-RenderedPlotly .plot-img").first();
    await picture.waitFor({ state: "attached", timeout: PATIENCE });
    await picture.dispatchEvent("mouseenter");
    const plot = page.locator(".jp-OutputArea .js-plotly-plot .cartesianlayer .js-line").first();
    await plot.waitFor({ state: "attached", timeout: PATIENCE });
    expect(await page.locator(".js-plotly-plot .nsewdrag").count()).toBeGreaterThan(0);
  },
);

/** JupyterLab on a folder; its address, with its token. */
function served(folder: string): Promise<string> {
  const args = ["lab", "--no-browser", "--ServerApp.port=0", "--allow-root", `--ServerApp.root_dir=${folder}`];
  const lab: ChildProcess = spawn("jupyter", args, { stdio: ["ignore", "ignore", "pipe"] });
  onTestFinished(() => void lab.kill());
  return new Promise((found, fail) => {
    let said = "";
    lab.stderr?.on("data", (chunk: Buffer) => {
      said += chunk;
      const address = /http:\/\/(?:localhost|127\.0\.0\.1):\d+\/lab\?token=\w+/.exec(said);
      if (address) found(address[0]);
    });
    lab.on("close", () => fail(new Error(said)));
  });
}
