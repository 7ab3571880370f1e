import { readFileSync } from "node:fs";

/** The page's code as one script, as the build joins it from the modules of `src/page`. */
export function pageScript(): string {
  return readFileSync(new URL("../page.js", import.meta.url), "utf8").trim();
}
