import { readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";

/** One file of src. */
export interface SourceFile {
  /** Relative to src, e.g. "networks/blocks/mlp.ts". */
  readonly path: string;
  /** The first folder that it is in; "" for src itself. */
  readonly room: string;
  readonly text: string;
  /** What it imports, types included: paths relative to src, or names of packages. */
  readonly imports: readonly string[];
}

/** `import … from "x"`, `export … from "x"`, `import "x"`, `import("x")`, `require("x")`, `createRequire(…)("x")`. */
const IMPORT =
  /(?:\bfrom|^import|\bimport\(|\brequire\(|\brequire\.resolve\(|\bcreateRequire\(import\.meta\.url\)(?:\.resolve)?\()\s*"([^"\s]+)"/gm;

/** Every file of src, by path. */
export const sources: readonly SourceFile[] = readdirSync("src", { recursive: true, encoding: "utf8" })
  .map((path) => path.replaceAll("\\", "/"))
  .filter((path) => path.endsWith(".ts"))
  .sort()
  .map((path) => {
    const text = readFileSync(join("src", path), "utf8");
    return {
      path,
      room: path.includes("/") ? path.slice(0, path.indexOf("/")) : "",
      text,
      imports: imports(path, text),
    };
  });

function imports(path: string, text: string): readonly string[] {
  return Array.from(text.matchAll(IMPORT), ([, name]) =>
    // AssemblyScript names a file without its extension.
    name.startsWith(".") ? posix.join(posix.dirname(path), posix.extname(name) ? name : `${name}.ts`) : name,
  );
}

/** Folders in which every file is one unit, but for `_files` and index.ts, and what one unit is called. */
export const UNIT_ROOMS = {
  formats: "format",
  logs: "format of training logs",
  tasks: "task",
  "networks/blocks": "block of a network",
  layouts: "layout",
  glossary: "term of art",
  analyzers: "analyzer",
  "training/optimisers": "optimiser",
  "report/papers": "paper whose figures are drawn of a run",
} as const;
export type UnitRoom = keyof typeof UNIT_ROOMS;

/** The names of the unit files of a room, without folder and extension, sorted. */
export function unitsOf(room: UnitRoom): readonly string[] {
  return sources
    .filter(({ path }) => unitRoomOf(path) === room)
    .map(({ path }) => path.slice(room.length + 1, -".ts".length))
    .sort();
}

/** The folder of units in which a file is one; undefined where it is none: what units share is in a folder below. */
export function unitRoomOf(path: string): UnitRoom | undefined {
  const at = path.lastIndexOf("/");
  const [folder, name] = [path.slice(0, at), path.slice(at + 1)];
  return folder in UNIT_ROOMS && !name.startsWith("_") && name !== "index.ts" ? (folder as UnitRoom) : undefined;
}
