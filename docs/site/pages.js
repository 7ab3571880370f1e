// Which pages the site has: every one of docs/, and whatever of the repository they lead to.
import { existsSync, readdirSync, statSync } from "node:fs";
import { join, posix } from "node:path";
import { fileURLToPath } from "node:url";
import { parsed } from "./markdown.js";

/** The repository. */
export const ROOT = fileURLToPath(new URL("../../", import.meta.url));
/** Its contents are the navigation. */
export const INDEX = "docs/README.md";

const isPage = (path) => /\.(md|ipynb)$/.test(path);
const isLocal = (target) => !/^[a-z]+:|^\/\//i.test(target);

/** The path in the repository, and the anchor, that a link of a page leads to; nothing where it leads out of it. */
export function destination(page, target) {
  if (!isLocal(target)) return undefined;
  const [path, hash = ""] = decodeURIComponent(target).split("#");
  return { path: path === "" ? page : posix.join(posix.dirname(page), path), hash };
}

/** Where a file of the repository stands on the site: a page as HTML, a folder's README as its index. */
export function addressOf(path) {
  if (!isPage(path)) return path;
  return path.replace(/^(docs\/(?:.*\/)?)README\.md$/, "$1index.md").replace(/\.(md|ipynb)$/, ".html");
}

/** Every page by its path in the repository, and the other files that they lead to. */
export function collected() {
  const pages = new Map();
  const files = new Set();
  const queue = readdirSync(join(ROOT, "docs"), { recursive: true })
    .map((name) => `docs/${String(name).replaceAll("\\", "/")}`)
    .filter(isPage)
    .sort();
  for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
    if (pages.has(path)) continue;
    const onSite = (target) => {
      const to = destination(path, target);
      if (to === undefined) return target;
      const address = posix.relative(posix.dirname(addressOf(path)), addressOf(to.path));
      return `${to.path === path ? "" : address}${to.hash ? `#${to.hash}` : ""}`;
    };
    const page = parsed(join(ROOT, path), onSite);
    pages.set(path, { ...page, path });
    for (const { target } of page.links) {
      const to = destination(path, target)?.path;
      if (to === undefined) continue;
      if (!existsSync(join(ROOT, to)) || statSync(join(ROOT, to)).isDirectory())
        throw new Error(`${path}: ${target} leads to no file`);
      if (isPage(to)) queue.push(to);
      else files.add(to);
    }
  }
  return { pages, files };
}

/** The navigation: what the index of docs/ leads to, and below an index of a folder what that one leads to. */
export function contents(pages, index = INDEX) {
  const entries = new Map();
  for (const { target, words, under } of pages.get(index).links) {
    const to = destination(index, target);
    if (to === undefined || to.hash !== "" || !pages.has(to.path) || !inside(index, to.path)) continue;
    if (entries.has(to.path)) continue;
    const nested = /\/README\.md$/.test(to.path) && to.path !== index ? contents(pages, to.path) : [];
    entries.set(to.path, { path: to.path, words, under, nested });
  }
  return [...entries.values()];
}

/** Of a folder's own index only what lies in it is listed; of the first one everything. */
function inside(index, path) {
  return index === INDEX || posix.dirname(path) === posix.dirname(index);
}
