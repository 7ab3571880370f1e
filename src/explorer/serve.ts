import { randomBytes } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { UsageError } from "../errors.ts";
import { asset } from "../node/assets.ts";
import { answer } from "./_answer.ts";
import { liveRuns } from "./_live-runs.ts";
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
  /** Ends all; what analyses have done is written before. */
  readonly close: () => Promise<void>;
}

const LOOPBACK = "127.0.0.1";
/** Bytes of the token. */
const TOKEN = 24;

/** Starts to serve the runs of a folder. Throws a UsageError where the port cannot be had. */
export async function serve({ port: asked, ...settings }: ServeSettings): Promise<Served> {
  const token = randomBytes(TOKEN).toString("base64url");
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(asked, LOOPBACK, resolve);
  }).catch(({ code }: NodeJS.ErrnoException) => {
    throw new UsageError("--port", `${asked} cannot be had: ${code}`, "give another, or none");
  });
  const { port } = server.address() as AddressInfo;
  const runs = liveRuns(settings);
  const served = { door: { port, token }, html: explorerHtml(runs.title, asset("explorer")), runs };
  server.on("request", (request, response) => {
    answer(request, response, served).catch((error: unknown) => response.destroy(error as Error));
  });
  return {
    address: `http://${LOOPBACK}:${port}/?token=${token}`,
    failed: runs.failed,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await runs.close();
    },
  };
}
