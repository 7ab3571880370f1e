import { host } from "../host/host.ts";
import type { PageData, PageTheme } from "../page/page-data.ts";
import { embedded, packed } from "./_pack.ts";
import { bodyHtml } from "./_page-body.ts";
import { frequencyColours, panelData, phaseColours } from "./_page-figures.ts";
import { pageStyle } from "./_page-style.ts";
import { escaped } from "./_page-text.ts";
import type { PageContents } from "./_panel.ts";

/** Nothing is fetched, nothing is sent: the page's own scripts, styles and pictures are all there is. */
const POLICY =
  "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:; font-src data:; base-uri 'none'; form-action 'none'";

/**
 * A report as the text of one HTML file that opens offline. Its words are plain HTML; plots, their numbers and the tables
 * are gzipped within it. The same contents give the same text. Where `reload` is given, it reloads itself after so many seconds.
 */
export async function page(contents: PageContents, reload?: number): Promise<string> {
  const panels = [...contents.panels, ...contents.sections.flatMap((section) => section.panels)];
  const { epochs, keys } = contents;
  const data: PageData = { epochs, keys, panels: panels.map((panel) => panelData(panel, keys)) };
  const tables = Object.fromEntries(panels.map(({ table }) => [table.name, table.csv]));
  const [numbers, texts, plotly] = await Promise.all([
    embedded(packed(data)),
    embedded(JSON.stringify(tables)),
    embedded(await host().asset("plotly")),
  ]);
  const colours = (theme: PageTheme) => ({
    ground: String(data.panels[0]?.drawings[theme].wide.layout.paper_bgcolor ?? GROUNDS[theme]),
    frequencies: frequencyColours(data.panels, theme),
    phases: phaseColours(contents.phases, theme),
  });
  return `<!doctype html>
<html lang="en"${contents.compact ? ' class="compact"' : ""}>
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">${reload === undefined ? "" : `\n<meta http-equiv="refresh" content="${reload}">`}
<title>${escaped(contents.title)}</title>
<style>
${pageStyle(colours("screen"), colours("dark"))}
</style>
<script>document.documentElement.classList.add("js")</script>
</head>
<body>
${bodyHtml(contents)}
<script type="text/plain" id="data">${numbers}</script>
<script type="text/plain" id="tables">${texts}</script>
<script type="text/plain" id="plotly">${plotly}</script>
<script>
${await host().asset("report")}
</script>
</body>
</html>
`;
}

/** Where no figure says what it is drawn on. */
const GROUNDS: Readonly<Record<PageTheme, string>> = { screen: "#ffffff", dark: "#15191e" };
