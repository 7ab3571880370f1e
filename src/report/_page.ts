import { host } from "../host/host.ts";
import type { PageData, PageTheme } from "../page/page-data.ts";
import { embedded, packed } from "./_pack.ts";
import { frequencyColours, panelData, phaseColours } from "./_page-figures.ts";
import { overviewHtml, pairsHtml, panelsHtml, sectionHtml, sliderHtml, timelineHtml } from "./_page-parts.ts";
import { pageStyle } from "./_page-style.ts";
import { escaped, prose } from "./_page-text.ts";
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
  const listed = [...panels, ...(contents.overview ? [contents.overview] : [])];
  const tables = Object.fromEntries(listed.map(({ table }) => [table.name, table.csv]));
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
<html lang="en">
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

function bodyHtml(contents: PageContents): string {
  const { title, subtitle, verdict, overview, panels, sections, skipped, doubts, provenance } = contents;
  const listed = skipped.map(({ what, reason }) => ({ label: what, value: reason }));
  const links = sections.map((section) => `<li><a href="#${escaped(section.id)}">${prose(section.title)}</a></li>`);
  return `<header>
<div class="head"><div><h1>${prose(title)}</h1><p class="soft">${prose(subtitle)}</p></div><button type="button" id="theme" class="live">Dark</button></div>
<ul class="verdict">${verdict.map((sentence) => `<li>${prose(sentence)}</li>`).join("")}</ul>
<p id="trouble" role="alert" hidden></p>
<noscript><p class="soft">The figures need JavaScript; what they say is also in words below.</p></noscript>
${timelineHtml(contents)}
</header>
${sliderHtml(contents)}
<main>
${overview === undefined ? "" : overviewHtml(overview)}${panels.length === 0 ? "" : `<section aria-labelledby="over-training"><h2 id="over-training">Over training</h2>\n${panelsHtml(panels)}\n</section>`}
${links.length === 0 ? "" : `<nav aria-label="Analyses"><h2>Analyses</h2><ul>${links.join("")}</ul></nav>`}
${sections.map(sectionHtml).join("\n")}
</main>
<footer>
${titled("Doubts", doubts.length === 0 ? "" : `<ul>${doubts.map((doubt) => `<li>${prose(doubt)}</li>`).join("")}</ul>`)}
${titled("Not analysed", pairsHtml(listed))}
${titled("Provenance", pairsHtml(provenance))}
</footer>`;
}

function titled(title: string, html: string): string {
  return html === "" ? "" : `<section><h2>${title}</h2>${html}</section>`;
}
