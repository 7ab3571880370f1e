import { symlinkSync } from "node:fs";
import { connect } from "node:net";
import { networkInterfaces } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { PATIENCE, printed } from "../cli/_cli.ts";
import { HEADER, lines } from "../monitoring/_watching.ts";
import { asked, exploring, put, threeRuns } from "./_exploring.ts";

/** The cards as the page hears of them first, once all are read. */
async function cards(port: number, headers: Record<string, string>) {
  for (;;) {
    const { text } = await asked(port, "/events", { headers });
    const { complete, cards } = JSON.parse(text.slice("data: ".length, text.indexOf("\n\n")));
    if (complete) return cards as { id: string; reading: string; problem: string | null; curves: unknown }[];
  }
}

test("only the page itself is answered, and nothing from outside of the folder", async () => {
  const at = threeRuns();
  put(join(at, "secret", "metrics.csv"), `${HEADER}0,0.123456,5,0,0\n${lines(1, 30)}`);
  put(join(at, "runs-elsewhere", "metrics.csv"), HEADER + lines(0, 30));
  symlinkSync(join(at, "secret"), join(at, "runs", "linked"));
  put(join(at, "runs", "half", "config.json"), "{}");
  symlinkSync(join(at, "secret", "metrics.csv"), join(at, "runs", "half", "metrics.csv"));
  await printed(["analyze", "secret", "--out", "results"], { cwd: at });
  symlinkSync(join(at, "results"), join(at, "runs", "memorised-analysis"));
  const { port, token } = await exploring(at);
  const cookie = { cookie: `grok-analyze-${port}=${token}` };
  const status = async (path: string, options: Parameters<typeof asked>[2] = {}) =>
    (await asked(port, path, options)).status;

  // With the token in its address or in its cookie the page is there, and the cookie goes to no other site.
  const page = await asked(port, `/?token=${token}`);
  expect(page.status).toBe(200);
  expect(page.headers["set-cookie"]).toEqual([`grok-analyze-${port}=${token}; HttpOnly; SameSite=Strict; Path=/`]);
  expect(page.headers["content-security-policy"]).toContain("connect-src 'self'");
  expect(page.headers["content-security-policy"]).toContain("frame-ancestors 'none'");
  expect(await status("/", { headers: cookie })).toBe(200);

  // No token, a wrong one, one that is as long, one where none belongs.
  for (const path of [
    "/",
    "/events",
    "/report?run=grokked",
    "/?token=",
    `/?token=${token.slice(1)}`,
    `/?token=${"x".repeat(token.length)}`,
  ])
    expect([path, await status(path)]).toEqual([path, 403]);
  expect(await status(`/events?token=${token}`)).toBe(403);
  expect(await status("/", { headers: { cookie: `grok-analyze-1=${token}` } })).toBe(403);
  expect(await status("/analyse?run=tiny", { method: "POST" })).toBe(403);

  // A name that somebody points at this machine, as in DNS rebinding.
  for (const host of [
    "evil.example",
    `evil.example:${port}`,
    "127.0.0.1",
    "127.0.0.1:1",
    `127.0.0.1:${port}.evil.example`,
    `0.0.0.0:${port}`,
  ])
    expect([host, await status(`/?token=${token}`, { headers: { ...cookie, host } })]).toEqual([host, 403]);
  expect(await status("/", { headers: { ...cookie, host: `localhost:${port}` } })).toBe(200);

  // Another page in the same browser.
  for (const origin of ["http://evil.example", "null", "http://127.0.0.1:1", `https://127.0.0.1:${port}`, "file://"])
    for (const [path, method] of [
      ["/events", "GET"],
      ["/analyse?run=tiny", "POST"],
    ] as const)
      expect([origin, path, await status(path, { method, headers: { ...cookie, origin } })]).toEqual([
        origin,
        path,
        403,
      ]);
  for (const site of ["cross-site", "same-site"])
    expect(await status("/report?run=grokked", { headers: { ...cookie, "sec-fetch-site": site } })).toBe(403);

  // Only GET, but for what changes something, which is asked with POST alone.
  for (const method of ["POST", "PUT", "DELETE", "OPTIONS", "HEAD", "PATCH"])
    expect([method, await status("/", { method, headers: cookie })]).toEqual([method, 405]);
  for (const path of ["/analyse?run=tiny", "/cancel?run=tiny"])
    expect(await status(path, { headers: cookie })).toBe(405);

  // No path is looked up on the disk, however it is written.
  const ways = [
    "..",
    "%2e%2e",
    "%2E%2e",
    "..%2f..",
    "%2e%2e%2f%2e%2e",
    "..%5c..",
    "%252e%252e",
    ".%00.",
    "runs/grokked",
  ];
  for (const way of ways)
    for (const path of [`/${way}/secret/metrics.csv`, `//${way}/secret/metrics.csv`, `/report/${way}/secret`])
      expect([path, await status(path, { headers: cookie })]).toEqual([path, 404]);
  for (const way of [...ways, "../secret", "grokked/../../secret", join(at, "secret"), "linked", "half", ""]) {
    const { status, text } = await asked(port, `/report?run=${encodeURIComponent(way)}`, { headers: cookie });
    expect([way, status]).toEqual([way, 422]);
    expect(text).not.toContain("0.123456");
  }
  expect(await status("/analyse?run=..%2Fsecret", { method: "POST", headers: cookie })).toBe(404);
  expect(await status("/analyse?run=linked", { method: "POST", headers: cookie })).toBe(404);

  // What a link brings in from outside is named, and nothing that it holds is.
  const all = await cards(port, cookie);
  expect(all.map(({ id }) => id).sort()).toEqual(["grokked", "half", "linked", "memorised", "tiny"]);
  for (const id of ["half", "linked"]) {
    const card = all.find((one) => one.id === id);
    expect(card).toMatchObject({ reading: "unreadable", curves: null });
    expect(card?.problem).toMatch(/leads out of the folder/);
  }
  expect(JSON.stringify(all)).not.toContain("0.1235");
  expect(all.find(({ id }) => id === "memorised")).toMatchObject({ reading: "read", analysed: null });

  // A report has no origin, and so no way back to the server.
  const report = await asked(port, "/report?run=grokked", { headers: cookie });
  expect(report.status).toBe(200);
  expect(report.headers["content-security-policy"]).toMatch(/sandbox allow-scripts(?!.*allow-same-origin)/);

  // Other machines find nothing that listens.
  const outside = Object.values(networkInterfaces())
    .flatMap((all) => all ?? [])
    .filter(({ internal, family }) => !internal && family === "IPv4");
  for (const { address } of outside) expect(await raw(port, "GET / HTTP/1.1\r\n\r\n", address)).toBe("ECONNREFUSED");

  // What is no HTTP ends in an error, and the server goes on.
  const [garbage] = await Promise.all([
    raw(port, "GET http://[ HTTP/1.1\r\nHost: x\r\n\r\n"),
    raw(port, "\u0000\u0001\r\n\r\n"),
  ]);
  expect(garbage).toMatch(/^HTTP\/1\.1 4/);
  expect(await raw(port, `GET /?token=${token} HTTP/1.1\r\n\r\n`)).toMatch(/^HTTP\/1\.1 4/);
  expect(await status("/", { headers: cookie })).toBe(200);
});

test("an analysis that is cancelled before it has begun has not failed", async () => {
  const { port, token } = await exploring(threeRuns());
  const headers = { cookie: `grok-analyze-${port}=${token}` };
  const tiny = async () => (await cards(port, headers)).find(({ id }) => id === "tiny");
  await tiny();
  for (const path of ["/analyse?run=tiny", "/cancel?run=tiny"])
    expect((await asked(port, path, { method: "POST", headers })).status).toBe(202);
  await expect.poll(tiny, { timeout: PATIENCE }).toMatchObject({ analysis: null, problem: null, analysed: null });
});

/** What the server answers to these bytes; why it does not. */
function raw(port: number, bytes: string, host = "127.0.0.1"): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, host, () => socket.write(bytes));
    let text = "";
    socket.on("data", (chunk) => {
      text += chunk;
      socket.end();
    });
    socket.on("error", ({ code }: NodeJS.ErrnoException) => resolve(text || String(code)));
    socket.on("close", () => resolve(text));
  });
}
