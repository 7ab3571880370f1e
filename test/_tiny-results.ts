import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** In the clone, where nobody else on this machine can put results: all that tests have is believed. */
const KEPT = "node_modules/.cache/grok-analyze-tests";
const PROGRAM = "dist/bundle";
const RUN = "fixtures/tiny";
/** Milliseconds between two looks at whether another process has made them. */
const WAIT = 200;
/** Milliseconds after which those of another build go. */
const LASTING = 24 * 3600_000;

/**
 * The folder that `analyze fixtures/tiny` writes, as the package is built now: all analyzers of all checkpoints, made once
 * for all tests and kept until what is built changes. It is not to be written to.
 */
export function tinyResults(): string {
  const at = join(KEPT, digest());
  const results = join(at, "tiny-analysis");
  if (existsSync(results)) return results;
  mkdirSync(KEPT, { recursive: true });
  const lock = `${at}.lock`;
  for (;;) {
    if (taken(lock)) break;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, WAIT);
    if (existsSync(results)) return results;
  }
  try {
    if (!existsSync(results)) make(at);
  } finally {
    rmSync(lock, { force: true });
  }
  return results;
}

/** Into a folder of another name, which is renamed once all is in it; what was made of an older build goes. */
function make(at: string): void {
  for (const name of readdirSync(KEPT).map((one) => join(KEPT, one)))
    if (Date.now() - (statSync(name, { throwIfNoEntry: false })?.mtimeMs ?? 0) > LASTING)
      rmSync(name, { recursive: true, force: true });
  const making = `${at}-${process.pid}`;
  const args = [join(PROGRAM, "main.js"), "analyze", RUN, "--out", join(making, "tiny-analysis")];
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
  if (status !== 0) throw new Error(`analyze ${RUN}: ${stderr}`);
  renameSync(making, at);
}

/** Whether this process is now the one that makes them; not where another does that lives. */
function taken(lock: string): boolean {
  try {
    writeFileSync(lock, String(process.pid), { flag: "wx" });
    return true;
  } catch {
    if (!lives(lock)) rmSync(lock, { force: true });
    return false;
  }
}

function lives(lock: string): boolean {
  try {
    process.kill(Number(readFileSync(lock, "utf8")), 0);
    return true;
  } catch {
    return false;
  }
}

/** Of the program, the run and Node: what the results follow from. */
function digest(): string {
  const hash = createHash("sha256").update(process.version);
  for (const folder of [PROGRAM, RUN])
    for (const entry of readdirSync(folder, { withFileTypes: true }).filter((one) => one.isFile()))
      hash.update(entry.name).update(readFileSync(join(folder, entry.name)));
  return hash.digest("hex").slice(0, 16);
}
