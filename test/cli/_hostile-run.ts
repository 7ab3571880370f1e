import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { f32, tensor, torchZip } from "../formats/_builders.ts";
import { state, storages } from "./_checkpoints.ts";

/** A title for the window, red, a line of its own, what is written from right to left, lines for JavaScript, a C1 control, a formula. */
export const HOSTILE = "=e\x1b]0;title\x07\x1b[31mvil\nerror: forged\u202egnp\u2066\u2028\u2029\u200b\x9b2J";

/** What no stream, page or picture may show of it: every control character but the line feed, and what is not seen. */
export const STEERING = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;

/** A folder of a run in which everything that can have a name has that one. */
export function hostileRun(at: string): string {
  const run = join(at, HOSTILE);
  mkdirSync(run);
  for (const epoch of [0, 100, 200]) {
    const beside = new Map([...state(), [HOSTILE, tensor("2", 0, [0, 4], [4, 1])] as const]);
    writeFileSync(join(run, `${epoch}.pth`), torchZip(beside, { ...storages(), 2: f32(1) }));
  }
  writeFileSync(join(run, `${HOSTILE}.pth`), "no checkpoint");
  writeFileSync(join(run, `${HOSTILE}.txt`), "mine");
  writeFileSync(join(run, "config.json"), JSON.stringify({ [HOSTILE]: HOSTILE, weight_decay: 1, optimizer: HOSTILE }));
  const rows = Array.from({ length: 20 }, (_, i) => ({
    [HOSTILE]: i,
    epoch: 10 * i,
    train_loss: 2 / (i + 1),
    test_loss: 3 / (i + 1),
    train_accuracy: Math.min(1, i / 8),
    test_accuracy: Math.min(1, i / 16),
    run: HOSTILE,
  }));
  writeFileSync(join(run, "metrics.jsonl"), rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
  return run;
}

/** A checkpoint of which no network is made, with that name in it. */
export function hostileTensors(at: string): string {
  const path = join(at, `${HOSTILE}.pth`);
  writeFileSync(path, torchZip(new Map([[HOSTILE, tensor("0", 6, [2, 3], [3, 1])]]), { 0: f32(1, 2, 3, 4, 5, 6) }));
  return path;
}
