import type { Drawing } from "../figures/_drawing.ts";
import { chromium } from "../render/chromium.ts";
import { pdf } from "../render/pdf.ts";
import { png } from "../render/png.ts";
import { svg } from "../render/svg.ts";
import type { Format, Renderer } from "./write-figures.ts";

/** Pixels of a PNG for each of the SVG's 96 an inch: 288 dpi. */
const PNG_SCALE = 3;

type PictureFormat = Exclude<Format, "json">;
/** One figure in each format asked for, and in SVG always. */
export type Pictures = { readonly svg: string } & { readonly [F in PictureFormat]?: string | Uint8Array };

/** Each drawing in each format, one after the other as they are drawn; Chromium draws all before it gives the first. */
export async function* pictures(
  drawings: readonly Drawing[],
  formats: readonly Format[],
  renderer: Renderer,
): AsyncGenerator<Pictures> {
  if (renderer === "node") {
    for (const drawing of drawings) yield picturesOf(await svg(drawing), drawing.title, formats);
    return;
  }
  const decoder = new TextDecoder();
  const others = (["pdf", "png"] as const).filter((format) => formats.includes(format));
  const texts = await chromium(drawings, "svg");
  const bytes = new Map<PictureFormat, readonly Uint8Array[]>();
  for (const format of others) bytes.set(format, await chromium(drawings, format));
  yield* texts.map((text, i) => ({
    svg: decoder.decode(text),
    ...Object.fromEntries(others.map((format) => [format, bytes.get(format)?.[i]])),
  }));
}

/** An SVG in each format. */
export async function picturesOf(text: string, title: string, formats: readonly Format[]): Promise<Pictures> {
  return {
    svg: text,
    ...(formats.includes("png") ? { png: await png(text, { scale: PNG_SCALE }) } : {}),
    ...(formats.includes("pdf") ? { pdf: await pdf([text], { title }) } : {}),
  };
}
