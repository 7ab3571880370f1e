import { spawn } from "node:child_process";
import { Console } from "node:console";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect, onTestFinished } from "vitest";

export const MAIN: string = resolve("dist/bundle/main.js");
/** What it runs, beside it. */
const RUN = resolve("dist/bundle/run.js");
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

type Options = NonNullable<Parameters<typeof start>[1]>;
type Here = Options & { readonly columns?: number };

/** Runs the command to its end in a process of its own, for what is of processes: several at once, pipes, what is read as one starts. */
export function apart(args: readonly string[], options: Options = {}): Promise<Ended> {
  return start(args, options).ended;
}

const { run } = (await import(RUN)) as typeof import("#cli/run.js");
/** What is under way: the streams and the folder of this process are those of one command at a time. */
let before: Promise<unknown> = Promise.resolve();

/**
 * Runs the command to its end in this process, which takes a fraction of what another would: the same code on the same
 * arguments, its streams caught, on a terminal of so many columns or none.
 */
export function grok(args: readonly string[], options: Here = {}): Promise<Ended> {
  const ended = before.then(() => here(args, options));
  before = ended.catch(() => {});
  return ended;
}

async function here(
  args: readonly string[],
  { cwd = process.cwd(), env = process.env, columns }: Here,
): Promise<Ended> {
  const [out, err] = [caught(process.stdout, columns), caught(process.stderr)];
  const { exitCode, env: ownEnv } = process;
  const [ownFolder, ownConsole] = [process.cwd(), console];
  globalThis.console = new Console(process.stdout, process.stderr);
  process.exitCode = undefined;
  process.env = env;
  process.chdir(cwd);
  try {
    return { code: await run(args), signal: null, out: out.text(), err: err.text() };
  } finally {
    process.chdir(ownFolder);
    process.env = ownEnv;
    process.exitCode = exitCode;
    globalThis.console = ownConsole;
    out.release();
    err.release();
  }
}

/** Keeps what is written to a stream of this process until it is released. */
function caught(stream: NodeJS.WriteStream, wide?: number) {
  const chunks: Buffer[] = [];
  const { write, columns } = stream;
  Object.assign(stream, { columns: wide });
  stream.write = (chunk: string | Uint8Array, ...more: unknown[]) => {
    chunks.push(Buffer.from(chunk as string));
    for (const done of more) if (typeof done === "function") done();
    return true;
  };
  return {
    text: () => Buffer.concat(chunks).toString(),
    release: () => {
      Object.assign(stream, { write, columns });
    },
  };
}

/** Runs a command that must succeed, silently; returns what it printed. */
export async function printed(args: readonly string[], options: Here = {}): Promise<string> {
  return outOf(await grok(args, options));
}

/** What a command printed that must have succeeded, silently. */
export function outOf({ code, out, err }: Ended): string {
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
