import { appendFileSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { build } from "esbuild";

// Code of others that is bundled goes on to whoever is given the bundle, or a page with it: their notices go with it.
const require = createRequire(import.meta.url);

/** The bundles, and what each is made of. A page's script stands in the page alone, so that its notices are in the script. */
const BUNDLES = {
  "dist/page.js": ["dist/page/main.js"],
  "dist/comparison-page.js": ["dist/page/comparison/main.js"],
  "dist/explorer-page.js": ["dist/page/explorer/main.js"],
  "dist/site-page.js": ["dist/page/site/main.js"],
  "dist/wasm/tfjs.cjs": ["dist/engine/_tfjs.js"],
  "dist/bundle/browser": ["index", "explorer-worker", "_pass-worker"].map((name) => `dist/browser/${name}.js`),
};

/** How the build bundles them, where it is not as a page's script. */
const HOW = {
  "dist/wasm/tfjs.cjs": { platform: "node" },
  "dist/bundle/browser": { platform: "browser", inject: ["dist/browser/globals.js"] },
};

/** The program's own bundle, made by bundle-program.js, and where that says what it is made of. */
const PROGRAM = "dist/bundle";
const PROGRAM_INPUTS = "dist/program-inputs.json";

/** The folders of the packages that files are of. */
function foldersOf(files) {
  const folders = files.flatMap((path) => /^.*node_modules\/(@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? []);
  return [...new Set(folders)].sort();
}

/** The folders of the packages that esbuild takes these from. */
async function packagesIn(entryPoints, { platform, inject = [] }) {
  const { metafile } = await build({
    entryPoints,
    inject,
    bundle: true,
    write: false,
    metafile: true,
    outdir: "dist",
    format: "esm",
    platform,
    // TensorFlow.js would fetch with it where Node could not; nothing here fetches.
    external: ["node-fetch"],
    logLevel: "error",
  });
  return foldersOf(Object.keys(metafile.inputs));
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
const made = [[PROGRAM, foldersOf(JSON.parse(readFileSync(PROGRAM_INPUTS, "utf8")))]];
for (const [file, entries] of Object.entries(BUNDLES))
  made.push([file, await packagesIn(entries, HOW[file] ?? { platform: "browser" })]);
for (const [file, folders] of made) {
  bundled[file] = folders.map((folder) => noticeOf(folder)).map(({ name, license }) => `${name} (${license})`);
  if (folders.length === 0) continue;
  if (!/\.c?js$/.test(file)) writeFileSync(join(file, "NOTICES.txt"), `${notices(folders)}\n`);
  else appendFileSync(file, `\n/*! With code of:\n\n${notices(folders).replaceAll("*/", "* /")}\n*/\n`);
}
const plotly = dirname(require.resolve("plotly.js-cartesian-dist-min/package.json"));
bundled["dist/bundle/browser/plotly.min.cjs"] = [noticeOf(plotly)].map(({ name, license }) => `${name} (${license})`);
writeFileSync("dist/bundled.json", `${JSON.stringify(bundled, null, 2)}\n`);
