import { type Area, barTitles, type Down, hasOwnBars } from "./_arrangement.ts";
import { type Attributes, attributes, type Cell } from "./_cells.ts";
import type { Figure } from "./_figure.ts";
import type { Look } from "./_looks.ts";

/** Beside its own plot where each has one, else beside the first row of plots. */
export function colourBars(
  figure: Figure,
  plots: readonly Cell[],
  { boxes }: Down,
  area: Area,
  look: Look,
): Attributes {
  const own = hasOwnBars(figure, plots);
  const shared = barTitles(figure).size;
  const bars = Object.entries(figure.layout).flatMap(([key, value]): (readonly [string, unknown])[] => {
    const [, number] = /^coloraxis(\d*)$/.exec(key) ?? [];
    if (number === undefined) return [];
    const index = number === "" ? 0 : Number(number) - 1;
    const place = plots.findIndex((cell) => cell.index === index);
    const box = boxes[place] ?? boxes[0];
    const right = own ? box.left + box.width : area.left + area.width;
    const axis = attributes(value);
    // All of one quantity have its name beside the last of their row alone.
    const next = boxes[place + 1];
    const titled = !own || shared > 1 || next === undefined || next.top !== box.top;
    const bar = attributes(axis.colorbar);
    return [
      [
        key,
        {
          ...axis,
          colorbar: {
            ...bar,
            title: {
              ...attributes(bar.title),
              ...(titled ? {} : { text: "" }),
              side: "right",
              font: { size: look.text },
            },
            tickfont: { size: look.tick },
            thicknessmode: "pixels",
            thickness: 0.75 * look.text,
            lenmode: "pixels",
            len: Math.round(box.height),
            xpad: 0,
            ypad: 0,
            x: (right - area.left + 0.5 * look.text) / area.width,
            xanchor: "left",
            y: 1 - (box.top - area.top + box.height / 2) / area.height,
            yanchor: "middle",
            outlinewidth: 0,
            ticks: "outside",
            ticklen: 3,
            tickwidth: look.axisWidth,
            tickcolor: look.axis,
            nticks: Math.max(3, Math.floor(box.height / (3 * look.tick))),
            exponentformat: "power",
          },
        },
      ],
    ];
  });
  return Object.fromEntries(bars);
}
