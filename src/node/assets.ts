import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AssetName } from "../host/host.ts";

/** The text of a script that the package brings, read each time it is asked for. */
export function asset(name: AssetName | "explorer"): string {
  return readFileSync(fileOf(name), "utf8").trim();
}

function fileOf(name: AssetName | "explorer"): string | URL {
  switch (name) {
    case "plotly":
      return createRequire(import.meta.url).resolve("plotly.js-cartesian-dist-min/plotly-cartesian.min.js");
    // As the build joins it from the modules of src/page.
    case "report":
      return new URL("../page.js", import.meta.url);
    case "comparison":
      return new URL("../comparison-page.js", import.meta.url);
    // … of the list of runs.
    case "explorer":
      return new URL("../explorer-page.js", import.meta.url);
  }
}
