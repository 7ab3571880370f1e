// Times whole commands on one run, each as a process of its own, and prints medians beside what is aimed for.
// Usage: npm run bench [-- run.pth]
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { availableParallelism, cpus } from "node:os";
import { fileURLToPath } from "node:url";

const root = new URL("../../", import.meta.url);
const cli = fileURLToPath(new URL("dist/cli/main.js", root));
const given = process.argv[2];
const large = fileURLToPath(new URL("../shared/data/mainline/full_run_data.pth", root));
const run = given ?? (existsSync(large) ? large : fileURLToPath(new URL("fixtures/tiny", root)));
const RUNS = 5;

/** Has a process tell its peak memory when it ends. */
const PEAK = `data:text/javascript,process.on("exit", () => console.error("\\nPEAK " + process.resourceUsage().maxRSS))`;

/** Runs the command line once in a fresh process: seconds of wall clock, peak resident MiB, and what it printed. */
function once(words) {
  const start = performance.now();
  const { stdout, stderr, status } = spawnSync(process.execPath, ["--import", PEAK, cli, ...words], {
    encoding: "utf8",
    maxBuffer: 2 ** 30,
  });
  const seconds = (performance.now() - start) / 1000;
  if (status !== 0) throw new Error(`${words.join(" ")}: ${stderr}`);
  return { seconds, peak: Number(/PEAK (\d+)/.exec(stderr)?.[1]) / 1024, stdout };
}

/** Medians over several processes, after one that warms the file cache. */
function median(words, runs = RUNS) {
  once(words);
  const all = Array.from({ length: runs }, () => once(words));
  const middle = (key) => all.map((one) => one[key]).sort((a, b) => a - b)[Math.floor(runs / 2)];
  return { seconds: middle("seconds"), peak: middle("peak"), stdout: all[0].stdout };
}

const line = (what, measured, aim) => console.log(`${what.padEnd(58)} ${measured.padStart(12)}   aim ${aim}`);
const ms = (seconds) => `${Math.round(seconds * 1000)} ms`;

console.log(`${cpus()[0].model}, ${availableParallelism()} cores, Node ${process.versions.node}, medians of ${RUNS}`);
console.log(`${run.replace(fileURLToPath(root), "")}\n`);
const help = median(["--help"]);
line("--help, cold start", ms(help.seconds), "150 ms");
const fourier = median(["fourier", run, "--json"]);
line("fourier", ms(fourier.seconds), "1000 ms");
const every = median(["fourier", run, "--json", "--rules", "every"], 3);
const { backend, checkpoints } = JSON.parse(fourier.stdout).provenance;
line(`fourier --rules every (${checkpoints.length} forward passes)`, ms(every.seconds), "–");

const [one, all] = [median(["losses", run, "--json", "--last"]), median(["losses", run, "--json"])];
line("losses, the last checkpoint", ms(one.seconds), "–");
line(`losses, ${checkpoints.length} checkpoints`, ms(all.seconds), "–");
const single = median(["losses", run, "--json", "--threads", "1"], 3);
const cost = (single.seconds - one.seconds) / Math.max(1, checkpoints.length - 1);
line("losses, each further checkpoint on one core", ms(cost), "200 ms");
line("two threads are faster than one by", `${(single.seconds / all.seconds).toFixed(2)}×`, "–");
const quarter = median(["losses", run, "--json", "--every", "4"], 3);
line("peak memory, losses of every 4th checkpoint", `${Math.round(quarter.peak)} MiB`, "500 MB");
line("peak memory, losses of all", `${Math.round(all.peak)} MiB`, "500 MB, the same");
line("peak memory, fourier", `${Math.round(fourier.peak)} MiB`, "500 MB");
console.log(`\nbackend ${backend}`);
