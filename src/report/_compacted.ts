import type { PageContents, Panel } from "./_panel.ts";

/** The contents for a few sheets of paper: of the analyses what they found, of the panels the last epoch in small. */
export function compacted(contents: PageContents): PageContents {
  const { panels, sections } = contents;
  return {
    ...contents,
    compact: true,
    epochs: [],
    panels: panels.map(still),
    sections: sections.flatMap((section) => (section.findings.length === 0 ? [] : [{ ...section, panels: [] }])),
  };
}

/** A panel as it is at the last of its moments: on paper nothing moves. */
function still({ moments: _, wide: __, cursor: ___, ...panel }: Panel): Panel {
  return panel;
}
