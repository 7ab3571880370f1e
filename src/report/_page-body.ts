import {
  barHtml,
  contentsListHtml,
  DEFINITION,
  foldHtml,
  type Place,
  pairsHtml,
  panelHtml,
  panelsHtml,
  sectionHtml,
  TAKING,
} from "./_page-parts.ts";
import { pageTerms, termsHtml } from "./_page-terms.ts";
import { prose } from "./_page-text.ts";
import { timelineHtml } from "./_page-timeline.ts";
import type { PageContents } from "./_panel.ts";

/** So few sections are open at first: folded, they would leave nothing to see. */
const FEW = 3;

/** A part of the page that the list of contents names. */
interface Part extends Place {
  readonly html: string;
}

/** What a page shows, without its data and scripts: all that can be read of it. */
export function bodyHtml(contents: PageContents): string {
  const { title, subtitle, verdict, panels, sections, skipped, doubts, provenance } = contents;
  const compact = contents.compact === true;
  const terms = pageTerms();
  const first = terms.within();
  const lead = panels.find((panel) => panel.lead);
  const others = panels.filter((panel) => panel !== lead);
  const said = `<ul class="verdict">${verdict.map((sentence) => `<li>${first(sentence)}</li>`).join("")}</ul>
${timelineHtml(contents, first)}`;
  const parts: readonly Part[] = [
    ...part("over-training", "Over training", panelsHtml(others, terms.within()), true),
    ...sections.map((section) => ({
      id: section.id,
      title: section.title,
      html: sectionHtml(section, terms.within(), compact, compact || sections.length <= FEW),
    })),
    ...part(
      "doubts",
      "Doubts",
      doubts.length === 0 ? "" : `<ul>${doubts.map((doubt) => `<li>${prose(doubt)}</li>`).join("")}</ul>`,
      true,
    ),
    ...part(
      "not-analysed",
      "Not analysed",
      pairsHtml(skipped.map(({ what, reason }) => ({ label: what, value: reason }))),
      compact,
    ),
    ...part("provenance", "Provenance", pairsHtml(provenance), compact),
  ];
  const glossary = compact ? [] : part("glossary", "Glossary", termsHtml(terms.named()), false);
  const all = [...parts, ...glossary];
  const list = contentsListHtml(all);
  return `<header>
<div class="head"><div><h1>${prose(title)}</h1><p class="soft">${prose(subtitle)}</p></div><button type="button" id="theme" class="live">Dark</button></div>
<p id="trouble" role="alert" hidden></p>
<noscript><p class="soft">The figures need JavaScript; what they say is also in words below.</p></noscript>
</header>
${barHtml(contents, list)}
<main>
<div class="first${lead ? " led" : ""}"><div>
${said}
</div>
${lead === undefined ? "" : panelHtml(lead, terms.within())}
</div>
<div class="rest">
<nav class="contents" aria-label="Contents"><h2>Contents</h2>${list}</nav>
<div class="sections">
${all.map(({ html }) => html).join("\n")}
</div>
</div>
</main>
${TAKING}
${DEFINITION}`;
}

/** A part with such a body; none where that is empty. */
function part(id: string, title: string, body: string, open: boolean): readonly Part[] {
  return body === "" ? [] : [{ id, title, html: foldHtml(id, title, "", body, open) }];
}
