// Kills a command at random moments and compares what it leaves in the end with what an undisturbed one does.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { COMMANDS, cli } from "./_commands.js";

/** Kills of one folder in succession, before the command may come to its end. */
const IN_A_ROW = 5;

/**
 * What `times` kills of a command came to. A round is a fresh folder in which it is killed up to five times, by turns alone and
 * with its processes, at moments drawn from `random` over the time that an undisturbed one takes, and then ends.
 */
export async function killed(name, times, random) {
  const { files, prepared, words } = COMMANDS[name];
  const all = mkdtempSync(join(tmpdir(), "kill-"));
  try {
    const begin = join(all, "begin");
    mkdirSync(begin);
    files?.(begin);
    if (prepared) spawnSync(process.execPath, [cli, ...prepared], { cwd: begin });
    // The same one each time: what has been told of a run is kept by its path.
    const at = join(all, "at");
    const fresh = () => {
      rmSync(at, { recursive: true, force: true });
      cpSync(begin, join(at, "work"), { recursive: true });
      mkdirSync(join(at, "tmp"));
    };
    fresh();
    await ended(at, words);
    const before = digests(at);
    fresh();
    const start = performance.now();
    const { code } = await ended(at, words);
    const duration = performance.now() - start;
    const whole = digests(at);
    // Such as the seconds that something took.
    const own = differing(whole, before);
    const found = { name, kills: 0, rounds: 0, differing: new Set(), left: new Set(), codes: new Set(), varying: own };
    while (found.kills < times) {
      fresh();
      found.rounds++;
      const most = Math.min(IN_A_ROW, times - found.kills);
      for (let i = 0; i < most; i++) {
        const { signal } = await ended(at, words, { after: random() * duration, group: found.kills % 2 === 1 });
        if (signal !== "SIGKILL") break;
        found.kills++;
      }
      const last = await ended(at, words);
      if (last.code !== code) found.codes.add(`${last.code}: ${last.err.split("\n")[0]}`);
      const now = digests(at);
      for (const file of differing(whole, now)) if (!own.includes(file)) found.differing.add(file);
      for (const file of now.keys()) if (!whole.has(file)) found.left.add(file);
    }
    return found;
  } finally {
    rmSync(all, { recursive: true, force: true });
  }
}

/** How a process ended, killed after so many milliseconds where they are given. */
function ended(at, words, kill) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [cli, ...words], {
      cwd: join(at, "work"),
      env: { ...process.env, TMPDIR: join(at, "tmp") },
      stdio: ["ignore", "ignore", "pipe"],
      detached: true,
    });
    let err = "";
    child.stderr.on("data", (text) => {
      err += text;
    });
    const end = () => {
      try {
        process.kill(kill.group ? -child.pid : child.pid, "SIGKILL");
      } catch {
        // It was faster.
      }
    };
    const timer = kill && setTimeout(end, kill.after);
    // Once whoever has its streams is gone too.
    child.on("close", (code, signal) => {
      clearTimeout(timer);
      resolve({ code, signal, err });
    });
  });
}

/** The digest of each file in a folder, by its path there. */
function digests(folder) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
  const paths = files.map(({ parentPath, name }) => join(parentPath, name)).sort();
  const digest = (path) => createHash("sha256").update(readFileSync(path)).digest("hex");
  return new Map(paths.map((path) => [relative(folder, path), digest(path)]));
}

/** The files of one that are others, or missing, in another. */
function differing(one, other) {
  return [...one].filter(([file, digest]) => other.get(file) !== digest).map(([file]) => file);
}

/** Numbers from 0 to 1 that follow from a seed: mulberry32. */
export function seeded(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let x = Math.imul(state ^ (state >>> 15), state | 1);
    x ^= x + Math.imul(x ^ (x >>> 7), x | 61);
    return ((x ^ (x >>> 14)) >>> 0) / 2 ** 32;
  };
}
