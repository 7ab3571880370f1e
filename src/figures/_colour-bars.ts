import { type Area, type Down, hasOwnBars } from "./_arrangement.ts";
import { type Attributes, attributes, type Cell } from "./_cells.ts";
import type { Figure } from "./_figure.ts";
import type { Look } from "./_looks.ts";

/** Beside its own plot where each has one, else beside the first row of plots. */
export function colourBars(figure: Figure, plots: readonly Cell[], { boxes }: Down, area: Area, look: Look): Attributes {
  const own = hasOwnBars(figure, plots);
  const bars = Object.entries(figure.layout).flatMap(([key, value]): (readonly [string, unknown])[] => {
    const [, number] = /^coloraxis(\d*)$/.exec(key) ?? [];
    if (number === undefined) return [];
    const index = number === "" ? 0 : Number(number) - 1;
    const box = boxes[plots.findIndex((cell) => cell.index === index)] ?? boxes[0];
    const right = own ? box.left + box.width : area.left + area.width;
    const axis = attributes(value);
    const bar = attributes(axis.colorbar);
    return [
      [
        key,
        {
          ...axis,
          colorbar: {
            ...bar,
            title: { ...attributes(bar.title), side: "right", font: { size: look.text } },
            tickfont: { size: look.tick },
            thicknessmode: "pixels",
            thickness: 0.75 * look.text,
            lenmode: "pixels",
            len: Math.round(box.height),
            xpad: 0,
            ypad: 0,
            x: (right - area.left + 0.8 * look.text) / area.width,
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
