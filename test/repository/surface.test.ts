import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import * as surface from "#index.js";

/** `export { a, type B } from "x"`, `export type { C } from "x"`, `export * as d from "x"`, without their sources. */
const EXPORT = /^export (?:(type )?\{([^}]*)\}|\* as (\w+)) from "[^"]+";$/gm;

test("what the package exports is as recorded: `npm test -- -u` records a change", async () => {
  const declared = readFileSync("dist/index.d.ts", "utf8");
  const names = Array.from(declared.matchAll(EXPORT)).flatMap(([, type, list, namespace]) =>
    namespace !== undefined
      ? [[namespace, false] as const]
      : // The last of a list over several lines has a comma too.
        list.split(",").flatMap((entry) => {
          if (entry.trim() === "") return [];
          const name = entry
            .trim()
            .replace(/^type /, "")
            .replace(/^.* as /, "");
          return [[name, type !== undefined || /^\s*type /.test(entry)] as const];
        }),
  );
  // No export of another form has been overlooked, and each value that is declared is there.
  expect(declared.match(/^export /gm)?.length).toBe(Array.from(declared.matchAll(EXPORT)).length);
  const values = names.filter(([, isType]) => !isType).map(([name]) => name);
  expect(values.sort()).toEqual(Object.keys(surface).sort());
  const lines = names.flatMap(([name, isType]) => (isType ? [`${name}: type`] : described(name, surface)));
  await expect(`${lines.sort().join("\n")}\n`).toMatchFileSnapshot("public-surface.txt");
});

/** A value's name and kind; of a namespace those of its members. */
function described(name: string, holder: object): readonly string[] {
  const value: unknown = (holder as Record<string, unknown>)[name];
  if (Object.prototype.toString.call(value) === "[object Module]") {
    return Object.keys(value as object).flatMap((member) =>
      described(member, value as object).map((line) => `${name}.${line}`),
    );
  }
  return [`${name}: ${typeof value === "function" && /^class\b/.test(value.toString()) ? "class" : typeof value}`];
}
