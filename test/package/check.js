// Packs the package, installs the tarball into an empty folder, and uses it there as its users do. What is packed already is
// taken from the folder that is named, with what `npm pack --json` said of it as pack.json.
import { execFileSync } from "node:child_process";
import { lstatSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { checkPackage, createPackageFromTarballData } from "@arethetypeswrong/core";
import { publint } from "publint";
import { formatMessage } from "publint/utils";

/** What an installation without the optional native engines may weigh. */
const MOST_MEGABYTES = 120;
/** What the tarball may weigh, as it is and unpacked: a tenth and more over what it does. */
const MOST_PACKED = 5;
const MOST_UNPACKED = 12;
/** The kinds of files in it, by folder. */
const KINDS = [
  /^(package\.json|README\.md|LICENSE|CHANGELOG\.md)$/,
  /^dist\/[\w/-]+\.d\.ts$/,
  /^dist\/(page|explorer-page|comparison-page)\.js$/,
  /^dist\/bundle\/([\w-]+\.js|NOTICES\.txt)$/,
  /^dist\/bundle\/browser\/([\w-]+\.js|tfjs-backend-wasm(-simd)?\.wasm|plotly\.min\.cjs|NOTICES\.txt)$/,
  /^dist\/wasm\/(tfjs\.cjs|tfjs-backend-wasm[\w-]*\.wasm)$/,
  /^fixtures\/tiny\/\w+\.pth$/,
];

const root = fileURLToPath(new URL("../../", import.meta.url));
const fixture = join(root, "fixtures", "tiny");
const folder = mkdtempSync(join(tmpdir(), "grok-analyze-package-"));
/** Not within the other: what is not installed in it would be found there. */
const lean = mkdtempSync(join(tmpdir(), "grok-analyze-lean-"));
const run = (command, args) => execFileSync(command, args, { cwd: folder, encoding: "utf8" });

try {
  const [given] = process.argv.slice(2);
  // It builds before it packs, and its builders print.
  if (!given) execFileSync("npm", ["run", "--silent", "build"], { cwd: root, stdio: "inherit" });
  const { filename, size, unpackedSize, files } = JSON.parse(
    given
      ? readFileSync(join(given, "pack.json"))
      : execFileSync("npm", ["pack", "--ignore-scripts", "--json", "--pack-destination", folder], { cwd: root }),
  )[0];
  const tarball = join(given ?? folder, filename);
  console.log(filename);
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "user", private: true }));
  run("npm", ["install", "--silent", "--no-audit", "--no-fund", tarball]);

  const shipped = run("tar", ["-tzf", tarball])
    .trim()
    .split("\n")
    .map((name) => name.replace(/^package\//, ""));
  const unwanted = shipped.filter((name) => !KINDS.some((kind) => kind.test(name)));
  expect("only what users need is shipped", unwanted.length === 0, unwanted.join(", "));
  const absent = KINDS.filter((kind) => !shipped.some((name) => kind.test(name)));
  expect("and all of it", absent.length === 0 && shipped.length === files.length, absent.join(", "));
  const [packed, unpacked] = [size, unpackedSize].map((bytes) => bytes / 2 ** 20);
  expect(
    `the tarball weighs ${packed.toFixed(1)} MB, unpacked ${unpacked.toFixed(1)}`,
    packed <= MOST_PACKED && unpacked <= MOST_UNPACKED,
    `more than ${MOST_PACKED} and ${MOST_UNPACKED}`,
  );

  const packedBytes = readFileSync(tarball);
  const { buffer, byteOffset, byteLength } = packedBytes;
  const { messages, pkg } = await publint({
    pack: { tarball: buffer.slice(byteOffset, byteOffset + byteLength) },
    level: "suggestion",
  });
  expect(
    "publint finds nothing",
    messages.length === 0,
    messages.map((message) => formatMessage(message, pkg)).join("; "),
  );
  const types = await checkPackage(createPackageFromTarballData(packedBytes));
  // A program of CommonJS takes the package by `require`, which Node has had for modules since 20.19: no second build.
  const wrong = types.problems.filter(
    ({ kind, resolutionKind }) => kind !== "CJSResolvesToESM" && resolutionKind !== "node10",
  );
  expect("its types are right for whoever imports it", wrong.length === 0, JSON.stringify(wrong));

  writeFileSync(join(lean, "package.json"), JSON.stringify({ name: "lean", private: true }));
  execFileSync("npm", ["install", "--silent", "--no-audit", "--no-fund", "--omit=optional", tarball], {
    cwd: lean,
  });
  const weight = megabytes(join(lean, "node_modules"));
  expect(
    `without native engines it weighs ${weight.toFixed(0)} MB, of ${MOST_MEGABYTES}`,
    weight <= MOST_MEGABYTES,
    "",
  );
  execFileSync("npx", ["--no-install", "grok-analyze", "example"], { cwd: lean });
  const seen = JSON.parse(
    execFileSync("npx", ["--no-install", "grok-analyze", "losses", "example-run", "--last", "--json"], { cwd: lean }),
  );
  expect("there its example is analysed on WebAssembly", seen.provenance.backend === "wasm", seen.provenance.backend);

  const result = JSON.parse(run("npx", ["--no-install", "grok-analyze", "fourier", fixture, "--json"]));
  const keys = result.findings.find(({ label }) => label === "key frequencies, logit-map").value;
  expect("the bin finds key frequencies", Array.isArray(keys) && keys.length > 0, JSON.stringify(keys));

  // Of three checkpoints: what all analyzers take of 24 is no matter of the package.
  run("npx", ["--no-install", "grok-analyze", "analyze", fixture, "--every", "8", "--out", "results"]);
  // Without its processes an analysis goes on alone, and says nothing.
  run("node", [join("node_modules", "grok-analyze", "dist", "bundle", "_pass-worker.js")]);
  run("npx", ["--no-install", "grok-analyze", "report", "results", "--out", "report.html"]);
  const page = readFileSync(join(folder, "report.html"), "utf8");
  expect("it writes a report with the page's code", /<\/html>/.test(page) && page.includes("IntersectionObserver"), "");
  run("npx", ["--no-install", "grok-analyze", "figures", "results", "--only", "losses", "--format", "svg,pdf,png"]);
  const drawn = readdirSync(join(folder, "tiny-figures"));
  expect("it draws figures", drawn.length === 7, drawn.join(", "));

  const library =
    "analyze(await openRun(process.argv[1]), analyzers.losses).then((r) => console.log(r.table.rows.length))";
  const esm = run("node", [
    "--input-type=module",
    "-e",
    `import { openRun, analyze, analyzers } from "grok-analyze"; ${library}`,
    fixture,
  ]);
  expect("the library works by import", Number(esm) === result.provenance.checkpoints.length, esm);
  const cjs = run("node", [
    "-e",
    `const { openRun, analyze, analyzers } = require("grok-analyze"); (async () => ${library})()`,
    fixture,
  ]);
  expect("and by require", cjs === esm, cjs);
} finally {
  for (const made of [folder, lean]) rmSync(made, { recursive: true, force: true });
}

function expect(what, holds, found) {
  console.log(`${holds ? "ok" : "FAILED"}  ${what}${holds ? "" : `: ${found}`}`);
  if (!holds) process.exitCode = 1;
}

/** What a folder's files take on a disk of blocks of 4 KiB, as `du` counts it. */
function megabytes(path) {
  const { size } = lstatSync(path);
  if (!lstatSync(path).isDirectory()) return (Math.ceil(size / 4096) * 4096) / 2 ** 20;
  return readdirSync(path).reduce((sum, name) => sum + megabytes(join(path, name)), 4096 / 2 ** 20);
}
