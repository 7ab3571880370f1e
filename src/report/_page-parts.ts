import { escaped, grouped, plain, prose } from "./_page-text.ts";
import type { PageContents, PageSection, Panel } from "./_panel.ts";

/** Text as HTML: `prose`, or that with its terms marked. */
export type Say = (text: string) => string;

/** The bar that stays in view: the slider over the epochs, the frequencies that can be followed, and what else changes the view. */
export function barHtml({ epochs, keys }: PageContents, contentsList: string): string {
  const last = epochs.length - 1;
  const chips = keys.map(
    (k) =>
      `<button type="button" data-frequency="${k}" aria-pressed="false"><i style="--chip:var(--frequency-${k})"></i>k = ${k}</button>`,
  );
  const follow =
    keys.length === 0
      ? ""
      : `<div class="chips" role="group" aria-label="Follow a key frequency"><span class="soft">follow</span>${chips.join("")}</div>`;
  // One checkpoint leaves nothing to slide through, and nothing to compare.
  const slider =
    last < 1
      ? ""
      : `<div class="slider"><button type="button" id="previous" aria-label="Previous epoch">‹</button><button type="button" id="play" aria-label="Play">▶</button><button type="button" id="next" aria-label="Next epoch">›</button>
<label for="epoch" class="soft">Epoch</label><input type="range" id="epoch" min="0" max="${last}" step="1" value="${last}"><output id="epoch-now" for="epoch"></output></div>
`;
  const compare =
    last < 1 ? "" : `<button type="button" id="beside" aria-pressed="false">Hold this epoch beside</button>\n`;
  const smoothings = SMOOTHINGS.map((weight) => `<option value="${weight}">${weight === 0 ? "none" : weight}</option>`);
  return `<div class="bar live" role="region" aria-label="Epoch and view"><div>
${slider}${follow}
<div class="folds"><details class="contents fold"><summary>Contents</summary>${contentsList}</details>
<details class="tools fold"><summary>View</summary><div>
${compare}<label>Smoothing <select id="smoothing">${smoothings.join("")}</select></label>
<button type="button" id="whole" disabled>Show all epochs</button>
<button type="button" id="fold">Open all sections</button>
<button type="button" id="present">Present</button>
<p class="soft"><kbd>←</kbd> <kbd>→</kbd> epoch, <kbd>c</kbd> hold beside, <kbd>o</kbd> open or close all; presenting: <kbd>↑</kbd> <kbd>↓</kbd> panel, <kbd>Esc</kbd> back. Drag in a curve to zoom all, double-click to see all.</p>
</div></details></div>
</div></div>`;
}

/** Weights of what came before. */
const SMOOTHINGS = [0, 0.3, 0.6, 0.9, 0.97];

/** Where a section of the page is, and what it is called. */
export interface Place {
  readonly id: string;
  readonly title: string;
}

export function contentsListHtml(places: readonly Place[]): string {
  return `<ol>${places.map(({ id, title }) => `<li><a href="#${escaped(id)}">${prose(title)}</a></li>`).join("")}</ol>`;
}

export function panelsHtml(panels: readonly Panel[], say: Say): string {
  return panels.length === 0
    ? ""
    : `<div class="panels">\n${panels.map((panel) => panelHtml(panel, say)).join("\n")}\n</div>`;
}

export function panelHtml({ id, title, caption, table, wide, lead, figure, moments }: Panel, say: Say): string {
  const moment = moments === undefined ? "" : `<output data-moment></output>`;
  const scale = figure.x === "epoch" ? '<button type="button" data-scale></button>' : "";
  const own = `panel-${escaped(id)}`;
  const heading = lead ? "h2" : "h3";
  const named = `role="group" aria-labelledby="${own}-title" aria-describedby="${own}-caption"`;
  const beside = moments === undefined || moments.length < 2 ? "" : `<div class="plot live beside" ${named}></div>`;
  const classes = `panel${wide && !lead ? " wide" : ""}${lead ? " lead" : ""}`;
  return `<figure class="${classes}" id="${own}" data-panel="${escaped(id)}" data-table="${escaped(table.name)}" tabindex="-1">
<div><${heading} class="title" id="${own}-title">${prose(title)}</${heading}>${moment}<span class="buttons live">${scale}<button type="button" data-take disabled aria-label="Save or copy: ${plain(title)}">Save</button><button type="button" data-present aria-pressed="false" aria-label="Large: ${plain(title)}">Large</button></span></div>
<div class="plots"><div class="plot live" ${named}></div>${beside}</div>
<figcaption id="${own}-caption">${say(caption)}</figcaption>
</figure>`;
}

/** A section that folds. */
export function foldHtml(id: string, title: string, soft: string, body: string, open: boolean): string {
  const question = soft === "" ? "" : `<span class="soft">${soft}</span>`;
  return `<section id="${escaped(id)}" aria-labelledby="${escaped(id)}-title">
<details class="section" data-fold="${escaped(id)}"${open ? " open" : ""}><summary><h2 id="${escaped(id)}-title">${prose(title)}</h2>${question}</summary>
${body}
</details></section>`;
}

export function sectionHtml(section: PageSection, say: Say, compact: boolean, open = compact): string {
  const { id, title, question, source, options, findings, columns, panels } = section;
  const rows = columns.map(
    ({ name, description, unit }) =>
      `<tr><td><code>${escaped(name)}</code></td><td>${prose(description)}</td><td>${escaped(unit ?? "")}</td></tr>`,
  );
  const method =
    compact || (source === "" && columns.length === 0)
      ? ""
      : `<details><summary>Method and columns</summary>
<p>${prose(source)}</p>${options === "" ? "" : `\n<p>Options: ${escaped(options)}</p>`}
<table><thead><tr><th scope="col">column</th><th scope="col">what it holds</th><th scope="col">unit</th></tr></thead><tbody>${rows.join("")}</tbody></table>
</details>
`;
  const body = `${pairsHtml(findings, say)}
${panelsHtml(panels, say)}
${method}`;
  return foldHtml(id, title, prose(question), body, open);
}

/** A list of labels and values; empty where there are none. */
export function pairsHtml(
  pairs: readonly { readonly label: string; readonly value: string }[],
  say: Say = prose,
): string {
  if (pairs.length === 0) return "";
  return `<dl>${pairs.map(({ label, value }) => `<dt>${say(label)}</dt><dd>${prose(value)}</dd>`).join("")}</dl>`;
}

/** The dialog of a panel's Save button. */
export const TAKING = `<dialog id="taking" aria-labelledby="taking-title"><h2 id="taking-title">Save or copy</h2><p class="soft"></p>
<div role="group" aria-label="Save as a file">${taking([
  ["csv", "Table (CSV)"],
  ["svg", "SVG"],
  ["png", "PNG"],
])}</div>
<div role="group" aria-label="Copy">${taking([
  ["copy-png", "Copy PNG"],
  ["copy-svg", "Copy SVG"],
  ["link", "Copy address"],
  ["iframe", "Copy &#60;iframe>"],
  ["cell", "Copy notebook cell"],
])}</div>
<textarea rows="4" readonly hidden aria-label="To copy"></textarea>
<div><output></output><button type="button" class="close">Close</button></div></dialog>`;

function taking(all: readonly (readonly [string, string])[]): string {
  return all.map(([get, words]) => `<button type="button" data-get="${get}">${words}</button>`).join("");
}

/** Where a term's definition is shown. */
export const DEFINITION = `<div id="definition" role="tooltip" hidden></div>`;

/** An epoch range in words. */
export function epochsInWords(from: number, to: number): string {
  return `epoch ${grouped(from)} to ${grouped(to)}`;
}
