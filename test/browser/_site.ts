import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { unzipSync } from "fflate";

/** The analyzers that tests ask for: few, as a browser is slow to start as it is. The last is asked when the others have answered. */
export const ONLY = "losses,fourier,phases,input-maps";

/** The site in a folder of its own, served from this machine. */
export interface Site {
  readonly url: string;
  /** What the command line writes of the same run with the same analyzers, by name. */
  readonly expected: ReadonlyMap<string, string>;
  readonly close: () => Promise<void>;
}

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".json": "application/json",
  ".wasm": "application/wasm",
};

/** Builds the site, whose example are the results of `run`, and serves it. */
export async function servedSite(run: string): Promise<Site> {
  const folder = mkdtempSync(join(tmpdir(), "site-"));
  const [site, results] = [join(folder, "out"), join(folder, "results")];
  const node = (...args: readonly string[]) => execFileSync(process.execPath, args, { stdio: "pipe" });
  node("dist/cli/main.js", "analyze", run, "--only", ONLY, "--backend", "wasm", "--out", results);
  node("site/build.js", site, results);
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? "", "http://x").pathname;
    const file = join(site, path.endsWith("/") ? `${path}index.html` : path);
    try {
      const content = readFileSync(file);
      response.writeHead(200, { "content-type": TYPES[extname(file)] ?? "text/plain" }).end(content);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    expected: new Map(
      readdirSync(results)
        .filter((name) => name !== "cache")
        .map((name) => [name, readFileSync(join(results, name), "utf8")]),
    ),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The files of an archive by name, in whatever folder of it they are. */
export function filesOf(zip: Uint8Array): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(unzipSync(zip)).map(([path, bytes]) => [
      path.slice(path.lastIndexOf("/") + 1),
      Buffer.from(bytes).toString(),
    ]),
  );
}

/** In the page: presses the button that hands over the results, and takes them. */
export const DOWNLOADED = `new Promise((resolve) => {
  const made = URL.createObjectURL;
  URL.createObjectURL = (blob) => {
    if (blob.type === "application/zip") {
      const reader = new FileReader();
      reader.onload = () => resolve(reader.result.slice(reader.result.indexOf(",") + 1));
      reader.readAsDataURL(blob);
    }
    return made.call(URL, blob);
  };
  [...document.querySelectorAll(".tools button")].find((one) => one.textContent === "Download results").click();
})`;

/** What a report that is shown already has beside it when the slow analyzers have answered too. */
export const ENDED = "Show what is new";

/** In the page: whether they have. */
export const ANALYSED = `[...document.querySelectorAll(".tools button")].some((one) => one.textContent === "${ENDED}" && !one.hidden)`;
