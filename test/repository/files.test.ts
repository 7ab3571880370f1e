import { readdirSync, readFileSync, statSync } from "node:fs";
import { isBuiltin } from "node:module";
import { describe, expect, test } from "vitest";
import { sources } from "./_source.ts";

const MAX_LINES = 300;

test.each(sources.map(({ path, text }) => [path, text] as const))(
  "src/%s is short, done, and of no one machine",
  (_, text) => {
    expect(text.split("\n").length - 1).toBeLessThanOrEqual(MAX_LINES);
    expect(text).not.toMatch(/\b(TODO|FIXME|XXX|HACK)\b/);
    // A folder of somebody's disk, at the start of a path.
    expect(text).not.toMatch(/(^|["'`\s(=])\/(home|root|work|tmp|Users|mnt|opt)\//m);
    expect(text).not.toMatch(/\bconsole\.(log|error|warn|info|debug)\b/);
    expect(text).not.toMatch(/\bdebugger\b/);
    expect(text.endsWith("\n")).toBe(true);
  },
);

test("a file's name is in kebab case", () => {
  for (const { path } of sources) expect(path).toMatch(/^([a-z]+(-[a-z]+)*\/)*_?[a-z0-9]+(-[a-z0-9]+)*\.ts$/);
});

describe("package.json", () => {
  const manifest = JSON.parse(readFileSync("package.json", "utf8"));
  const runtime = Object.keys({
    ...manifest.dependencies,
    ...manifest.optionalDependencies,
    ...manifest.peerDependencies,
  });
  const packageOf = (name: string) =>
    name
      .split("/")
      .slice(0, name.startsWith("@") ? 2 : 1)
      .join("/");
  const imported = new Set(
    sources.flatMap(({ imports }) => imports.filter((name) => !/^node:|^\.|\.ts$/.test(name)).map(packageOf)),
  );

  test.each(runtime)("names %s, which src imports", (name) => {
    expect(imported.has(name)).toBe(true);
  });

  test("names every package that src imports", () => {
    const packages = [...imported].filter((name) => !name.startsWith("../") && name !== manifest.name);
    const named = [...runtime, ...Object.keys(manifest.devDependencies)];
    expect(packages.filter((name) => !named.includes(name))).toEqual([]);
  });

  test("installs with the program what its bundle has not taken in, and nothing that it has", () => {
    const bundle = readdirSync("dist/bundle").filter((name) => name.endsWith(".js"));
    const asked = bundle.flatMap((name) =>
      Array.from(
        readFileSync(`dist/bundle/${name}`, "utf8").matchAll(/^(?:import|} from|.*\bimport\()[^"\n]*"([^".][^"]*)"/gm),
        ([, from]) => packageOf(from),
      ),
    );
    const packages = new Set(asked.filter((name) => !isBuiltin(name) && name !== manifest.name));
    expect(packages.size).toBeGreaterThan(0);
    expect([...packages].filter((name) => !runtime.includes(name))).toEqual([]);
    const taken = readFileSync("dist/bundle/NOTICES.txt", "utf8").matchAll(/^(@?[a-z][^ \n]*) \d+\.\d+\.\d+$/gm);
    const names = Array.from(taken, ([, name]) => name);
    expect(names).toContain("yaml");
    expect(names.filter((name) => runtime.includes(name))).toEqual([]);
    expect(statSync("dist/wasm/tfjs.cjs").size).toBeGreaterThan(0);
  });

  test("publishes what it names", () => {
    const named = [manifest.main, manifest.types, ...Object.values<string>(manifest.bin)];
    for (const path of named) expect(readFileSync(path, "utf8").length, path).toBeGreaterThan(0);
    expect(manifest.files).toEqual(
      expect.arrayContaining(["dist/bundle", "dist/page.js", "dist/wasm", "dist/**/*.d.ts", "fixtures/tiny"]),
    );
  });

  test("has a command that node can run by itself", () => {
    for (const path of Object.values<string>(manifest.bin)) {
      expect(readFileSync(path, "utf8")).toMatch(/^#!\/usr\/bin\/env node\n/);
      // npm makes it so when it links the command for the first time, and not after a second build.
      if (process.platform !== "win32") expect(statSync(path).mode & 0o111).toBe(0o111);
    }
  });
});
