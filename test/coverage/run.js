// Which lines and branches of `src` the tests run, folder by folder: `npm run coverage`, or of some folders of `test` alone,
// `npm run coverage -- test/numerics test/formats`. Node writes down what each process ran, those that tests start with them; c8 takes it
// from there, back to the TypeScript, and is itself taken from the registry, without adding it to the project.
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, relative } from "node:path";
import { fileURLToPath } from "node:url";

const C8 = "c8@10.1.3";
/** Files with a smaller share of lines run are named. */
const LEAST = 92;

process.chdir(fileURLToPath(new URL("../../", import.meta.url)));
const folder = "node_modules/.cache/coverage";
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
const raw = `${process.cwd()}/${folder}/raw`;

const vitest = [
  "node_modules/vitest/vitest.mjs",
  "run",
  "--config",
  "test/coverage/vitest.config.ts",
  "--reporter=dot",
];
const failed = status(process.execPath, [...vitest, ...process.argv.slice(2)], {
  ...process.env,
  NODE_V8_COVERAGE: raw,
});
const report = ["report", "--temp-directory", raw, "--all=false", "--src", "src", "--include", "src/**"];
const form = ["--exclude-after-remap", "--reporter", "json-summary", "--reports-dir", folder];
const unread = status("npx", ["--yes", C8, ...report, ...form], process.env);
rmSync(raw, { recursive: true, force: true });
if (unread !== 0) process.exit(unread);

const { total, ...files } = JSON.parse(readFileSync(`${folder}/coverage-summary.json`, "utf8"));
const folders = new Map();
for (const [path, { lines, branches }] of Object.entries(files)) {
  const file = relative("src", path);
  const room = dirname(file) === "." ? "(src)" : file.split("/")[0];
  const sums = folders.get(room) ?? { lines: [0, 0], branches: [0, 0], low: [] };
  for (const [kind, { covered, total: all }] of Object.entries({ lines, branches })) {
    sums[kind][0] += covered;
    sums[kind][1] += all;
  }
  if (lines.pct < LEAST) sums.low.push(`${file} ${lines.pct} %`);
  folders.set(room, sums);
}
const share = ([covered, all]) => `${((100 * covered) / all).toFixed(1)} %`.padStart(8);
console.log(`${"folder".padEnd(14)}${"lines".padStart(8)}${"branches".padStart(10)}`);
for (const [room, { lines, branches }] of [...folders].sort(([a], [b]) => (a < b ? -1 : 1)))
  console.log(`${room.padEnd(14)}${share(lines)}  ${share(branches)}`);
console.log(`\nfiles with less than ${LEAST} % of their lines run:`);
for (const { low } of folders.values()) for (const line of low) console.log(`  ${line}`);
process.exitCode = failed;

function status(command, args, env) {
  return spawnSync(command, args, { stdio: "inherit", env }).status ?? 1;
}
