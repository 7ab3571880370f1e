// Draws the pictures of the documentation anew, with the built package, and writes the gallery: `npm run docs:pictures`. Which
// they are is what the pages of the analyzers show; results given after it, as folders, are taken in place of new ones.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { compactPng } from "../../dist/report/_compact-png.js";
import { ROOT } from "./pages.js";

/** Runs in which pictures are looked for, in this order. */
const RUNS = ["fixtures/mainline", "fixtures/quadratic-mlp"];
const LOOK = "--theme paper --width 4in --format png".split(" ");

const MEASURES = join(ROOT, "docs/measures");
const PICTURES = join(ROOT, "docs/pictures");
const shown = readdirSync(MEASURES).flatMap((page) => {
  const text = readFileSync(join(MEASURES, page), "utf8");
  return Array.from(text.matchAll(/!\[([^\]]+)\]\(\.\.\/pictures\/([\w-]+)\.png\)/g), ([, alt, name]) => ({
    analyzer: page.replace(/\.md$/, ""),
    alt,
    name,
  }));
});
const results = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), "pictures-"));
const grokAnalyze = (...args) =>
  execFileSync(process.execPath, [join(ROOT, "dist/bundle/main.js"), ...args], { cwd: ROOT, stdio: "inherit" });

try {
  mkdirSync(PICTURES, { recursive: true });
  const drawn = RUNS.map((run, i) => ({
    run,
    out: join(folder, basename(run)),
    results: results[i] ?? `${join(folder, basename(run))}-results`,
  }));
  for (const { run, out, results } of drawn) {
    const only = [...new Set(shown.map(({ analyzer }) => analyzer))].join(",");
    if (!existsSync(results)) grokAnalyze("analyze", run, "--only", only, "--out", results);
    grokAnalyze("figures", results, "--out", out, ...LOOK);
  }
  const entries = shown.map((one) => {
    const from = drawn.find(({ out }) => existsSync(join(out, `${one.name}.png`)));
    if (from === undefined) throw new Error(`docs/measures/${one.analyzer}.md: no run has a figure ${one.name}`);
    return { ...one, run: from.run, from: from.out, caption: captionOf(from.out, one.name) };
  });
  for (const { from, name } of entries)
    writeFileSync(join(PICTURES, `${name}.png`), compactPng(readFileSync(join(from, `${name}.png`))));
  writeFileSync(join(ROOT, "docs/gallery.md"), gallery(entries));
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** What the captions beside the figures say of one. */
function captionOf(out, name) {
  const sections = readFileSync(join(out, "captions.md"), "utf8").split(/^## /m);
  const own = sections.find((section) => section.startsWith(`${name}\n`)) ?? "";
  return own.slice(name.length).trim();
}

function gallery(entries) {
  const each = entries.map(
    ({ analyzer, alt, name, run, caption }) => `## ${analyzer}

![${alt}](pictures/${name}.png)

${caption}

\`npx grok-analyze figures ${run} --only ${analyzer}\` · [what it measures](measures/${analyzer}.md)`,
  );
  return `# Gallery

A figure of each analyzer, as [\`figures\`](commands/figures.md) draws it for print, with its caption; \`npm run docs:pictures\` draws them anew and writes this page.
[The report](commands/report.md) has them all with a slider through the epochs.

${each.join("\n\n")}
`;
}
