// Times whole commands on one run, each as a process of its own, and prints medians beside what is aimed for.
// Usage: npm run bench [-- run.pth]
import { execFile, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { longRun } from "./_long-run.js";
import { line, median, ms, once, root } from "./_process.js";

const path = (name) => fileURLToPath(new URL(name, root));
const large = path("../shared/data/mainline/full_run_data.pth");
/** PyTorch programs to compare with, where they lie beside the project. */
const suiteProgram = path("../shared/baselines/torch_suite.py");
const trainProgram = path("../shared/baselines/torch_train.py");
const run = process.argv[2] ?? (existsSync(large) ? large : path("fixtures/mainline"));

/** What the progress measures are, beside the three that need no key frequencies. */
const MEASURES = "losses fourier weight-norms restricted-loss excluded-loss cosines sparsity phases".split(" ");

console.log(`${cpus()[0].model}, ${availableParallelism()} cores, Node ${process.versions.node}, medians`);
console.log(`${run.replace(path(""), "")}\n`);
startUp();
analysis();
await againstPyTorch();
training();
measures();

/** What a command takes before it does anything. */
function startUp() {
  const empty = () => {
    const start = performance.now();
    spawnSync(process.execPath, ["-e", "0"]);
    return (performance.now() - start) / 1000;
  };
  const bare = Array.from({ length: 5 }, empty).sort((a, b) => a - b)[2];
  const help = median(["--help"]).seconds;
  line("--help, cold start", ms(help));
  line("--help / node -e 0", `${(help / bare).toFixed(1)}×`, "4×");
}

/** The commands of an analysis. */
function analysis() {
  const fourier = median(["fourier", run, "--json"]);
  const { backend, checkpoints } = JSON.parse(fourier.stdout).provenance;
  line(`fourier, ${checkpoints.length} checkpoints`, ms(fourier.seconds), "1000 ms");
  const every = median(["fourier", run, "--json", "--rules", "every"], 3);
  line(`fourier --rules every, ${checkpoints.length} forward passes`, ms(every.seconds));
  const last = median(["losses", run, "--json", "--last"]);
  const all = median(["losses", run, "--json"], 3);
  const single = median(["losses", run, "--json", "--threads", "1"], 3);
  line("losses, the last checkpoint", ms(last.seconds));
  line(`losses, ${checkpoints.length} checkpoints`, ms(all.seconds));
  const further = (single.seconds - last.seconds) / Math.max(1, checkpoints.length - 1);
  line("losses, each further checkpoint on one core", ms(further), "200 ms");
  line("losses, two threads against one", `${(single.seconds / all.seconds).toFixed(2)}×`);
  const quarter = median(["losses", run, "--json", "--every", "4"], 3);
  line("peak memory, losses of every 4th checkpoint", `${Math.round(quarter.peak)} MiB`, "500 MB");
  line("peak memory, losses of all", `${Math.round(all.peak)} MiB`, "500 MB, the same");
  line("peak memory, fourier", `${Math.round(fourier.peak)} MiB`, "500 MB");
  console.log(`backend ${backend}\n`);
}

/** The progress measures over a long run in one pass, everything over it, and the same measures in PyTorch. */
function measures() {
  const folder = mkdtempSync(join(tmpdir(), "grok-analyze-bench-"));
  const [long, short] = [400, 100].map((count) => {
    const path = join(folder, `${count}`);
    longRun(path, count);
    return path;
  });
  const out = join(folder, "results");
  const analyzed = (run, ...more) => once(["analyze", run, "--out", out, ...more]);
  const fresh = (...words) => {
    const result = analyzed(...words);
    rmSync(out, { recursive: true });
    return result;
  };
  const measures = ["--only", MEASURES.join(",")];
  const all = analyzed(long, ...measures);
  const { seconds: cached } = analyzed(long, ...measures);
  rmSync(out, { recursive: true });
  line("progress measures, 400 checkpoints, two threads", `${all.seconds.toFixed(1)} s`, "90 s");
  line("peak memory", `${Math.round(all.peak)} MiB`, "800 MB");
  line("the same again, from the cache", `${cached.toFixed(1)} s`);
  const quarter = fresh(short, ...measures);
  line("100 checkpoints", `${quarter.seconds.toFixed(1)} s`, "a quarter");
  line("peak memory", `${Math.round(quarter.peak)} MiB`, "the same");
  const single = fresh(short, ...measures, "--threads", "1");
  line("two threads against one, 100 checkpoints", `${(single.seconds / quarter.seconds).toFixed(2)}×`, "1.8×");
  const every = fresh(short, ...measures, "--each", "every", "--control", "every");
  line("100 checkpoints, all in every variant", `${every.seconds.toFixed(1)} s`);
  const everything = fresh(long);
  line("analyze, everything, 400 checkpoints", `${everything.seconds.toFixed(1)} s`, "240 s");
  line("peak memory", `${Math.round(everything.peak)} MiB`);
  rmSync(folder, { recursive: true });
}

/** Equal work on one checkpoint, on one core and on two, beside a vectorised PyTorch where its program and a torch are there. */
async function againstPyTorch() {
  if (!existsSync(large)) return console.log("no run that PyTorch can read here: the measures are not compared");
  const work = "losses,fourier,restricted,excluded,neurons,norms";
  for (const cores of [1, 2]) {
    const ours = await suite(cores);
    line(`${work}, one checkpoint, cores: ${cores}`, `${ours.ms.toFixed(0)} ms`);
    const everything = await suite(cores, "all");
    line("the same in all variants, each with ten controls", `${everything.ms.toFixed(0)} ms`);
    const theirs = python([suiteProgram, large, `${cores}`, "clean", work]);
    if (!theirs) continue;
    const { wall_ms_ckpt } = JSON.parse(theirs.split("\n")[0]);
    line("PyTorch, vectorised, one variant", `${wall_ms_ckpt.toFixed(0)} ms`);
    line("ours / PyTorch, equal work", (ours.ms / wall_ms_ckpt).toFixed(2), "0.5, better 0.33");
    line("ours with all variants / PyTorch with one", (everything.ms / wall_ms_ckpt).toFixed(2), "1");
  }
  const wasm = await suite(1, undefined, "wasm");
  line("the suite on one core, without any native package", `${wasm.ms.toFixed(0)} ms`);
  console.log("");
}

/** Milliseconds a checkpoint where as many processes work at once, started as the product starts them. */
async function suite(processes, all, backend = "") {
  const program = path("test/bench/_suite.js");
  const results = await Promise.all(
    Array.from({ length: processes }, (_, part) => {
      const words = [program, large, `${part}`, `${processes}`, ...(all ? [all] : [])];
      const env = { ...process.env, ...(backend && { BACKEND: backend }) };
      return promisify(execFile)(process.execPath, ["--no-concurrent-marking", ...words], { env }).then(({ stdout }) =>
        JSON.parse(stdout),
      );
    }),
  );
  return { ...results[0], ms: Math.max(...results.map(({ ms }) => ms)) / processes };
}

/** What a Python with torch prints; undefined where there is none. `PYTHON` names one. */
function python(words) {
  for (const name of [process.env.PYTHON, "python3", "/usr/bin/python3"].filter(Boolean)) {
    const { status, stdout } = spawnSync(name, words, { encoding: "utf8", maxBuffer: 2 ** 30 });
    if (status === 0) return stdout;
  }
  console.log(`no Python with torch runs ${words[0]}: PYTHON=… names one`);
  return undefined;
}

/** An update of the published model, here and in PyTorch: as published code writes it, and reading the last position alone. */
function training() {
  const folder = mkdtempSync(join(tmpdir(), "grok-analyze-bench-"));
  const trained = (epochs) => {
    const out = join(folder, `${epochs}`);
    const never = ["--checkpoint-every", "1000000", "--evaluate-every", "1000000"];
    const result = once(["train", out, "--epochs", `${epochs}`, ...never]);
    rmSync(out, { recursive: true });
    return result;
  };
  trained(1);
  const UPDATES = 200;
  const [few, many] = [trained(20), trained(20 + UPDATES)];
  const step = (many.seconds - few.seconds) / UPDATES;
  rmSync(folder, { recursive: true });
  line("train --preset mainline, one update on two threads", `${(1000 * step).toFixed(1)} ms`);
  line("peak memory, training", `${Math.round(many.peak)} MiB`, "600 MB");
  const naive = python([path("fixtures/make/step.py")]);
  if (naive) line("the same update in PyTorch, all positions", ms(Number(naive)));
  const last = existsSync(trainProgram) ? python([trainProgram, "last", "2", `${UPDATES}`]) : undefined;
  if (!last) return;
  const theirs = Number(/wall ms\/step ([0-9.]+)/.exec(last)[1]);
  line("the same update in PyTorch, last position, two threads", `${theirs.toFixed(1)} ms`);
  line("ours / PyTorch", ((1000 * step) / theirs).toFixed(2), "1, better 0.7");
}
