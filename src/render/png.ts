import { FACES, FAMILY, fontFile } from "./_assets.ts";

/** How an SVG becomes pixels. */
export interface PngOptions {
  /** Pixels for each px of the SVG: 1 is 96 an inch, 3 is 288. */
  readonly scale: number;
}

/** An SVG as a PNG, transparent where it is, set in Arimo whatever fonts the machine has. */
export async function png(svg: string, { scale }: PngOptions): Promise<Uint8Array> {
  const { Resvg } = await import("@resvg/resvg-js");
  const picture = new Resvg(svg, {
    font: {
      loadSystemFonts: false,
      fontFiles: FACES.map(fontFile),
      defaultFontFamily: FAMILY,
      sansSerifFamily: FAMILY,
    },
    fitTo: { mode: "zoom", value: scale },
  });
  return picture.render().asPng();
}
