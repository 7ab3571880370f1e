import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { readArray } from "#formats/_arrays.js";
import { readFile } from "#formats/_read.js";
import { contents } from "#layouts/_contents.js";
import { safetensors } from "../formats/_builders.ts";

/** A folder of these files that lives as long as the test. */
export function folder(files: Readonly<Record<string, string | Uint8Array>> = {}): string {
  const path = mkdtempSync(join(tmpdir(), "runs-"));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  for (const [name, bytes] of Object.entries(files)) writeFileSync(join(path, name), bytes);
  return path;
}

/** The weights of a checkpoint file and nothing else of it: a safetensors file, without losses, epoch or split. */
export function bareWeights(path: string): Buffer {
  const [snapshot] = contents(readFile(path).value).snapshots;
  const header: Record<string, unknown> = {};
  const parts: Buffer[] = [];
  let at = 0;
  for (const [name, array] of snapshot?.state ?? []) {
    const data = Buffer.from(Float32Array.from(readArray(array)).buffer);
    header[name] = { dtype: "F32", shape: array.shape, data_offsets: [at, at + data.length] };
    parts.push(data);
    at += data.length;
  }
  return safetensors(header, Buffer.concat(parts));
}
