import { LOOKS } from "../figures/_looks.ts";
import { host } from "../host/host.ts";
import type { Comparison } from "./_comparison.ts";
import { comparisonHtml } from "./_comparison-parts.ts";
import { comparisonStyle } from "./_comparison-style.ts";
import { ALONE, documentHtml } from "./_document.ts";
import { embedded, packed } from "./_pack.ts";
import { pageStyle } from "./_page-style.ts";

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
  const colours = (theme: "screen" | "dark") => ({ ground: LOOKS[theme].ground, frequencies: new Map(), phases: [] });
  return documentHtml({
    title: comparison.title,
    policy: ALONE,
    reload,
    style: `${pageStyle(colours("screen"), colours("dark"))}\n${comparisonStyle()}`,
    body: `${comparisonHtml(comparison)}
<script type="text/plain" id="data">${data}</script>
<script type="text/plain" id="tables">${tables}</script>`,
    script: await host().asset("comparison"),
  });
}
