import { randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { basename, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { Tinypool } from "tinypool";
import { GrokError, UsageError } from "../errors.ts";
import { asset } from "../node/assets.ts";
import type { RunCard } from "../page/explorer/run-card.ts";
import type { ServedNews } from "../page/explorer/served-source.ts";
import { escaped } from "../report/_page-text.ts";
import { analyses } from "./_analyses.ts";
import { followed } from "./_followed.ts";
import { cookieName, refusal } from "./_gate.ts";
import type { ReportAsked } from "./_report-worker.ts";
import { explorerHtml } from "./explorer-html.ts";
import type { FollowSettings } from "./follow-runs.ts";

export interface ServeSettings extends FollowSettings {
  /** 0 for any that is free. */
  readonly port: number;
}

/** A page of the runs of a folder that this machine alone can open. */
export interface Served {
  /** Where it is, with the token that lets in. */
  readonly address: string;
  /** Rejects where the folder can be followed no more. */
  readonly failed: Promise<never>;
  readonly close: () => Promise<void>;
}

const LOOPBACK = "127.0.0.1";
/** Bytes of the token. */
const TOKEN = 24;
/** Milliseconds between signs of life on a connection that has no news. */
const BEAT = 15_000;
/** Milliseconds for which the thread that makes reports is kept without work. */
const IDLE = 60_000;

/** What the page may load: from here alone. Its script and styles are in it. */
const POLICY =
  "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:; connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
/** A report is of no origin: its scripts cannot ask the server for anything. */
const REPORT_POLICY =
  "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:; font-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox allow-scripts allow-downloads allow-modals allow-popups";

/** Starts to serve the runs of a folder. Throws a UsageError where the port is taken. */
export async function serve({ port: asked, ...settings }: ServeSettings): Promise<Served> {
  const token = randomBytes(TOKEN).toString("base64url");
  const title = basename(resolve(settings.folder));
  const listeners = new Set<ServerResponse>();
  const send = (to: ServerResponse, news: ServedNews) => to.write(`data: ${JSON.stringify(news)}\n\n`);
  const tell = (news: ServedNews) => {
    const own = news.cards ? { ...news, cards: news.cards.map(withAnalysis) } : news;
    for (const listener of listeners) send(listener, own);
  };
  const withAnalysis = (card: RunCard): RunCard => ({
    ...card,
    analysis: work.of(card.id),
    problem: work.failure(card.id) ?? card.problem,
  });
  const runs = followed(settings, tell);
  const work = analyses(settings.reading, (id) => {
    const card = runs.card(id);
    if (card) tell({ cards: [card] });
  });
  const reports = new Tinypool({
    filename: fileURLToPath(new URL("./_report-worker.js", import.meta.url)),
    execArgv: [],
    minThreads: 0,
    maxThreads: 1,
    idleTimeout: IDLE,
  });
  const html = explorerHtml(title, asset("explorer"));

  const report = async (ids: readonly string[]): Promise<string> => {
    const places = ids.map((id) => {
      const [place, card] = [runs.place(id), runs.card(id)];
      if (!place || !card) throw new GrokError(id, "is no run that is listed", "go back to the list");
      return { ...place, name: card.name };
    });
    if (places.length === 0) throw new GrokError("report", "no run was named", "go back to the list");
    return (await reports.run({ runs: places, reading: settings.reading } satisfies ReportAsked)) as string;
  };

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("Referrer-Policy", "no-referrer");
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
    const url = addressOf(request);
    const refused = url
      ? refusal({ method: request.method, url, headers: request.headers }, { port, token })
      : { status: 400 as const, reason: "this is no address" };
    if (refused || !url) return say(response, refused?.status ?? 400, refused?.reason ?? "");
    const ids = url.searchParams.getAll("run");
    switch (url.pathname) {
      case "/":
        response.setHeader("Content-Security-Policy", POLICY);
        response.setHeader("Set-Cookie", `${cookieName(port)}=${token}; HttpOnly; SameSite=Strict; Path=/`);
        return sayHtml(response, 200, html);
      case "/events":
        response.writeHead(200, { "Content-Type": "text/event-stream" });
        send(response, { title, complete: runs.complete(), cards: runs.cards().map(withAnalysis) });
        listeners.add(response);
        response.on("close", () => listeners.delete(response));
        return;
      case "/report": {
        response.setHeader("Content-Security-Policy", REPORT_POLICY);
        try {
          return sayHtml(response, 200, await report(ids));
        } catch (error) {
          return sayHtml(response, 422, troubleHtml(error instanceof Error ? error.message : String(error)));
        }
      }
      case "/analyse":
      case "/cancel": {
        const [id = ""] = ids;
        const place = runs.place(id);
        if (!place) return say(response, 404, "this run is not listed");
        if (url.pathname === "/analyse") work.begin(id, place);
        else work.cancel(id);
        return say(response, 202, "");
      }
      default:
        return say(response, 404, "there is nothing here");
    }
  };

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => say(response, 500, String(error)));
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(asked, LOOPBACK, resolve);
  }).catch(async (error: NodeJS.ErrnoException) => {
    await runs.close();
    throw new UsageError("--port", `${asked} cannot be had: ${error.code}`, "give another, or none");
  });
  const { port } = server.address() as AddressInfo;
  const beat = setInterval(() => {
    for (const listener of listeners) listener.write(": still here\n\n");
  }, BEAT);
  return {
    address: `http://${LOOPBACK}:${port}/?token=${token}`,
    failed: runs.failed,
    close: async () => {
      clearInterval(beat);
      server.close();
      server.closeAllConnections();
      await Promise.all([runs.close(), work.close(), reports.destroy()]);
    },
  };
}

/** The address that is asked for; undefined where it is none. Dots in it lead nowhere: no path is looked up on the disk. */
function addressOf({ url = "" }: IncomingMessage): URL | undefined {
  return url.startsWith("/") && URL.canParse(`http://${LOOPBACK}${url}`)
    ? new URL(`http://${LOOPBACK}${url}`)
    : undefined;
}

function say(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { "Content-Type": "text/plain; charset=utf-8" });
  response.end(text);
}

function sayHtml(response: ServerResponse, status: number, html: string): void {
  response.writeHead(status, { "Content-Type": "text/html; charset=utf-8" });
  response.end(html);
}

function troubleHtml(text: string): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="color-scheme" content="light dark"><title>no report</title><body style="font:16px/1.5 system-ui,sans-serif;padding:24px;max-width:60rem"><p role="alert">${escaped(text)}</p></body></html>`;
}
