// Runs the command line in fresh processes and tells what they took.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

export const root = new URL("../../", import.meta.url);
const cli = fileURLToPath(new URL("dist/bundle/main.js", root));

/** Has a process tell its peak memory when it ends. */
const PEAK = `data:text/javascript,process.on("exit", () => console.error("\\nPEAK " + process.resourceUsage().maxRSS))`;

/** One run: seconds of wall clock, peak resident MiB, and what it printed. */
export function once(words) {
  const start = performance.now();
  const { stdout, stderr, status } = spawnSync(process.execPath, ["--import", PEAK, cli, ...words], {
    encoding: "utf8",
    maxBuffer: 2 ** 30,
  });
  const seconds = (performance.now() - start) / 1000;
  if (status !== 0) throw new Error(`${words.join(" ")}: ${stderr}`);
  return { seconds, peak: Number(/PEAK (\d+)/.exec(stderr)?.[1]) / 1024, stdout };
}

/** Medians over several runs, after one that warms the file cache. */
export function median(words, runs = 5) {
  once(words);
  const all = Array.from({ length: runs }, () => once(words));
  const middle = (key) => all.map((one) => one[key]).sort((a, b) => a - b)[Math.floor(runs / 2)];
  return { seconds: middle("seconds"), peak: middle("peak"), stdout: all[0].stdout };
}

/** Prints a measurement beside what is aimed for. */
export function line(what, measured, aim = "–") {
  console.log(`${what.padEnd(60)} ${measured.padStart(12)}   aim ${aim}`);
}

export const ms = (seconds) => `${Math.round(seconds * 1000)} ms`;
