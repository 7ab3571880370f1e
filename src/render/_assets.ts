import { accessSync, constants, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, join } from "node:path";
import { asset } from "../node/assets.ts";
import { temporaryFolder } from "../runs/_temporary-folder.ts";

// The one file of this room that touches the disk: what drawing needs besides the drawing.

const require = createRequire(import.meta.url);

/** The styles of type that a drawing can have. */
export const FACES = ["regular", "bold", "italic", "boldItalic"] as const;
export type Face = (typeof FACES)[number];

/** The family that all figures are set in: free, and with the metrics of Arial and Helvetica. */
export const FAMILY: string = "Arimo";

/** The TrueType file of a face. */
export function fontFile(face: Face): string {
  switch (face) {
    case "regular":
      return require.resolve("@expo-google-fonts/arimo/400Regular/Arimo_400Regular.ttf");
    case "bold":
      return require.resolve("@expo-google-fonts/arimo/700Bold/Arimo_700Bold.ttf");
    case "italic":
      return require.resolve("@expo-google-fonts/arimo/400Regular_Italic/Arimo_400Regular_Italic.ttf");
    case "boldItalic":
      return require.resolve("@expo-google-fonts/arimo/700Bold_Italic/Arimo_700Bold_Italic.ttf");
  }
}

/** The bytes of that file, read once. */
export function fontBytes(face: Face): Buffer {
  const bytes = fonts.get(face) ?? readFileSync(fontFile(face));
  fonts.set(face, bytes);
  return bytes;
}
const fonts = new Map<Face, Buffer>();

/**
 * The text of a bundle of Plotly's, a script that sets the global `Plotly`, read each time it is asked for: `cartesian` has
 * all that our figures need in a third of the bytes, `whole` what needs WebGL, maps and the like besides.
 */
export function plotlySource(bundle: "cartesian" | "whole"): string {
  return bundle === "whole"
    ? readFileSync(require.resolve("plotly.js-dist-min/plotly.min.js"), "utf8")
    : asset("plotly");
}

/** Where the first of these commands is on a path of folders; undefined where none is. */
export function commandOnPath(names: readonly string[], path: string): string | undefined {
  const places = path.split(delimiter).filter((folder) => folder !== "");
  return names.flatMap((name) => places.map((folder) => join(folder, name))).find(isExecutable);
}

/** Whether a file is there and may be run. */
export function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** What work gives that has an empty folder for itself while it runs. */
export async function withTemporaryFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const { path, remove } = temporaryFolder();
  try {
    return await work(path);
  } finally {
    remove();
  }
}
