import { createHash } from "node:crypto";
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execFileSync } from "node:child_process";
import { explorerHtml } from "../dist/explorer/explorer-html.js";

// The explorer as a folder of files that any server of files can serve: index.html, scripts, WebAssembly, an example.
// node site/build.js [FOLDER] [RESULTS]: of the results that a folder holds, else of those that are made of fixtures/tiny.
const [OUT = "site/out", RESULTS] = process.argv.slice(2);
const EXAMPLE = "fixtures/tiny";

/** Nothing is sent anywhere: from elsewhere nothing is fetched, and nothing is framed but the reports made here. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval' blob:",
  "worker-src 'self' blob:",
  "connect-src 'self'",
  "style-src 'unsafe-inline'",
  "img-src data: blob:",
  "font-src data:",
  "frame-src blob:",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

rmSync(OUT, { recursive: true, force: true });
mkdirSync(join(OUT, "example"), { recursive: true });
cpSync("dist/bundle/browser", join(OUT, "browser"), { recursive: true });
execFileSync(process.execPath, ["docs/site/build.js", OUT], { stdio: ["ignore", "ignore", "inherit"] });
const style = readFileSync("site/site.css", "utf8");
const script = readFileSync("dist/site-page.js", "utf8").trim();
writeFileSync(
  join(OUT, "index.html"),
  explorerHtml({ title: "grok-analyze: explorer", script, policy: POLICY, style }),
);

const root = "tiny-analysis";
if (RESULTS !== undefined) cpSync(RESULTS, join(OUT, "example", root), { recursive: true });
else {
  const out = join(OUT, "example", root);
  execFileSync(process.execPath, ["dist/bundle/main.js", "analyze", EXAMPLE, "--backend", "wasm", "--out", out], {
    stdio: ["ignore", "ignore", "inherit"],
  });
}
rmSync(join(OUT, "example", root, "cache"), { recursive: true, force: true });
const paths = readdirSync(join(OUT, "example", root)).sort().map((name) => `${root}/${name}`);
writeFileSync(join(OUT, "example", "files.json"), JSON.stringify({ root, paths }));

// The documentation beside it, which is read from the network: the explorer alone is kept for offline.
const own = readdirSync(OUT, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name).slice(OUT.length + 1).replaceAll("\\", "/"))
  .sort();
const digest = createHash("sha256");
const files = own.filter((file) => /^(index\.html|browser\/.*|example\/.*)$/.test(file));
for (const file of files) digest.update(file).update(readFileSync(join(OUT, file)));
const kept = { version: digest.digest("hex").slice(0, 12), files: ["./", ...files.map((file) => `./${file}`)] };
const worker = readFileSync("site/service-worker.js", "utf8");
writeFileSync(join(OUT, "service-worker.js"), worker.replace("self.KEPT", () => JSON.stringify(kept)));
