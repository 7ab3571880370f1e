import { writeSync } from "node:fs";
import { workerData } from "node:worker_threads";

/*
 * Ends the process whose case takes more than it may: the case itself has the thread, and would not hear a signal. Twice the
 * limit is what it waits for, as what is a little more is measured at the case's end, and said there.
 */

const { began, seconds, bytes } = workerData as { began: Float64Array; seconds: number; bytes: number };
const PERIOD = 20;
const FACTOR = 1.5;
const idle = process.memoryUsage.rss();

setInterval(() => {
  if (began[0] < 0) return;
  const { user, system } = process.cpuUsage();
  if ((user + system) / 1000 - began[0] > FACTOR * 1000 * seconds) end("hang");
  if (process.memoryUsage.rss() - idle > FACTOR * bytes) end("memory");
}, PERIOD);

function end(why: string): void {
  writeSync(2, `${why}\n`);
  process.kill(process.pid, "SIGKILL");
}
