import { GrokError } from "../errors.ts";
import type { Drawing } from "../figures/_drawing.ts";
import {
  commandOnPath,
  FACES,
  FAMILY,
  type Face,
  fontBytes,
  isExecutable,
  plotlySource,
  withTemporaryFolder,
} from "./_assets.ts";
import { type Ask, withBrowser } from "./_devtools.ts";
import { DRAWS } from "./_draws.ts";
import { standalone } from "./_standalone.ts";
import { figureOf } from "./svg.ts";

/** What a browser can make of a drawing. */
export type ChromiumFormat = "svg" | "pdf" | "png";

/** What Chromium and its relatives are called as commands. */
const COMMANDS = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const REMEDY = "install chromium, or set CHROME_PATH to the browser's file";
/** Pixels an inch, as CSS has it. */
const DENSITY = 96;

/**
 * Each drawing as a file, by an installed Chromium without a screen: what `svg` draws, and what needs WebGL besides.
 * A PNG has `scale` pixels for each px of the drawing. The browser is the one given, else that of CHROME_PATH, else the
 * first on the PATH; a GrokError says where none is, or what the browser could not do.
 */
export async function chromium(
  drawings: readonly Drawing[],
  format: ChromiumFormat,
  executable: string = installed(),
  scale = 3,
): Promise<readonly Uint8Array[]> {
  if (!isExecutable(executable)) throw new GrokError(executable, "is not a program", REMEDY);
  try {
    return await withTemporaryFolder((folder) =>
      withBrowser(executable, folder, async (ask) => {
        await begin(ask);
        const files: Uint8Array[] = [];
        for (const drawing of drawings) files.push(await draw(ask, drawing, format, scale));
        return files;
      }),
    );
  } catch (error) {
    if (error instanceof GrokError) throw error;
    throw new GrokError(executable, error instanceof Error ? error.message : String(error), REMEDY, { cause: error });
  }
}

/** The browser of CHROME_PATH, else the first on the PATH. */
export function installed(environment: NodeJS.ProcessEnv = process.env): string {
  const found = environment.CHROME_PATH || commandOnPath(COMMANDS, environment.PATH ?? "");
  if (!found) throw new GrokError("--renderer chromium", "no Chromium is on the PATH", REMEDY);
  return found;
}

/** Loads the font and Plotly into the page: without the font, text would be measured by another. */
async function begin(ask: Ask): Promise<void> {
  const { frameTree } = await ask("Page.getFrameTree");
  const html = `<!doctype html><style>${FACES.map(fontFace).join("")}body{margin:0}svg{display:block}</style><body></body>`;
  await ask("Page.setDocumentContent", { frameId: frameTree.frame.id, html });
  await evaluate(ask, `Promise.all(Array.from(document.fonts, (font) => font.load())).then(() => undefined)`);
  await evaluate(ask, `${plotlySource("whole")};undefined`);
  await evaluate(ask, `globalThis.draws = ${DRAWS};undefined`);
}

function fontFace(face: Face): string {
  const weight = face.startsWith("bold") ? 700 : 400;
  const style = /italic/i.test(face) ? "italic" : "normal";
  const source = `url(data:font/ttf;base64,${fontBytes(face).toString("base64")})`;
  return `@font-face{font-family:${FAMILY};font-weight:${weight};font-style:${style};src:${source}}`;
}

async function draw(ask: Ask, drawing: Drawing, format: ChromiumFormat, scale: number): Promise<Uint8Array> {
  const { width, height } = drawing.layout;
  const { json, seed } = figureOf(drawing);
  if (format === "png") {
    // As it is on a screen: WebGL draws at the resolution of the screen.
    const size = { width: Math.ceil(width), height: Math.ceil(height), deviceScaleFactor: scale, mobile: false };
    await ask("Emulation.setDeviceMetricsOverride", size);
    await evaluate(ask, `document.body.innerHTML = ""; ${SHOWS}(${JSON.stringify(json)}).then(${PAINTED})`);
    const clip = { x: 0, y: 0, width, height, scale: 1 };
    return bytesOf(await ask("Page.captureScreenshot", { format, clip }));
  }
  const svg = standalone(await evaluate(ask, `draws(${JSON.stringify(json)}, ${seed})`), drawing);
  if (format === "svg") return new TextEncoder().encode(svg);
  await evaluate(ask, `document.body.innerHTML = ${JSON.stringify(svg)}; (${PAINTED})()`);
  const paper = { paperWidth: width / DENSITY, paperHeight: height / DENSITY };
  return bytesOf(await ask("Page.printToPDF", { ...NO_MARGINS, ...paper }));
}

/** A script's function that draws a figure in JSON on the page, and ends when it is there. */
const SHOWS = `(async (json) => {
  const { data, layout, config } = JSON.parse(json);
  const place = document.body.appendChild(document.createElement("div"));
  await Plotly.newPlot(place, data, layout, { ...config, staticPlot: false, displayModeBar: false, responsive: false });
})`;
/** A script's function that ends when what is on the page is painted: in the frame after the next. */
const PAINTED = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done())))";

function bytesOf({ data }: Readonly<Record<string, any>>): Uint8Array {
  return new Uint8Array(Buffer.from(data, "base64"));
}

const NO_MARGINS = {
  marginTop: 0,
  marginBottom: 0,
  marginLeft: 0,
  marginRight: 0,
  printBackground: true,
  pageRanges: "1",
};

/** What a script in the page gives, waited for where it is a promise. */
async function evaluate(ask: Ask, expression: string): Promise<string> {
  const { result, exceptionDetails } = await ask("Runtime.evaluate", {
    expression,
    awaitPromise: true,
    returnByValue: true,
  });
  if (exceptionDetails)
    throw new Error(exceptionDetails.exception?.description?.split("\n")[0] ?? exceptionDetails.text);
  return result.value;
}
