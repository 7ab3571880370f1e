// Writes into the documentation what its examples print, and the files that it shows: `npm run docs:outputs`, or of some pages,
// `npm run docs:outputs -- docs/measures/fourier.md`. `<!-- output of: npx grok-analyze … -->` stands before an output,
// `<!-- file: src/… -->` before a file.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT } from "./pages.js";

/** Lines of an output that a page shows; of a longer one the first. */
const MOST_LINES = 32;

const given = process.argv.slice(2);
const all = readdirSync(join(ROOT, "docs"), { recursive: true }).map((name) => `docs/${name}`);
const pages = given.length > 0 ? given : all.filter((path) => path.endsWith(".md"));
const folder = mkdtempSync(join(tmpdir(), "outputs-"));
symlinkSync(join(ROOT, "fixtures"), join(folder, "fixtures"), "junction");

try {
  for (const path of pages) {
    const text = readFileSync(join(ROOT, path), "utf8");
    const outputs = text.replace(
      /(<!-- output of: npx grok-analyze ([^>]*) -->\n```text\n)[^`]*```/g,
      (_, head, command) => `${head}${printed(command)}\n\`\`\``,
    );
    const written = outputs.replace(
      /(<!-- file: (\S+) -->\n)```(\w+)\n[\s\S]*?^```$/gm,
      (_, head, file, language) => `${head}\`\`\`${language}\n${readFileSync(join(ROOT, file), "utf8")}\`\`\``,
    );
    if (written === text) continue;
    writeFileSync(join(ROOT, path), written);
    process.stdout.write(`${path}\n`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function printed(command) {
  const main = join(ROOT, "dist/bundle/main.js");
  const lines = execFileSync(process.execPath, [main, ...command.split(" ")], { cwd: folder, encoding: "utf8" })
    .split("\n")
    .map((line) => line.trimEnd());
  const end = lines.findLastIndex((line) => line !== "") + 1;
  return [...lines.slice(0, Math.min(end, MOST_LINES)), ...(end > MOST_LINES ? ["…"] : [])].join("\n");
}
