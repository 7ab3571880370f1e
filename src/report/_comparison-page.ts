import { LOOKS } from "../figures/_looks.ts";
import { host } from "../host/host.ts";
import type { Comparison } from "./_comparison.ts";
import { comparisonHtml } from "./_comparison-parts.ts";
import { comparisonStyle } from "./_comparison-style.ts";
import { embedded, packed } from "./_pack.ts";
import { pageStyle } from "./_page-style.ts";
import { escaped } from "./_page-text.ts";

/** Nothing is fetched, nothing is sent: the page's own scripts and styles are all there is. */
const POLICY =
  "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:; base-uri 'none'; form-action 'none'";

/**
 * A comparison as the text of one HTML file that opens offline. Its words, its table and what became of each run are plain
 * HTML; the curves are gzipped within it, and drawn by its own script. The same comparison gives the same text. Where
 * `reload` is given, it reloads itself after so many seconds, and its address keeps what its reader looks at.
 */
export async function comparisonPage(comparison: Comparison, reload?: number): Promise<string> {
  const [data, tables] = await Promise.all([
    embedded(packed(comparison.data)),
    embedded(JSON.stringify({ "runs.csv": comparison.table.csv })),
  ]);
  const colours = (theme: "screen" | "dark") => {
    const { ground, palette } = LOOKS[theme];
    return { ground, frequencies: new Map(), phases: palette.phases };
  };
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">${reload === undefined ? "" : `\n<meta http-equiv="refresh" content="${reload}">`}
<title>${escaped(comparison.title)}</title>
<style>
${pageStyle(colours("screen"), colours("dark"))}
${comparisonStyle()}
</style>
<script>document.documentElement.classList.add("js")</script>
</head>
<body>
${comparisonHtml(comparison)}
<script type="text/plain" id="data">${data}</script>
<script type="text/plain" id="tables">${tables}</script>
<script>
${await host().asset("comparison")}
</script>
</body>
</html>
`;
}
