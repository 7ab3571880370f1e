// Whether the tests would notice: changes the built files of rooms one operator at a time, and runs the tests of the same rooms on
// each. Takes Stryker from the registry, without adding it to the project: `npm run mutate -- numerics formats` or, of single files,
// `npm run mutate -- numerics/rounded`. What survives is listed, file by file.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const VERSION = "9.6.1";
const root = fileURLToPath(new URL("../../", import.meta.url));
process.chdir(root);
const asked = process.argv.slice(2);
if (asked.length === 0) {
  process.stderr.write("error: no room is named; name some of src, e.g. npm run mutate -- numerics formats\n");
  process.exit(2);
}
const stray = asked.find((name) => !existsSync(join("dist", name)) && !existsSync(join("dist", `${name}.js`)));
if (stray !== undefined) {
  process.stderr.write(`error: ${stray}: is neither a folder nor a file of dist; build first, or name one of src\n`);
  process.exit(2);
}
if (!existsSync("node_modules/@stryker-mutator/vitest-runner")) {
  const packages = ["core", "vitest-runner"].map((name) => `@stryker-mutator/${name}@${VERSION}`);
  execFileSync("npm", ["install", "--no-save", "--ignore-scripts", "--no-audit", "--no-fund", ...packages], {
    stdio: "inherit",
  });
}
const CACHE = "node_modules/.cache";
mkdirSync(CACHE, { recursive: true });
const REPORT = `${CACHE}/mutation.json`;
const SETTINGS = `${CACHE}/mutation-settings.json`;
writeFileSync(
  SETTINGS,
  JSON.stringify({
    testRunner: "vitest",
    vitest: { configFile: "test/mutation/vitest.config.ts", related: false },
    mutate: asked.map((name) => (existsSync(join("dist", `${name}.js`)) ? `dist/${name}.js` : `dist/${name}/**/*.js`)),
    coverageAnalysis: "perTest",
    reporters: ["json", "progress-append-only"],
    jsonReporter: { fileName: REPORT },
    ignorePatterns: ["docs", "site", "notebooks"],
    timeoutMS: 20_000,
    // Version 7 of TypeScript is no library that could read it.
    tsconfigFile: "none.json",
    disableTypeChecks: false,
    // A change of what runs once, as a module is loaded, needs all tests again for each.
    ignoreStatic: true,
    // Not within node_modules, where no test is looked for.
    tempDirName: ".mutation",
  }),
);
rmSync(REPORT, { force: true });
const rooms = [...new Set(asked.map((name) => (existsSync(join("dist", `${name}.js`)) ? dirname(name) : name)))];
execFileSync(process.execPath, ["node_modules/@stryker-mutator/core/bin/stryker.js", "run", SETTINGS], {
  stdio: ["ignore", "inherit", "inherit"],
  env: { ...process.env, MUTATED_ROOMS: rooms.join(",") },
});

const { files } = JSON.parse(readFileSync(REPORT, "utf8"));
const sums = { killed: 0, survived: 0 };
for (const [path, { source, mutants }] of Object.entries(files)) {
  const of = (...statuses) => mutants.filter(({ status }) => statuses.includes(status));
  const killed = of("Killed", "Timeout").length;
  const survivors = of("Survived", "NoCoverage");
  sums.killed += killed;
  sums.survived += survivors.length;
  if (survivors.length > 0) console.log(`\n${path}: ${killed} of ${killed + survivors.length} noticed`);
  const lines = source.split("\n");
  for (const { location, replacement, status } of survivors) {
    const line = lines[location.start.line - 1] ?? "";
    const was = line.slice(
      location.start.column - 1,
      location.end.line === location.start.line ? location.end.column - 1 : undefined,
    );
    console.log(
      `  ${location.start.line}: ${was.trim()} → ${replacement}${status === "NoCoverage" ? " (no test runs it)" : ""}`,
    );
  }
}
const all = sums.killed + sums.survived;
console.log(`\n${sums.killed} of ${all} changes noticed (${((100 * sums.killed) / all).toFixed(1)} %)`);
