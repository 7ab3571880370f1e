import "../node/start.ts";

import { parentPort, workerData } from "node:worker_threads";
import { GrokError } from "../errors.ts";
import { type FollowNews, type FollowSettings, followRuns } from "./follow-runs.ts";

/** What the thread says: news, or why it can follow no more. */
export type FollowMessage = FollowNews | { readonly error: string };

// Reading is synchronous: in a thread of its own it keeps no request waiting.
followRuns(workerData as FollowSettings, (news) => parentPort?.postMessage(news), new AbortController().signal).catch(
  (error: unknown) => {
    if (!(error instanceof GrokError)) throw error;
    parentPort?.postMessage({ error: error.message });
  },
);
