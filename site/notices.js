import { appendFileSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

// Code of others that is bundled goes on to whoever is given the bundle, or a page with it: their notices go with it.
const require = createRequire(import.meta.url);

/** What esbuild wrote of each of its runs. */
const RUNS = ["program", "page", "wasm", "browser"];
/** Bundles of several files that import one another, and are one for whoever gets them. */
const FOLDERS = ["dist/bundle/browser", "dist/bundle"];

/** The folders of the packages that each bundle has code of, by the bundle. */
function bundles() {
  const folders = new Map();
  for (const run of RUNS)
    for (const [file, { inputs }] of Object.entries(JSON.parse(readFileSync(`dist/${run}.meta.json`, "utf8")).outputs)) {
      const bundle = FOLDERS.find((folder) => dirname(file) === folder) ?? file;
      // What begins with a bracket is left out of it.
      const own = Object.keys(inputs).flatMap((path) => /^[^(]*node_modules\/(@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? []);
      folders.set(bundle, [...new Set([...(folders.get(bundle) ?? []), ...own])].sort());
    }
  return folders;
}

/** Google's packages have no file of their own, and say it in each of their sources. */
const APACHE = "Apache License 2.0: https://www.apache.org/licenses/LICENSE-2.0";

function licenceFile(folder) {
  const file = readdirSync(folder).find((one) => /^licen[cs]e/i.test(one));
  return file && readFileSync(join(folder, file), "utf8").trim();
}

function licenceInReadme(folder) {
  const file = readdirSync(folder).find((one) => /^readme/i.test(one));
  return file && /^(?:#+ )?licen[cs]e\b.*\n([\s\S]*?permission[\s\S]*)/im.exec(readFileSync(join(folder, file), "utf8"))?.[1].trim();
}

function noticeOf(folder) {
  const { name, version, license, author, homepage } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const stated = license && [license, author?.name ?? author, homepage].filter(Boolean).join(", ");
  const text = licenceFile(folder) ?? licenceInReadme(folder) ?? (license === "Apache-2.0" ? APACHE : stated);
  if (!text) throw new Error(`${name} has no licence to ship`);
  return { name: `${name} ${version}`, license, text };
}

/** One text a licence: the packages that have it, then what it says. */
function notices(folders) {
  const texts = new Map();
  for (const { name, text } of folders.map(noticeOf)) texts.set(text, [...(texts.get(text) ?? []), name]);
  return [...texts].map(([text, names]) => `${names.join(", ")}\n\n${text}`).join("\n\n--\n\n");
}

const bundled = {};
for (const [file, folders] of bundles()) {
  bundled[file] = folders.map((folder) => noticeOf(folder)).map(({ name, license }) => `${name} (${license})`);
  if (folders.length === 0) continue;
  if (!/\.c?js$/.test(file)) writeFileSync(join(file, "NOTICES.txt"), `${notices(folders)}\n`);
  else appendFileSync(file, `\n/*! With code of:\n\n${notices(folders).replaceAll("*/", "* /")}\n*/\n`);
}
const plotly = dirname(require.resolve("plotly.js-cartesian-dist-min/package.json"));
bundled["dist/bundle/browser/plotly.min.cjs"] = [noticeOf(plotly)].map(({ name, license }) => `${name} (${license})`);
writeFileSync("dist/bundled.json", `${JSON.stringify(bundled, null, 2)}\n`);
