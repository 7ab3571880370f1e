import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { sources, unitRoomOf } from "./_source.ts";

/** A folder imports only from itself and from those before it; beside them are four files before all and one after all. */
const FIRST = ["arguments.ts", "errors.ts", "plain.ts", "version.ts"];
const LAST = "index.ts";
const ORDER = [
  "host",
  "compiled",
  "numerics",
  "tensors",
  "tables",
  "glossary",
  "figures",
  "formats",
  "logs",
  "tasks",
  "networks",
  "engine",
  "layouts",
  "runs",
  "quantities",
  "analyzers",
  "node",
  "render",
  "training",
  "results",
  "sweeps",
  "monitoring",
  "page",
  "report",
  "explorer",
  "browser",
  "cli",
];
const rank = (path: string) =>
  FIRST.includes(path) ? -1 : path === LAST ? ORDER.length : ORDER.indexOf(path.split("/")[0]);

/** Nothing else touches the disk. */
const MAY_READ_DISK =
  /^(node\/(node-host|assets)\.ts|render\/_assets\.ts|(runs|training|results|sweeps|monitoring|report|explorer|cli)\/.*)$/;

const paths = new Set(sources.map(({ path }) => path));
const local = sources.flatMap(({ path, imports }) =>
  imports.filter((name) => name.endsWith(".ts")).map((imported) => ({ path, imported })),
);

test("every folder of src has its place in the order, and nothing else is beside them", () => {
  for (const { path, room } of sources) {
    if (room === "") expect([...FIRST, LAST]).toContain(path);
    else expect(ORDER).toContain(room);
  }
});

test("docs/architecture.md says what each folder has, in their order", () => {
  const rows = Array.from(readFileSync("docs/architecture.md", "utf8").matchAll(/^\| `src\/([a-z]+)` \| .{10,} \|$/gm));
  expect(rows.map(([, room]) => room)).toEqual(ORDER);
});

test("every import names a file that there is", () => {
  expect(local.length).toBeGreaterThan(sources.length);
  expect(local.filter(({ imported }) => !paths.has(imported))).toEqual([]);
});

test("a folder imports only from itself and from folders before it", () => {
  expect(local.filter(({ path, imported }) => rank(imported) > rank(path))).toEqual([]);
});

test("a unit never imports another unit of its room, nor the list of them", () => {
  const between = local.filter(({ path, imported }) => {
    const room = unitRoomOf(path);
    return room !== undefined && unitRoomOf(imported) === room;
  });
  expect(between).toEqual([]);
});

/** What runs anywhere, in a browser too: disk, checksums, engines and threads are handed in from outside. */
const RUNS_ANYWHERE = [
  "host",
  "compiled",
  "numerics",
  "tensors",
  "tables",
  "glossary",
  "figures",
  "formats",
  "logs",
  "tasks",
  "networks",
  "layouts",
  "quantities",
  "analyzers",
];

test.each(RUNS_ANYWHERE)("src/%s imports nothing of Node, nor anything that does", (room) => {
  const own = sources.filter((file) => file.room === room).map(({ path }) => path);
  expect(own.length).toBeGreaterThan(0);
  expect(ofNode(own)).toEqual([]);
});

test("what runs in a page's worker imports nothing of Node, nor anything that does", () => {
  const own = sources.filter(({ room }) => room === "browser").map(({ path }) => path);
  expect(own.length).toBeGreaterThan(0);
  expect(ofNode(own)).toEqual([]);
});

/** Which files, of these and of those that they import, import a module of Node. */
function ofNode(from: readonly string[]): readonly string[] {
  const reached = new Set(from);
  for (const path of reached) {
    const { imports } = sources.find((file) => file.path === path) ?? { imports: [] };
    for (const name of imports) if (paths.has(name)) reached.add(name);
  }
  const ofNode = (path: string) =>
    sources.find((file) => file.path === path)?.imports.some((name) => name.startsWith("node:"));
  return [...reached].filter(ofNode);
}

test("only the rooms that may touch the disk import node:fs", () => {
  const readers = sources.filter(({ imports }) => imports.some((name) => /^(node:)?fs(\/promises)?$/.test(name)));
  expect(readers.length).toBeGreaterThan(0);
  expect(readers.map(({ path }) => path).filter((path) => !MAY_READ_DISK.test(path))).toEqual([]);
});

test("every package is imported by its own name, and node's modules with node:", () => {
  const bare = sources.flatMap(({ path, imports }) =>
    imports.filter((name) => !name.endsWith(".ts") && !/^(node:|@[a-z]|[a-z])/.test(name)).map((name) => [path, name]),
  );
  expect(bare.filter(([, name]) => !/package\.json$/.test(name))).toEqual([]);
  const node = ["fs", "path", "url", "os", "crypto", "zlib", "module", "worker_threads"];
  expect(sources.flatMap(({ imports }) => imports.filter((name) => node.includes(name)))).toEqual([]);
});

describe("no file imports itself by a detour", () => {
  const typesToo = new Map(sources.map(({ path, imports }) => [path, imports.filter((name) => paths.has(name))]));
  // A type is gone at run time: what it imports cannot run in a circle.
  const values = new Map(
    sources.map(({ path, text, imports }) => {
      const types = new Set(
        Array.from(text.matchAll(/^(?:import|export) type [^;]*?from "([^"]+)"/gm), ([, name]) => name),
      );
      const runs = new Set(
        Array.from(text.matchAll(/^(?:import|export) (?!type )[^;]*?from "([^"]+)"/gm), ([, name]) => name),
      );
      const gone = [...types].filter((name) => !runs.has(name)).map((name) => name.slice(name.lastIndexOf("/") + 1));
      return [path, imports.filter((name) => paths.has(name) && !gone.some((type) => name.endsWith(`/${type}`)))];
    }),
  );

  test("where values are imported", () => {
    expect(cycles(values)).toEqual([]);
  });

  test("between two rooms, not even for a type", () => {
    const rooms = (cycle: readonly string[]) => new Set(cycle.map((path) => path.split("/")[0]));
    expect(cycles(typesToo).filter((cycle) => rooms(cycle).size > 1)).toEqual([]);
  });
});

/** Each path along imports that ends where it began. */
function cycles(imports: ReadonlyMap<string, readonly string[]>): readonly (readonly string[])[] {
  const done = new Set<string>();
  const found: string[][] = [];
  const visit = (path: string, trail: readonly string[]) => {
    const seen = trail.indexOf(path);
    if (seen >= 0) found.push([...trail.slice(seen), path]);
    if (seen >= 0 || done.has(path)) return;
    for (const next of imports.get(path) ?? []) visit(next, [...trail, path]);
    done.add(path);
  };
  for (const path of imports.keys()) visit(path, []);
  return found;
}
