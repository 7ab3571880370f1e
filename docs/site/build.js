// Writes docs/ as static pages: `npm run site:docs -- [FOLDER]`, else to site/out/, beside the explorer. They need no server, no network and no program.
import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, posix, resolve } from "node:path";
import { addressOf, collected, contents, INDEX, ROOT } from "./pages.js";
import { STYLE } from "./style.js";

const out = resolve(process.argv[2] ?? join(ROOT, "site/out"));
const { pages, files } = collected();
const entries = contents(pages);
const groups = [...new Set(entries.map(({ under }) => under))].map((under) => [
  under,
  entries.filter((entry) => entry.under === under),
]);

function write(path, text) {
  mkdirSync(dirname(join(out, path)), { recursive: true });
  writeFileSync(join(out, path), text);
}

for (const page of pages.values()) write(addressOf(page.path), document(page));
for (const path of files) {
  mkdirSync(dirname(join(out, path)), { recursive: true });
  copyFileSync(join(ROOT, path), join(out, path));
}
write("docs/style.css", STYLE);
process.stdout.write(`wrote ${pages.size} pages to ${join(out, "docs")}\n`);

/** One page, whole. */
function document({ path, title, html }) {
  const from = (to) => posix.relative(posix.dirname(addressOf(path)), to);
  const link = ({ path: to, words }) =>
    `<a href="${from(addressOf(to))}"${to === path ? ' aria-current="page"' : ""}>${escaped(words)}</a>`;
  const item = (entry) => {
    if (entry.nested.length === 0) return `<li>${link(entry)}</li>`;
    const open = [entry, ...entry.nested].some((one) => one.path === path) ? " open" : "";
    return `<li><details${open}><summary>${link(entry)}</summary><ul>${entry.nested.map(item).join("")}</ul></details></li>`;
  };
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>${escaped(title)} · grok-analyze</title>
<link rel="stylesheet" href="${from("docs/style.css")}">
</head>
<body>
<a class="skip" href="#content">Skip to the text</a>
<header><a class="home" href="${from(addressOf(INDEX))}">grok-analyze</a> <a class="to-pages" href="#pages">All pages</a></header>
<div class="columns">
<main id="content">
${html}</main>
<nav id="pages" aria-label="Pages">${groups.map(([under, own]) => `<h2>${escaped(under)}</h2><ul>${own.map(item).join("")}</ul>`).join("")}</nav>
</div>
</body>
</html>
`;
}

function escaped(text) {
  return text.replace(/[&<>"]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[sign]);
}
