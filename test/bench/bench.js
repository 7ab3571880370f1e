// Times whole commands on one run, each as a process of its own, and prints medians beside what is aimed for.
// Usage: npm run bench [-- run.pth]
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { longRun } from "./_long-run.js";
import { line, median, ms, once, root } from "./_process.js";

const path = (name) => fileURLToPath(new URL(name, root));
const large = path("../shared/data/mainline/full_run_data.pth");
const run = process.argv[2] ?? (existsSync(large) ? large : path("fixtures/mainline"));

/** What the progress measures are, beside the three that need no key frequencies. */
const MEASURES = "losses fourier weight-norms restricted-loss excluded-loss cosines sparsity phases".split(" ");

console.log(`${cpus()[0].model}, ${availableParallelism()} cores, Node ${process.versions.node}, medians`);
console.log(`${run.replace(path(""), "")}\n`);
analysis();
measures();
training();

/** The commands of an analysis. */
function analysis() {
  line("--help, cold start", ms(median(["--help"]).seconds), "150 ms");
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
  againstPyTorch();
}

/** One checkpoint's measures on one thread, part by part, here and in PyTorch; both share one forward pass. */
function againstPyTorch() {
  if (!existsSync(large)) return console.log("no run that PyTorch can read here: the measures are not compared");
  const parts = (...each) => {
    const { stdout } = spawnSync(process.execPath, [path("test/bench/_parts.js"), large, MEASURES.join(","), ...each], {
      encoding: "utf8",
    });
    return JSON.parse(stdout);
  };
  const python = (words) => {
    for (const name of ["python3", "/usr/bin/python3"]) {
      const { status, stdout } = spawnSync(name, words, { encoding: "utf8", maxBuffer: 2 ** 30 });
      if (status === 0) return JSON.parse(stdout);
    }
    return undefined;
  };
  for (const each of [[], ["every"]]) {
    const { read, forward, ...measures } = parts(...each);
    const total = Object.values(measures).reduce((sum, one) => sum + one, 0);
    const what = each.length > 0 ? "all in every variant" : "single frequencies and control in one";
    line(`one checkpoint, one thread: read ${read.toFixed(0)} ms, forward`, `${forward.toFixed(0)} ms`);
    line(`all measures, ${what}`, `${total.toFixed(0)} ms`);
    const shares = Object.entries(measures).map(([name, one]) => `${name} ${one.toFixed(0)}`);
    console.log(`  ${shares.join(", ")}`);
    const theirs = each.length > 0 ? python([path("fixtures/make/measures.py"), large]) : undefined;
    if (theirs) line("the same in PyTorch, after its forward pass", ms(theirs.measures_s));
    if (theirs) line("PyTorch against ours", `${((1000 * theirs.measures_s) / total).toFixed(1)}×`, "30×");
  }
  console.log("");
}

/** An update of the published model, here and in PyTorch as published code writes it. */
function training() {
  const folder = mkdtempSync(join(tmpdir(), "grok-analyze-bench-"));
  const trained = (epochs) => {
    const out = join(folder, `${epochs}`);
    const result = once([
      "train",
      out,
      "--epochs",
      `${epochs}`,
      "--checkpoint-every",
      "1000000",
      "--evaluate-every",
      "1000000",
    ]);
    rmSync(out, { recursive: true });
    return result;
  };
  trained(1);
  const UPDATES = 100;
  const [few, many] = [trained(20), trained(20 + UPDATES)];
  const step = (many.seconds - few.seconds) / UPDATES;
  rmSync(folder, { recursive: true });
  line("train --preset mainline, one update on two threads", ms(step), "70 ms");
  line("peak memory, training", `${Math.round(many.peak)} MiB`, "600 MB");
  for (const python of ["python3", "/usr/bin/python3"]) {
    const { status, stdout } = spawnSync(python, [path("fixtures/make/step.py")], { encoding: "utf8" });
    if (status !== 0) continue;
    line("the same update in PyTorch, all positions", ms(Number(stdout)));
    line("PyTorch against ours", `${(Number(stdout) / step).toFixed(1)}×`);
    return;
  }
  console.log("no Python with torch here: the update is not compared with PyTorch's");
}
