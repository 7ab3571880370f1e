import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { onTestFinished } from "vitest";
import { start } from "../cli/_cli.ts";

/** A folder with a space and a quote in its name, that lives as long as the test. */
export function folder(name = "it's a run-"): string {
  const path = mkdtempSync(join(tmpdir(), name));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** An event as the command prints it. */
export interface Printed {
  readonly kind: string;
  readonly [name: string]: any;
}

/** The command `watch` as a process that runs until the test is over, and what it has printed. */
export function watching(paths: readonly string[], args: readonly string[], cwd: string, env: NodeJS.ProcessEnv = {}) {
  const { child, ended } = start(["watch", ...paths, "--json", "--every", "0.1", ...args], {
    cwd,
    env: { ...process.env, ...env },
  });
  const events: Printed[] = [];
  let rest = "";
  child.stdout.on("data", (chunk: Buffer) => {
    const lines = (rest + chunk.toString()).split("\n");
    rest = lines.pop() ?? "";
    events.push(...lines.map((line) => JSON.parse(line) as Printed));
  });
  onTestFinished(async () => {
    child.kill("SIGTERM");
    await ended;
  });
  return {
    child,
    ended,
    events,
    /** Waits for the first event, after the first `from`, that fits. */
    seen: async (fits: (event: Printed) => boolean, from = 0): Promise<Printed> => {
      let over = false;
      void ended.then(() => {
        over = true;
      });
      for (;;) {
        const found = events.slice(from).find(fits);
        if (found) return found;
        if (over && !events.slice(from).find(fits)) throw new Error(`ended without it: ${(await ended).err}`);
        await setTimeout(20);
      }
    },
  };
}

export const isRow = (epoch: number) => (event: Printed) => event.kind === "row" && event.row.epoch >= epoch;
export const isAlert = (name: string) => (event: Printed) => event.kind === "alert" && event.alert.alert === name;
export const isProblem = (name: string) => (event: Printed) => event.kind === "problem" && event.problem === name;

/** Rows of a run that memorises at epoch 20 and groks at about 100: epoch, train and test loss, train and test accuracy. */
export function grokkingRow(epoch: number): readonly number[] {
  const train = Math.min(1, epoch / 20);
  const test = 1 / (1 + Math.exp(-(epoch - 90) / 4));
  return [epoch, 5 * (1 - train) + 1e-4, 8 * (1 - test) + 1e-3, train, test];
}

export const HEADER = "epoch,train_loss,test_loss,train_accuracy,test_accuracy\n";
export const line = (epoch: number): string => `${grokkingRow(epoch).join(",")}\n`;
export const lines = (from: number, to: number): string =>
  Array.from({ length: to - from }, (_, i) => line(from + i)).join("");
