import { existsSync, readdirSync, statSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parsed } from "../../docs/site/markdown.js";
import { addressOf, collected, contents, destination } from "../../docs/site/pages.js";

const { pages } = collected();
for (const name of ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "notebooks/README.md", "fixtures/README.md"])
  if (!pages.has(name)) pages.set(name, { ...parsed(name), path: name });

describe("every relative link and anchor leads somewhere", () => {
  test.each([...pages.keys()])("%s", (path) => {
    const lost = (pages.get(path)?.links ?? []).flatMap(({ target }: { readonly target: string }) => {
      const to = destination(path, target);
      if (to === undefined) return [];
      if (!existsSync(to.path) || statSync(to.path).isDirectory()) return [target];
      return to.hash === "" || pages.get(to.path)?.anchors.includes(to.hash) ? [] : [target];
    });
    expect(lost).toEqual([]);
  });
});

test("a picture says in words what it shows", () => {
  for (const { path, links } of pages.values())
    for (const { picture, words, target } of links)
      if (picture && !target.startsWith("data:")) expect(words.length, `${path}: ${target}`).toBeGreaterThan(0);
});

test("the contents lead to every page of docs/", () => {
  const listed = contents(pages).flatMap(({ path, nested }) => [
    path,
    ...nested.map((entry: { readonly path: string }) => entry.path),
  ]);
  const all = readdirSync("docs", { recursive: true }).map((name) => `docs/${name}`);
  const texts = all.filter((path) => path.endsWith(".md") && path !== "docs/README.md");
  expect(texts.filter((path) => !listed.includes(path))).toEqual([]);
});

test("two pages never have one address", () => {
  const addresses = [...pages.keys()].map(addressOf);
  expect(new Set(addresses).size).toBe(addresses.length);
});
