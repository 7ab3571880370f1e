import { spawn } from "node:child_process";
import { setTimeout } from "node:timers/promises";
import { UsageError } from "../errors.ts";
import type { EventOf } from "./events.ts";

/** What is done when an alert is told for the first time. */
export interface Notices {
  /** A command for the shell: the alert is in its environment, never in its text. */
  readonly exec?: string;
  /** Where the alert is sent to, as JSON. */
  readonly webhook?: string;
}

type AlertEvent = EventOf<"alert">;

/** Milliseconds between the times that sending is tried; and for how long each may take. */
const RETRIES: readonly number[] = [500, 1000, 2000];
const PATIENCE = 10_000;
/** Of what a command complains so many letters are kept. */
const MOST_SAID = 400;

/** Throws a UsageError where a webhook is no address of the web. */
export function checkedNotices({ webhook }: Notices): void {
  if (webhook === undefined) return;
  const { protocol } = URL.canParse(webhook) ? new URL(webhook) : { protocol: "" };
  if (protocol !== "http:" && protocol !== "https:")
    throw new UsageError("--webhook", `"${webhook}" is no address`, "give one that begins with https:// or http://");
}

/** Tells whoever is to be told; returns what did not work, and never throws. */
export async function notified(
  event: AlertEvent,
  { exec, webhook }: Notices,
  signal: AbortSignal,
): Promise<readonly EventOf<"problem">[]> {
  const { run, series } = event;
  const done = [
    exec === undefined ? undefined : { problem: "command" as const, file: exec, said: executed(exec, event, signal) },
    webhook === undefined
      ? undefined
      : { problem: "webhook" as const, file: webhook, said: posted(webhook, event, signal) },
  ];
  const problems: EventOf<"problem">[] = [];
  for (const one of done) {
    const detail = await one?.said;
    if (one && detail !== undefined)
      problems.push({ kind: "problem", run, series, problem: one.problem, file: one.file, detail });
  }
  return problems;
}

/** What an alert tells, for a program. */
export function alertJson({ run, series, alert }: AlertEvent): string {
  return JSON.stringify({ event: alert.alert, run, series, epoch: alert.epoch, evidence: alert });
}

/** Runs a command; what went wrong, or undefined. */
function executed(command: string, { run, alert }: AlertEvent, signal: AbortSignal): Promise<string | undefined> {
  return new Promise((done) => {
    let said = "";
    const child = spawn(command, {
      shell: true,
      stdio: ["ignore", "ignore", "pipe"],
      env: {
        ...process.env,
        GROK_EVENT: alert.alert,
        GROK_RUN: run,
        GROK_EPOCH: String(alert.epoch),
        GROK_EVIDENCE: JSON.stringify(alert),
      },
    });
    child.stderr?.on("data", (chunk: Buffer) => {
      said = (said + chunk.toString()).slice(-MOST_SAID);
    });
    // Whose time is over is left to end by itself.
    signal.addEventListener("abort", () => {
      child.unref();
      child.stderr?.destroy();
      done(undefined);
    });
    child.on("error", (error) => done(error.message));
    child.on("close", (code, killed) => {
      const words = said.trim().split("\n").at(-1);
      const how = code === null ? `was ended by ${killed}` : `ended with ${code}`;
      done(code === 0 ? undefined : words ? `${how}: ${words}` : how);
    });
  });
}

/** Sends an alert; what went wrong the last time, or undefined. */
async function posted(address: string, event: AlertEvent, signal: AbortSignal): Promise<string | undefined> {
  let failure: string | undefined;
  for (const pause of [0, ...RETRIES]) {
    if (signal.aborted) return failure;
    await setTimeout(pause, undefined, { signal }).catch(() => {});
    failure = await sent(address, alertJson(event), signal);
    if (failure === undefined) return undefined;
  }
  return `${failure}, ${RETRIES.length + 1} times`;
}

async function sent(address: string, body: string, signal: AbortSignal): Promise<string | undefined> {
  try {
    const headers = { "content-type": "application/json" };
    const limit = AbortSignal.any([signal, AbortSignal.timeout(PATIENCE)]);
    const response = await fetch(address, { method: "POST", headers, body, signal: limit });
    await response.body?.cancel();
    return response.ok ? undefined : `answered ${response.status}`;
  } catch (error) {
    const { cause, message } = error as Error;
    return cause instanceof Error ? cause.message || message : message;
  }
}
