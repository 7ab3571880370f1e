import type { PageDrawing } from "./page-data.ts";
import type { Plot } from "./plotly.ts";

type Shape = Readonly<Record<string, unknown>>;

/** A vertical line at each of the epochs through every subplot of a drawing, over the shapes that it has; that of the first is dotted, others are dashed. */
export function epochLines(drawing: PageDrawing, epochs: readonly number[], colour: string): readonly Shape[] {
  return [
    ...shapesOf(drawing.layout),
    ...epochs.flatMap((epoch, i) => linesAt(drawing, epoch, colour, i === 0 ? "dot" : "dash")),
  ];
}

function linesAt({ data, layout }: PageDrawing, epoch: number, colour: string, dash: string): readonly Shape[] {
  const subplots = new Map(
    data.map(({ xaxis = "x", yaxis = "y" }) => [`${xaxis} ${yaxis}`, [String(xaxis), String(yaxis)]]),
  );
  return Array.from(subplots.values(), ([x = "x", y = "y"]) => ({
    type: "line",
    xref: x,
    yref: `${y} domain`,
    x0: epoch,
    x1: epoch,
    y0: 0,
    y1: 1,
    line: { color: colour, width: 1.5, dash },
    // A logarithmic axis has no place for epoch 0.
    visible: epoch > 0 || !isLogarithmic(layout, x),
  }));
}

/** The change of a layout with such lines that takes those of its first epoch to another one. */
export function movedLines(drawing: PageDrawing, epoch: number): Readonly<Record<string, unknown>> {
  const first = shapesOf(drawing.layout).length;
  const lines = linesAt(drawing, epoch, "", "dot");
  return Object.fromEntries(
    lines.flatMap(({ visible }, i) => {
      const path = `shapes[${first + i}]`;
      return [
        [`${path}.x0`, epoch],
        [`${path}.x1`, epoch],
        [`${path}.visible`, visible],
      ];
    }),
  );
}

/** As much as is asked here of what Plotly made of an axis. */
interface DrawnAxis {
  /** Pixels from the plot's left edge to the axis's own, and its length. */
  readonly _offset: number;
  readonly _length: number;
  /** From the axis's left edge to a value. */
  d2p(value: number): number;
}

/** A vertical line as Plotly writes it. */
const LINE = /^M[-\d.]+,([-\d.]+)L[-\d.]+,([-\d.]+)$/;

/**
 * Whether the lines that Plotly drew of the first epoch now stand at another one. This takes a hundredth of the time that Plotly does, which
 * does not know of it until it draws again. False, and nothing done, where a line is not there or would leave its plot.
 */
export function slidLines(plot: Plot, drawing: PageDrawing, epoch: number): boolean {
  const first = shapesOf(drawing.layout).length;
  const { _fullLayout: layout = {} } = plot as unknown as {
    readonly _fullLayout?: Readonly<Record<string, DrawnAxis | undefined>>;
  };
  const slides = linesAt(drawing, epoch, "", "dot").map(({ xref, visible }, i) => {
    const path = plot.querySelector(`.shapelayer path[data-index="${first + i}"]`);
    const [, from, to] = LINE.exec(path?.getAttribute("d") ?? "") ?? [];
    const axis = layout[`xaxis${String(xref).slice(1)}`];
    const place = axis?.d2p(epoch) ?? Number.NaN;
    if (!path || !axis || !visible || from === undefined || !(place >= 0 && place <= axis._length)) return undefined;
    const x = axis._offset + place;
    return () => path.setAttribute("d", `M${x},${from}L${x},${to}`);
  });
  if (slides.length === 0 || slides.some((slide) => slide === undefined)) return false;
  for (const slide of slides) slide?.();
  return true;
}

function shapesOf(layout: PageDrawing["layout"]): readonly Shape[] {
  return (layout.shapes ?? []) as readonly Shape[];
}

function isLogarithmic(layout: PageDrawing["layout"], axis: string): boolean {
  const attributes = layout[`xaxis${axis.slice(1)}`] as { readonly type?: string } | undefined;
  return attributes?.type === "log";
}
