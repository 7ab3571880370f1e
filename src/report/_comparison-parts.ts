import type { ComparedRun } from "./_compared.ts";
import { anchorOf, type Comparison } from "./_comparison.ts";
import { pairsHtml } from "./_page-parts.ts";
import { escaped, grouped, plain, prose } from "./_page-text.ts";
import { cellOf, doubtsOf, type RunColumn } from "./_runs-table.ts";
import { VERDICT_LOOKS } from "./_verdict-looks.ts";

/** The page's body: words and table, and places for the pictures. */
export function comparisonHtml(comparison: Comparison): string {
  const { title, subtitle, verdict, runs, axis, data, skipped, doubts, provenance } = comparison;
  const listed = skipped.map(({ what, reason }) => ({ label: what, value: reason }));
  return `<header>
<div class="head"><div><h1>${prose(title)}</h1><p class="soft">${prose(subtitle)}</p></div><button type="button" id="theme" class="live">Dark</button></div>
<ul class="verdict">${verdict.map((sentence) => `<li>${prose(sentence)}</li>`).join("")}</ul>
<p id="trouble" role="alert" hidden></p>
<noscript><p class="soft">The pictures need JavaScript; what they say is also in the table and in words below.</p></noscript>
${outcomeBar(runs)}
<div id="verdicts" class="live" role="group" aria-label="Show runs of these verdicts alone"></div>
</header>
<section class="bar live" aria-label="What is shown"><div id="grouping"></div></section>
<main data-axis="${escaped(axis)}">
${tableHtml(comparison)}
${data.settings.length === 0 ? "" : settingsHtml()}
<section id="together" class="live" aria-labelledby="together-title"><h2 id="together-title">Over training</h2>
<p class="legend"></p>
<p class="caption">Thin: each run. Thick: the mean of a family, geometric on a logarithmic axis, as far as all of its runs reach. Point at a line for its run and value, click to pick it out, drag to zoom all charts, double-click to see all.</p>
<div class="charts">${data.measures.map(measureHtml).join("")}</div></section>
<section id="apart" class="live" aria-labelledby="apart-title"><h2 id="apart-title">Families over training</h2>
${panelCaption("The mean of the family's runs as far as all of them reach, shaded from the least to the largest.")}
<div id="families" class="small-panels"></div></section>
<section class="live" aria-labelledby="each-title"><h2 id="each-title">Each run over training</h2>
${panelCaption("Dotted: from when each set is learnt.")}
<div id="each" class="small-panels"></div></section>
<section aria-labelledby="words-title"><h2 id="words-title">Each run in words</h2>
${folded(runs.map((run, i) => wordsHtml(run, i, data.runs[i].address)))}
</section>
</main>
<footer>
${titled("Doubts", doubts.length === 0 ? "" : `<ul>${doubts.map((doubt) => `<li>${prose(doubt)}</li>`).join("")}</ul>`)}
${titled("Not compared", pairsHtml(listed))}
${titled("Provenance", pairsHtml(provenance))}
</footer>`;
}

function panelCaption(more: string): string {
  return `<p class="caption"><svg width="26" height="10" aria-hidden="true"><path class="train own" d="M1,5H25"/></svg> train <svg width="26" height="10" aria-hidden="true"><path class="test own" d="M1,5H25"/></svg> test. All panels have the same axes. ${more}</p>`;
}

/** What became of all runs, to scale. */
function outcomeBar(runs: readonly ComparedRun[]): string {
  const parts = VERDICT_LOOKS.map(({ name }, i) => {
    const count = runs.filter(({ phases }) => phases.verdict === name).length;
    return count === 0
      ? ""
      : `<span class="verdict-${i}" style="flex-grow:${count}" title="${plain(`${name}: ${count}`)}"></span>`;
  });
  return `<div class="outcomes" aria-hidden="true">${parts.join("")}</div>`;
}

function tableHtml({ runs, table, data }: Comparison): string {
  const head = table.columns.map(
    ({ label, name, about, numeric }) =>
      `<th scope="col"${numeric ? ' class="number"' : ""}><button type="button" data-column="${escaped(name)}" title="${plain(`${about}; sorts`)}">${prose(label)}</button></th>`,
  );
  const body = runs.map((run, i) => {
    const [first, ...others] = table.columns.map((one) => cellHtml(one, run));
    const box = `<input type="checkbox" class="live" aria-label="${plain(`Pick out ${run.name}`)}">`;
    return `<tr data-runs="${i}"><th scope="row"><span>${box}<a href="${escaped(data.runs[i].address)}">${first}</a></span></th>${others.join("")}</tr>`;
  });
  return `<section aria-labelledby="overview"><div class="titled"><h2 id="overview">The runs <output id="count" class="soft" aria-live="polite"></output></h2><button type="button" class="live" data-table="runs.csv" aria-label="Save the table: runs.csv">CSV</button></div>
<div id="filter" class="live" role="group" aria-label="Filter"></div>
<div class="overview" role="region" aria-label="Table of the runs" tabindex="0"><table id="runs"><thead><tr>${head.join("")}</tr></thead><tbody>${body.join("")}</tbody></table></div>
<p id="none" role="status" hidden>No run passes the filter.</p>
<p class="caption">${prose(table.caption)}</p>
</section>`;
}

function cellHtml(column: RunColumn, run: ComparedRun): string {
  const text = prose(cellOf(column, run));
  switch (column.name) {
    case "run":
      return text;
    case "verdict": {
      const i = VERDICT_LOOKS.findIndex(({ name }) => name === run.phases.verdict);
      return `<td><span class="tile verdict-${i}" aria-hidden="true">${VERDICT_LOOKS[i].mark}</span> ${text}</td>`;
    }
    case "doubts":
      return `<td><span class="doubts" title="${plain(cellOf(column, run))}">${text}</span></td>`;
    default:
      return column.numeric ? `<td class="number">${text}</td>` : `<td>${text}</td>`;
  }
}

function settingsHtml(): string {
  return `<div class="beside live">
<section id="outcomes" aria-labelledby="outcomes-title"><h2 id="outcomes-title">Outcomes over two settings</h2>
<div class="controls"></div>
<div class="scroller" role="region" aria-label="Grid of outcomes" tabindex="0"></div>
<p class="caption">A tile a run, which leads to it; its letter is its verdict's, its number the delay, with &gt; that which it is above.</p></section>
<section id="delay" aria-labelledby="delay-title"><h2 id="delay-title">Delay</h2>
<div class="controls"></div><p class="legend"></p>
<div class="plot"></div>
<p class="caption">● a run's delay, from when it has learnt the training set to when it has learnt the test set, each for good, as its verdict has them; lines: the geometric mean of those above 0. △ memorised, and ended before it generalised: its delay is above the mark. × one of the two is not learnt for good. <span class="note"></span></p></section>
</div>`;
}

function measureHtml({ name, title, definition }: Comparison["data"]["measures"][number]): string {
  return `<figure class="panel" data-measure="${name}"><div class="heading"><h3>${prose(title)}</h3><output></output></div><div class="plot"></div><figcaption>${prose(definition)}</figcaption></figure>`;
}

/** More runs than these are folded together. */
const MAX_UNFOLDED = 24;

function folded(words: readonly string[]): string {
  const all = words.join("\n");
  return words.length <= MAX_UNFOLDED ? all : `<details><summary>${words.length} runs</summary>${all}</details>`;
}

/** What became of a run, with all that lessens the trust in it. */
function wordsHtml(run: ComparedRun, i: number, address: string): string {
  const { name, phases, said, source } = run;
  const own = address.startsWith("#") ? "" : `<p><a href="${escaped(address)}">its own report</a></p>`;
  const doubts = [...doubtsOf(run), ...source.doubts];
  const pairs = [
    ...phases.phases.map((phase) => ({
      label: phase.name,
      value: `${phases.axis}s ${grouped(phase.from)} to ${grouped(phase.to)}`,
    })),
    ...doubts.map((value) => ({ label: "doubt", value })),
  ];
  return `<details id="${anchorOf(i)}" data-runs="${i}"><summary><b>${prose(name)}</b> ${prose(phases.verdict)}</summary><p>${prose(said.join(" "))}</p>${own}${pairsHtml(pairs)}</details>`;
}

function titled(title: string, html: string): string {
  return html === "" ? "" : `<section><h2>${title}</h2>${html}</section>`;
}
