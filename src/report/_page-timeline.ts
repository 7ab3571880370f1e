import { epochsInWords, type Say } from "./_page-parts.ts";
import { escaped, plain } from "./_page-text.ts";
import type { PageContents } from "./_panel.ts";

/** How many phases have a colour of their own. */
const PHASE_COLOURS = 6;

type Phase = PageContents["phases"][number];

/** The phases of training, as a bar to scale and as a list with what speaks for each. */
export function timelineHtml({ phases, epochs }: PageContents, say: Say): string {
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
    return `<button type="button" tabindex="-1"${inert} class="phase phase-${i % PHASE_COLOURS}" data-from="${from}" style="${style}" title="${plain(`${name}: ${evidence}`)}"><span>${escaped(name)}</span></button>`;
  });
  const list = phases.map((phase, i) => {
    const { name, from, to, evidence } = phase;
    const when = `${epochsInWords(from, to)}${isSeen(phase) ? "" : unseen}`;
    return `<li class="phase phase-${i % PHASE_COLOURS}"><button type="button"${inert} data-from="${from}"><b>${escaped(name)}</b> <span>${when}</span></button><details><summary>evidence</summary><p>${say(evidence)}</p></details></li>`;
  });
  const mark = epochs.length === 0 ? "" : '<div id="timeline-mark" class="live"></div>';
  return `<section aria-label="Timeline">
<div id="timeline" aria-hidden="true" data-first="${first}" data-last="${last}">${bar.join("")}${mark}</div>
<ol class="phases">${list.join("")}</ol>
</section>`;
}
