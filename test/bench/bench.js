// Times whole commands on one run, each as a process of its own, and prints medians beside what is aimed for.
// Usage: npm run bench [-- run.pth]
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { line, median, ms, once, root } from "./_process.js";

const path = (name) => fileURLToPath(new URL(name, root));
const large = path("../shared/data/mainline/full_run_data.pth");
const run = process.argv[2] ?? (existsSync(large) ? large : path("fixtures/mainline"));

console.log(`${cpus()[0].model}, ${availableParallelism()} cores, Node ${process.versions.node}, medians`);
console.log(`${run.replace(path(""), "")}\n`);
analysis();
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
