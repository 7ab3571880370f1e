import { createRequire } from "node:module";
import type * as PdfKit from "pdfkit";
import { FACES, type Face, fontBytes } from "./_assets.ts";

/** What a PDF says besides its figures. */
export interface PdfInfo {
  readonly title: string;
  /** What is written below each figure, in their order. */
  readonly captions?: readonly string[];
}

/** What is used of svg-to-pdfkit, which has no types. */
type Writes = (document: PDFKit.PDFDocument, svg: string, x: number, y: number, options: object) => void;

/** Points an inch. */
const DENSITY = 72;
/** Below a figure, in points: the size of type, what is between lines, above them, and around them. */
const CAPTION = { size: 8, lines: 2, above: 6, margin: 12 };
/** PDFs say when they were made; the same figures are the same bytes. */
const MADE = new Date(0);

/** A PDF with one page for each SVG, as large as it in inches and higher by its caption; shapes are vectors, text is text. */
export async function pdf(svgs: readonly string[], { title, captions }: PdfInfo): Promise<Uint8Array> {
  // CommonJS on purpose: the package is one bundled file there.
  const require = createRequire(import.meta.url);
  const Document = require("pdfkit") as typeof PdfKit.default;
  const write = require("svg-to-pdfkit") as Writes;
  const document = new Document({
    autoFirstPage: false,
    // Else Helvetica is read, which no page uses.
    font: fontBytes("regular") as unknown as string,
    info: { Title: title, Creator: "grok-analyze", Producer: "grok-analyze", CreationDate: MADE },
    displayTitle: true,
  });
  const bytes = collected(document);
  for (const face of FACES) document.registerFont(face, fontBytes(face));
  for (const [i, svg] of svgs.entries()) {
    const [width, height] = sizeOf(svg);
    const caption = captions?.[i] ?? "";
    const column = { width: width - 2 * CAPTION.margin, lineGap: CAPTION.lines };
    document.font("regular").fontSize(CAPTION.size);
    const below = caption === "" ? 0 : CAPTION.above + document.heightOfString(caption, column) + CAPTION.margin;
    document.addPage({ size: [width, height + below], margin: 0 });
    write(document, svg, 0, 0, { width, height, preserveAspectRatio: "none", assumePt: false, fontCallback: faceOf });
    if (caption !== "") {
      document.font("regular").fontSize(CAPTION.size).fillColor("#111");
      document.text(caption, CAPTION.margin, height + CAPTION.above, column);
    }
  }
  document.end();
  return bytes;
}

/** The width and height of an SVG in points. */
function sizeOf(svg: string): readonly [width: number, height: number] {
  const root = svg.slice(0, svg.indexOf(">"));
  const side = (name: string) => DENSITY * Number(new RegExp(` ${name}="([\\d.]+)in"`).exec(root)?.[1]);
  return [side("width"), side("height")];
}

/** Every family is set in Arimo. */
function faceOf(_family: string, bold: boolean, italic: boolean): Face {
  return bold ? (italic ? "boldItalic" : "bold") : italic ? "italic" : "regular";
}

function collected(document: PDFKit.PDFDocument): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    document.on("data", (chunk: Buffer) => chunks.push(chunk));
    document.on("end", () => resolve(new Uint8Array(Buffer.concat(chunks))));
    document.on("error", reject);
  });
}
