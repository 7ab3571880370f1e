import { escaped, grouped, plain, prose } from "./_page-text.ts";
import type { PageContents, PageSection, PageTable, Panel } from "./_panel.ts";

/** Narrower parts of the timeline, in percent, are not named on it: the list below it names all. */
const MIN_NAMED = 9;

/** How many phases have a colour of their own. */
const PHASE_COLOURS = 6;

type Phase = PageContents["phases"][number];

/** The phases of training, as a bar to scale and as a list with what speaks for each. */
export function timelineHtml({ phases, epochs }: PageContents): string {
  if (phases.length === 0) return "";
  // A log can begin before the first checkpoint, and end after the last.
  const ends = [...epochs.slice(0, 1), ...epochs.slice(-1), ...phases.flatMap(({ from, to }) => [from, to])];
  const [first, last] = [Math.min(...ends), Math.max(...ends)];
  const place = (epoch: number) => (100 * (epoch - first)) / (last - first || 1);
  const isSeen = ({ from, to }: Phase) =>
    epochs.some((epoch) => epoch >= from && (epoch < to || (epoch === last && to === last)));
  const unseen = epochs.length === 0 ? "" : ", no checkpoint: the curves alone";
  const inert = epochs.length === 0 ? " disabled" : "";
  const bar = phases.map(({ name, from, to, evidence }, i) => {
    const width = place(phases[i + 1]?.from ?? to) - place(from);
    const style = `left:${place(from).toFixed(3)}%;width:${width.toFixed(3)}%`;
    const text = width < MIN_NAMED ? "" : escaped(name);
    return `<button type="button" tabindex="-1"${inert} class="phase phase-${i % PHASE_COLOURS}" data-from="${from}" style="${style}" title="${plain(`${name}: ${evidence}`)}">${text}</button>`;
  });
  const list = phases.map((phase, i) => {
    const { name, from, to, evidence } = phase;
    const when = `epoch ${grouped(from)} to ${grouped(to)}${isSeen(phase) ? "" : unseen}`;
    return `<li class="phase phase-${i % PHASE_COLOURS}"><button type="button"${inert} data-from="${from}"><b>${escaped(name)}</b> <span>${when}</span></button><details><summary>evidence</summary><p>${prose(evidence)}</p></details></li>`;
  });
  const mark = epochs.length === 0 ? "" : '<div id="timeline-mark" class="live"></div>';
  return `<section aria-label="Phases of training">
<div id="timeline" aria-hidden="true" data-first="${first}" data-last="${last}">${bar.join("")}${mark}</div>
<ol class="phases">${list.join("")}</ol>
</section>`;
}

/** The bar that stays in view: the slider over the epochs, and the frequencies that can be followed. */
export function sliderHtml({ epochs, keys }: PageContents): string {
  const last = epochs.length - 1;
  const chips = keys.map(
    (k) =>
      `<button type="button" data-frequency="${k}" aria-pressed="false"><i style="--chip:var(--frequency-${k})"></i>k = ${k}</button>`,
  );
  const follow =
    keys.length === 0
      ? ""
      : `<div class="chips" role="group" aria-label="Follow a key frequency"><span class="soft">follow</span>${chips.join("")}</div>`;
  // One checkpoint leaves nothing to slide through.
  const slider =
    last < 1
      ? ""
      : `<div class="slider"><button type="button" id="previous" aria-label="Previous epoch">‹</button><button type="button" id="play" aria-label="Play">▶</button><button type="button" id="next" aria-label="Next epoch">›</button>
<label for="epoch" class="soft">Epoch</label><input type="range" id="epoch" min="0" max="${last}" step="1" value="${last}"><output id="epoch-now" for="epoch"></output></div>
`;
  return slider + follow === ""
    ? ""
    : `<div class="bar live"><div>
${slider}${follow}
</div></div>`;
}

/** Wider than the window it scrolls by itself, by keys too. */
export function overviewHtml({ title, caption, columns, rows, table }: PageTable): string {
  const head = columns.map((label) => `<th scope="col">${prose(label)}</th>`).join("");
  const body = rows.map((cells) => {
    const [first = "", ...others] = cells;
    return `<tr><th scope="row">${prose(first)}</th>${others.map((cell) => `<td>${prose(cell)}</td>`).join("")}</tr>`;
  });
  return `<section aria-labelledby="overview"><div class="titled"><h2 id="overview">${prose(title)}</h2><button type="button" class="live" data-table="${escaped(table.name)}" aria-label="Save the table: ${escaped(table.name)}">CSV</button></div>
<div class="overview" role="region" aria-labelledby="overview" tabindex="0"><table><thead><tr>${head}</tr></thead><tbody>${body.join("")}</tbody></table></div>
<p class="caption">${prose(caption)}</p>
</section>
`;
}

export function panelsHtml(panels: readonly Panel[]): string {
  return panels.length === 0 ? "" : `<div class="panels">\n${panels.map(panelHtml).join("\n")}\n</div>`;
}

function panelHtml({ id, title, caption, table, wide, moments }: Panel): string {
  const moment = moments === undefined ? "" : `<output data-moment></output>`;
  return `<figure class="panel${wide ? " wide" : ""}" data-panel="${escaped(id)}">
<div><h3>${prose(title)}</h3>${moment}<span class="buttons live"><button type="button" data-table="${escaped(table.name)}" aria-label="Save the table: ${escaped(table.name)}">CSV</button><button type="button" data-svg disabled aria-label="Save the plot: ${escaped(id)}.svg">SVG</button></span></div>
<div class="plot live" role="img" aria-label="${plain(`${title}. ${caption}`)}"></div>
<figcaption>${prose(caption)}</figcaption>
</figure>`;
}

export function sectionHtml({ id, title, question, source, options, findings, columns, panels }: PageSection): string {
  const rows = columns.map(
    ({ name, description, unit }) =>
      `<tr><td><code>${escaped(name)}</code></td><td>${prose(description)}</td><td>${escaped(unit ?? "")}</td></tr>`,
  );
  const method =
    source === "" && columns.length === 0
      ? ""
      : `<details><summary>Method and columns</summary>
<p>${prose(source)}</p>${options === "" ? "" : `\n<p>Options: ${escaped(options)}</p>`}
<table><thead><tr><th scope="col">column</th><th scope="col">what it holds</th><th scope="col">unit</th></tr></thead><tbody>${rows.join("")}</tbody></table>
</details>
`;
  return `<section id="${escaped(id)}" aria-labelledby="${escaped(id)}-title">
<h2 id="${escaped(id)}-title">${prose(title)}</h2>
<p>${prose(question)}</p>
${pairsHtml(findings)}
${panelsHtml(panels)}
${method}</section>`;
}

/** A list of labels and values; empty where there are none. */
export function pairsHtml(pairs: readonly { readonly label: string; readonly value: string }[]): string {
  if (pairs.length === 0) return "";
  return `<dl>${pairs.map(({ label, value }) => `<dt>${prose(label)}</dt><dd>${prose(value)}</dd>`).join("")}</dl>`;
}
