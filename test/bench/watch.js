// A watched hour in short: rows and checkpoints come faster than they would, and the memory of the process that watches is
// told as it goes; then a large log that grows, and the time that watching it takes. `node test/bench/watch.js [seconds]`.
import { spawn } from "node:child_process";
import {
  appendFileSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout } from "node:timers/promises";

const MAIN = resolve("dist/bundle/main.js");
const TINY = resolve("fixtures/tiny");
const SECONDS = Number(process.argv[2] ?? 120);
const ROWS = 3600;
const CHECKPOINTS = [0, 25, 50, 75, 100, 150, 200, 300, 500, 750];
const LARGE = 100 * 2 ** 20;

const folder = mkdtempSync(join(tmpdir(), "watch-"));
const say = (words) => process.stdout.write(`${words}\n`);

/** Resident memory in MB, and the seconds of processor time, of a process. */
function of(pid) {
  const rss = Number(/VmRSS:\s*(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))[1]) / 1024;
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
    .replace(/^.*\) /, "")
    .split(" ");
  return { rss: rss.toFixed(0), cpu: (Number(fields[11]) + Number(fields[12])) / 100 };
}

function watching(path, every) {
  const child = spawn(process.execPath, [MAIN, "watch", path, "--every", every, "--json"], { cwd: folder });
  let events = 0;
  child.stdout.on("data", (chunk) => {
    events += chunk.toString().split("\n").length - 1;
  });
  child.stderr.pipe(process.stderr);
  return { child, events: () => events };
}

const row = (epoch) =>
  `${epoch},${Math.exp(-epoch / 200)},${8 / (1 + Math.exp((epoch - 2500) / 200))},${Math.min(1, epoch / 300)},${1 / (1 + Math.exp((2500 - epoch) / 200))}\n`;
const HEADER = "epoch,train_loss,test_loss,train_accuracy,test_accuracy\n";

try {
  if (SECONDS > 0) await hour();
  await large();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function hour() {
  const run = join(folder, "run");
  mkdirSync(run);
  const log = join(run, "metrics.csv");
  appendFileSync(log, HEADER);
  const watch = watching(run, "0.1");
  for (let i = 0; i < ROWS; i++) {
    appendFileSync(log, row(i));
    const at = Math.floor((i * CHECKPOINTS.length) / ROWS);
    if (Math.floor(((i - 1) * CHECKPOINTS.length) / ROWS) !== at)
      copyFileSync(join(TINY, `${CHECKPOINTS[at]}.pth`), join(run, `${CHECKPOINTS[at]}.pth`));
    if (i % (ROWS / 10) === 5) say(`row ${i}: ${of(watch.child.pid).rss} MB, ${watch.events()} events`);
    await setTimeout((1000 * SECONDS) / ROWS);
  }
  await setTimeout(3000);
  say(
    `row ${ROWS}: ${of(watch.child.pid).rss} MB, ${watch.events()} events, ${of(watch.child.pid).cpu} s of processor time`,
  );
  watch.child.kill();
}

async function large() {
  const log = join(folder, "large.csv");
  const file = openSync(log, "w");
  let [size, epoch] = [writeSync(file, HEADER), 0];
  while (size < LARGE) {
    let text = "";
    for (let i = 0; i < 10_000; i++) text += row(epoch++);
    size += writeSync(file, text);
  }
  const big = watching(log, "1");
  while (big.events() < 2) await setTimeout(200);
  await setTimeout(3000);
  const before = of(big.child.pid);
  say(
    `a log of ${(size / 2 ** 20).toFixed(0)} MB, ${epoch} rows: first read with ${before.cpu} s of processor time, ${before.rss} MB`,
  );
  const events = big.events();
  for (let i = 0; i < 30; i++) {
    writeSync(file, row(epoch++));
    await setTimeout(1000);
  }
  const after = of(big.child.pid);
  say(
    `30 s later: ${(after.cpu - before.cpu).toFixed(1)} s more for ${big.events() - events} looks with news, ${after.rss} MB`,
  );
  big.child.kill();
}
