import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect, onTestFinished } from "vitest";

export const MAIN: string = resolve("dist/bundle/main.js");
export const TINY: string = resolve("fixtures/tiny");
/** Tests that start processes wait for others on a machine of few cores. */
export const PATIENCE = 180_000;

/** How a process ended. */
export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly out: string;
  readonly err: string;
}

/** The command as a shell would start it, its streams piped; colours are as the environment of the test says. */
export function start(args: readonly string[], options: { cwd?: string; env?: NodeJS.ProcessEnv } = {}) {
  const child = spawn(process.execPath, [MAIN, ...args], { stdio: ["ignore", "pipe", "pipe"], ...options });
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => out.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => err.push(chunk));
  const ended = new Promise<Ended>((done) =>
    child.on("close", (code, signal) =>
      done({ code, signal, out: Buffer.concat(out).toString(), err: Buffer.concat(err).toString() }),
    ),
  );
  return { child, ended };
}

/** Runs the command to its end. */
export function grok(args: readonly string[], options: Parameters<typeof start>[1] = {}): Promise<Ended> {
  return start(args, options).ended;
}

/** Runs a command that must succeed, silently; returns what it printed. */
export async function printed(args: readonly string[], options: Parameters<typeof start>[1] = {}): Promise<string> {
  const { code, out, err } = await grok(args, options);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  return out;
}

/** The result that a command prints with --json. */
export async function json(args: readonly string[]) {
  return JSON.parse(await printed([...args, "--json"])) as {
    readonly analyzer: string;
    readonly provenance: { readonly [name: string]: any };
    readonly findings: readonly { readonly label: string; readonly value: any }[];
    readonly table: { readonly columns: object; readonly rows: readonly Record<string, any>[] };
  };
}

/** A folder that lives as long as the test. */
export function folder(): string {
  const path = mkdtempSync(join(tmpdir(), "cli-"));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** A file of these bytes that lives as long as the test. */
export function file(name: string, bytes: string | Uint8Array): string {
  const path = join(folder(), name);
  writeFileSync(path, bytes);
  return path;
}
