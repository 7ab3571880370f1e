import { readFileSync } from "node:fs";

/** The bundles that the build joins from the modules of `src/page`: a report's code, and that of the list of runs. */
const BUNDLES = { report: "../page.js", explorer: "../explorer-page.js" } as const;

/** A page's code as one script. */
export function pageScript(of: keyof typeof BUNDLES = "report"): string {
  return readFileSync(new URL(BUNDLES[of], import.meta.url), "utf8").trim();
}
