import type { Drawing } from "../figures/_drawing.ts";
import { chromium } from "../render/chromium.ts";
import { pdf } from "../render/pdf.ts";
import { pgf } from "../render/pgf.ts";
import { png } from "../render/png.ts";
import { svg } from "../render/svg.ts";
import type { Format, Renderer } from "./write-figures.ts";

/** Pixels of a PNG for each of the SVG's 96 an inch: 288 dpi. */
const PNG_SCALE = 3;

/** What a file is called, and what is in it. */
export interface PictureFile {
  readonly file: string;
  readonly content: string | Uint8Array;
}

/** One figure: its files, and the SVG from which those of pictures are made; none where there is no picture among them. */
export interface Rendering {
  readonly svg: string | undefined;
  readonly files: readonly PictureFile[];
}

/** A drawing, and what its files are called before their extension. */
export interface NamedDrawing {
  readonly name: string;
  readonly drawing: Drawing;
}

/** Each drawing as files, one after the other as they are drawn; Chromium draws all before it gives the first. */
export async function* renderings(
  drawings: readonly NamedDrawing[],
  formats: readonly Format[],
  renderer: Renderer,
): AsyncGenerator<Rendering> {
  const json = (one: NamedDrawing) => (formats.includes("json") ? [jsonFile(one)] : []);
  if (formats.every((format) => format === "json")) {
    for (const one of drawings) yield { svg: undefined, files: json(one) };
    return;
  }
  if (renderer === "node") {
    for (const one of drawings) {
      const text = await svg(one.drawing);
      yield { svg: text, files: [...json(one), ...(await filesOf(text, one.name, one.drawing.title, formats))] };
    }
    return;
  }
  const own = drawings.map(({ drawing }) => drawing);
  const texts = (await chromium(own, "svg")).map((bytes) => new TextDecoder().decode(bytes));
  const bytes: { readonly format: Format; readonly each: readonly Uint8Array[] }[] = [];
  for (const format of ["pdf", "png"] as const)
    if (formats.includes(format)) bytes.push({ format, each: await chromium(own, format) });
  const rest = formats.filter((format) => bytes.every((one) => one.format !== format));
  for (const [i, one] of drawings.entries()) {
    const made = bytes.map(({ format, each }) => ({ file: `${one.name}.${format}`, content: each[i] }));
    const others = await filesOf(texts[i], one.name, one.drawing.title, rest);
    yield { svg: texts[i], files: [...json(one), ...made, ...others] };
  }
}

function jsonFile({ name, drawing: { data, layout, config } }: NamedDrawing): PictureFile {
  return { file: `${name}.json`, content: `${JSON.stringify({ data, layout, config })}\n` };
}

/** An SVG as the files of each format; none of JSON, which is no picture. */
export async function filesOf(
  text: string,
  name: string,
  title: string,
  formats: readonly Format[],
): Promise<readonly PictureFile[]> {
  const files: PictureFile[] = [];
  for (const format of formats) {
    const file = `${name}.${format}`;
    switch (format) {
      case "svg":
        files.push({ file, content: text });
        break;
      case "png":
        files.push({ file, content: await png(text, { scale: PNG_SCALE }) });
        break;
      case "pdf":
        files.push({ file, content: await pdf([text], { title }) });
        break;
      case "pgf": {
        // Beside a PNG of the whole figure these have names of their own.
        const made = pgf(text, `${name}-map`);
        files.push({ file, content: made.text });
        for (const picture of made.pictures) files.push({ file: picture.file, content: picture.bytes });
        break;
      }
      case "json":
        break;
    }
  }
  return files;
}
