import { timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";

/** What a request says of itself, before anything is done for it. */
export interface Asked {
  readonly method: string | undefined;
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
}

/** Who is let in. */
export interface Door {
  readonly port: number;
  readonly token: string;
}

/** Why a request is refused. */
export interface Refusal {
  readonly status: 400 | 403 | 405;
  readonly reason: string;
}

/** The addresses to which POST may be sent. */
const POSTED = ["/analyse", "/cancel"];

/** The cookie's name: cookies are of a host, not of a port, and several explorers may run. */
export function cookieName(port: number): string {
  return `grok-analyze-${port}`;
}

/**
 * Why a request is refused; undefined where it may be answered. Only the page itself, of this server and in a browser that
 * was given the address with the token, gets through: a name that another site has pointed at this machine is not this
 * host, a form or script of another site has another origin, and a stranger on this machine has no token.
 */
export function refusal({ method, url, headers }: Asked, { port, token }: Door): Refusal | undefined {
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`];
  const { host, origin, "sec-fetch-site": site } = headers;
  if (host === undefined || !hosts.includes(host)) return { status: 403, reason: "this host is not served" };
  if (origin !== undefined && origin !== `http://${host}`) return { status: 403, reason: "no other page is answered" };
  if (site === "cross-site" || site === "same-site") {
    // The address that is opened from elsewhere, as from a terminal in a browser, is no danger: it has the token.
    if (url.pathname !== "/" || method !== "GET") return { status: 403, reason: "no other page is answered" };
  }
  if (method !== "GET" && method !== "POST") return { status: 405, reason: "GET alone is answered" };
  if (method === "POST" && !POSTED.includes(url.pathname)) return { status: 405, reason: "GET alone is answered" };
  if (method === "GET" && POSTED.includes(url.pathname)) return { status: 405, reason: "POST alone is answered here" };
  const given = [
    cookies(headers.cookie).get(cookieName(port)),
    url.pathname === "/" ? url.searchParams.get("token") : null,
  ];
  if (!given.some((one) => one != null && isSame(one, token)))
    return { status: 403, reason: "the address lacks its token: open the one that grok-analyze explore printed" };
  return undefined;
}

function cookies(header: string | undefined): ReadonlyMap<string, string> {
  const pairs = (header ?? "").split(";").map((pair) => pair.trim().split("=", 2));
  return new Map(pairs.map(([name = "", value = ""]) => [name, value]));
}

/** Whether two texts are the same, in a time that does not tell how far they are. */
function isSame(a: string, b: string): boolean {
  const [x, y] = [Buffer.from(a), Buffer.from(b)];
  return x.length === y.length && timingSafeEqual(x, y);
}
