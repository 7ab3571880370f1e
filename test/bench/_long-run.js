// A run with as many checkpoints as asked for, of the published size, made from those of fixtures/mainline.
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { root } from "./_process.js";

const LAST = 16_000;
const HEADER = 8;
const source = fileURLToPath(new URL("fixtures/mainline", root));
const checkpoints = readdirSync(join(source, "checkpoints")).sort();

/** Writes the run into a new folder: each fixture's weights stand for the epochs up to the next one's. */
export function longRun(folder, count) {
  mkdirSync(join(folder, "checkpoints"), { recursive: true });
  for (const file of ["run.json", "metrics.csv"]) copyFileSync(join(source, file), join(folder, file));
  for (let i = 0; i < count; i++) {
    const epoch = Math.round((i * LAST) / count);
    const bytes = readFileSync(join(source, "checkpoints", checkpoints[Math.floor((i * checkpoints.length) / count)]));
    const name = `epoch-${String(epoch).padStart(6, "0")}.safetensors`;
    writeFileSync(join(folder, "checkpoints", name), dated(bytes, epoch));
  }
}

/** The same file of another epoch. */
function dated(bytes, epoch) {
  const end = HEADER + Number(bytes.readBigUInt64LE(0));
  const header = JSON.parse(bytes.subarray(HEADER, end).toString());
  header.__metadata__.epoch = `${epoch}`;
  const text = JSON.stringify(header);
  const padded = Buffer.from(text.padEnd(Math.ceil(text.length / HEADER) * HEADER));
  const length = Buffer.alloc(HEADER);
  length.writeBigUInt64LE(BigInt(padded.length));
  return Buffer.concat([length, padded, bytes.subarray(end)]);
}
