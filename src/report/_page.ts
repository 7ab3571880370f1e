import { host } from "../host/host.ts";
import type { PageData, PageTheme } from "../page/page-data.ts";
import { ALONE, documentHtml } from "./_document.ts";
import { embedded, packed } from "./_pack.ts";
import { bodyHtml } from "./_page-body.ts";
import { frequencyColours, panelData, phaseColours } from "./_page-figures.ts";
import { pageStyle } from "./_page-style.ts";
import type { PageContents } from "./_panel.ts";

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
  return documentHtml({
    title: contents.title,
    policy: ALONE,
    reload,
    kind: contents.compact ? "compact" : undefined,
    style: pageStyle(colours("screen"), colours("dark")),
    body: `${bodyHtml(contents)}
<script type="text/plain" id="data">${numbers}</script>
<script type="text/plain" id="tables">${texts}</script>
<script type="text/plain" id="plotly">${plotly}</script>`,
    script: await host().asset("report"),
  });
}

/** Where no figure says what it is drawn on. */
const GROUNDS: Readonly<Record<PageTheme, string>> = { screen: "#ffffff", dark: "#15191e" };
