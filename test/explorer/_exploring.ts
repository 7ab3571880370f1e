import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import { start, TINY } from "../cli/_cli.ts";
import { folder, HEADER, lines } from "../monitoring/_watching.ts";

/** Writes a file, and the folders that it is in. */
export function put(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

/** Copies checkpoints of the tiny run. */
export function putCheckpoints(at: string, ...epochs: readonly number[]): void {
  mkdirSync(at, { recursive: true });
  for (const epoch of epochs) copyFileSync(join(TINY, `${epoch}.pth`), join(at, `${epoch}.pth`));
}

/** Three runs: one that grokked and one that memorised, as their logs say, and one of a checkpoint alone. */
export function threeRuns(): string {
  const at = folder("runs-");
  const runs = join(at, "runs");
  put(join(runs, "grokked", "metrics.csv"), HEADER + lines(0, 140));
  put(join(runs, "memorised", "metrics.csv"), HEADER + lines(0, 40));
  putCheckpoints(join(runs, "tiny"), 0);
  return at;
}

/** The command `explore` on the runs of a folder, until the test is over; resolves once the address is printed. */
export async function exploring(at: string) {
  const { child, ended } = start(["explore", "runs", "--no-open", "--every", "0.1"], { cwd: at });
  onTestFinished(async () => {
    child.kill("SIGKILL");
    await ended;
  });
  const address = await Promise.race([
    new Promise<string>((resolve) => child.stdout.once("data", (chunk: Buffer) => resolve(String(chunk).trim()))),
    ended.then(({ err }) => Promise.reject(new Error(`ended before it had an address: ${err}`))),
  ]);
  const url = new URL(address);
  return { child, ended, address, port: Number(url.port), token: url.searchParams.get("token") ?? "" };
}

/** What the server answers to exactly these bytes of an address: no client puts it right before. */
export function asked(
  port: number,
  path: string,
  { method = "GET", headers = {} }: { method?: string; headers?: Record<string, string> } = {},
): Promise<{ readonly status: number; readonly text: string; readonly headers: NodeJS.Dict<string | string[]> }> {
  return new Promise((resolve, reject) => {
    const one = request({ host: "127.0.0.1", port, path, method, headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      const done = () =>
        resolve({
          status: response.statusCode ?? 0,
          text: Buffer.concat(chunks).toString(),
          headers: response.headers,
        });
      response.on("data", (chunk: Buffer) => {
        chunks.push(chunk);
        // News never end.
        if (response.headers["content-type"] === "text/event-stream") {
          one.destroy();
          done();
        }
      });
      response.on("end", done);
    });
    one.on("error", reject);
    one.end();
  });
}
