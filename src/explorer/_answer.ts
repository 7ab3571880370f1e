import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { GrokError } from "../errors.ts";
import { REPORT_SANDBOX } from "../page/explorer/report-sandbox.ts";
import { ALONE } from "../report/_document.ts";
import { escaped } from "../report/_page-text.ts";
import { cookieName, type Door, refusal } from "./_gate.ts";
import type { LiveRuns } from "./_live-runs.ts";
import { explorerHtml } from "./explorer-html.ts";

/** What the page may load: from here alone, but for its own script and styles, which are in it and bear this mark. */
const policyOf = (nonce: string) =>
  `default-src 'none'; script-src 'nonce-${nonce}'; style-src 'nonce-${nonce}'; connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;
/** A report is of no origin: its scripts can ask this server for nothing. */
const REPORT = `${ALONE}; frame-ancestors 'self'; sandbox ${REPORT_SANDBOX}`;
/** Of everything that is answered. */
const HEADERS = {
  "Cache-Control": "no-store",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
};
/** Bytes of that mark. */
const NONCE = 16;
/** Milliseconds between signs of life where there is no news. */
const BEAT = 15_000;

/** Answers a request for the page, the news, a report, or an analysis. No part of an address is looked up on the disk. */
export async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { door, script, runs }: { readonly door: Door; readonly script: string; readonly runs: LiveRuns },
): Promise<void> {
  const say = (status: number, text: string, type = "text/plain", headers: Readonly<Record<string, string>> = {}) => {
    response.writeHead(status, { ...HEADERS, ...headers, "Content-Type": `${type}; charset=utf-8` });
    response.end(text);
  };
  const url = addressOf(request);
  if (!url) return say(400, "this is no address");
  const refused = refusal({ method: request.method, url, headers: request.headers }, door);
  if (refused) return say(refused.status, refused.reason);
  const ids = url.searchParams.getAll("run");
  switch (url.pathname) {
    case "/": {
      const nonce = randomBytes(NONCE).toString("base64");
      return say(200, explorerHtml({ title: runs.title, script, nonce }), "text/html", {
        "Content-Security-Policy": policyOf(nonce),
        "Set-Cookie": `${cookieName(door.port)}=${door.token}; HttpOnly; SameSite=Strict; Path=/`,
      });
    }
    case "/events":
      return news(response, runs);
    case "/report": {
      const made = await orReason(() => runs.report(ids));
      const [status, text] = typeof made === "string" ? [200, made] : [422, troubleHtml(made.message)];
      return say(status, text, "text/html", { "Content-Security-Policy": REPORT });
    }
    case "/analyse":
    case "/cancel": {
      const [id = ""] = ids;
      const done = await orReason(() => (url.pathname === "/analyse" ? runs.analyse(id) : runs.cancel(id)));
      return done instanceof GrokError ? say(404, done.message) : say(202, "");
    }
    default:
      return say(404, "there is nothing here");
  }
}

/** The address that is asked for; undefined where it is none. */
function addressOf({ url = "" }: IncomingMessage): URL | undefined {
  const whole = `http://127.0.0.1${url}`;
  return url.startsWith("/") && URL.canParse(whole) ? new URL(whole) : undefined;
}

/** All that is known, then what is new, until whoever asked has gone. */
function news(response: ServerResponse, runs: LiveRuns): void {
  response.writeHead(200, { ...HEADERS, "Content-Type": "text/event-stream" });
  const end = runs.subscribe((told) => response.write(`data: ${JSON.stringify(told)}\n\n`));
  const beat = setInterval(() => response.write(": still here\n\n"), BEAT);
  response.on("close", () => {
    clearInterval(beat);
    end();
  });
}

/** What is made, or why it cannot be: a thread's errors come without their class. */
async function orReason<T>(make: () => T | Promise<T>): Promise<T | GrokError> {
  try {
    return await make();
  } catch (error) {
    return error instanceof GrokError ? error : new GrokError("report", String((error as Error)?.message ?? error));
  }
}

function troubleHtml(text: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="color-scheme" content="light dark"><title>No report</title></head><body style="font:16px/1.5 system-ui,sans-serif;padding:24px;max-width:60rem"><p role="alert">${escaped(text)}</p></body></html>`;
}
