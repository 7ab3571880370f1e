import { expect, test } from "vitest";
import { THEMES } from "#figures/_drawing.js";
import { LOOKS } from "#figures/_looks.js";
import { drawnPoints } from "#figures/_thinned-line.js";
import { bars } from "#figures/bars.js";
import { heatmaps } from "#figures/heatmaps.js";
import { lines } from "#figures/lines.js";
import { panels } from "#figures/panels.js";
import { drawn } from "#figures/theme.js";
import { svg } from "#render/svg.js";
import { EMPTY, NAMED, TABLE } from "./_tables.ts";

const byFrequency = { ...NAMED, x: "epoch", y: ["train_loss"], series: "frequency", frequency: "frequency" } as const;
const frequencies = lines(TABLE, byFrequency);
const series = lines(TABLE, { ...NAMED, x: "epoch", y: ["train_loss", "test_loss"], series: "series", log: "y" });
const spectrum = bars(TABLE, { ...NAMED, x: "frequency", y: ["train_loss", "test_loss"], frequency: "frequency" });
const maps = heatmaps(
  [
    { z: [[1, 2]], title: "a" },
    { z: [[3, -4]], title: "b" },
  ],
  NAMED,
);
const FIGURES = {
  frequencies,
  series,
  spectrum,
  maps,
  panels: panels([frequencies, series], { ...NAMED, columns: 2 }),
};

const lineOf = (trace: unknown) => (trace as { line: { color: string; dash: string; width: number } }).line;

test("a key frequency has the colour and the dash of its place among the keys, in every figure", () => {
  const keys = [1, 5, 3];
  const { data } = drawn(frequencies, { theme: "paper", keys });
  const [three, five] = data.map(lineOf);
  const alone = lines({ ...TABLE, rows: TABLE.rows.filter(({ frequency }) => frequency === 3) }, byFrequency);
  expect(lineOf(drawn(alone, { theme: "paper", keys }).data[0])).toEqual(three);
  expect([five.color, three.color]).toEqual(LOOKS.paper.palette.frequencies.slice(1, 3));
  expect(five.dash).not.toBe(three.dash);
  const bar = drawn(spectrum, { theme: "paper", keys }).data.map((trace) => (trace.marker as { color: string }).color);
  expect([bar[0], bar[1]].toSorted()).toEqual([three.color, five.color].toSorted());
  // The second bar of a frequency is a paler one.
  expect(new Set(bar).size).toBe(4);
});

test("the order of the traces stays, and a background of many lines is thin and grey", () => {
  const rows = [...TABLE.rows, ...TABLE.rows.map((row) => ({ ...row, frequency: row.frequency + 3 }))];
  const figure = lines({ ...TABLE, rows }, { ...byFrequency, background: ({ frequency }) => frequency >= 5 });
  const { data } = drawn(figure, { theme: "paper" });
  expect(data.map(({ meta }) => meta)).toEqual(figure.data.map(({ meta }) => meta));
  const looks = data.map(lineOf);
  const behind = looks.filter((_, i) => figure.data[i].meta?.background);
  const before = looks.filter((_, i) => !figure.data[i].meta?.background);
  expect([behind.length, before.length]).toEqual([3, 1]);
  for (const grey of behind) {
    expect(grey.width).toBeLessThan(before[0].width);
    expect(isGrey(grey.color)).toBe(true);
  }
});

test.each(["paper", "screen", "dark"] as const)(
  "a single line behind is grey, and read as any other, in theme %s",
  (theme) => {
    const { data } = drawn(lines(TABLE, { ...byFrequency, background: ({ frequency }) => frequency === 5 }), { theme });
    const [grey, own] = data.map(lineOf);
    expect(grey.width).toBe(own.width);
    expect(isGrey(grey.color)).toBe(true);
  },
);

/** Whether red, green and blue are nearly alike. */
function isGrey(colour: string): boolean {
  const channels = [1, 3, 5].map((i) => Number.parseInt(colour.slice(i, i + 2), 16));
  return Math.max(...channels) - Math.min(...channels) < 16;
}

test("lines of one name look alike in all plots, lines of one plot differ", () => {
  const { data } = drawn(panels([series, series], { ...NAMED, columns: 1 }), { theme: "screen" });
  const looks = data.map((trace) => JSON.stringify([lineOf(trace).color, lineOf(trace).dash]));
  expect(looks.slice(4)).toEqual(looks.slice(0, 4));
  expect(new Set(looks).size).toBe(4);
  const many = lines(
    { ...TABLE, rows: Array.from({ length: 30 }, (_, i) => ({ ...TABLE.rows[0], series: `run ${i}` })) },
    { ...NAMED, x: "epoch", y: ["train_loss"], series: "series" },
  );
  const all = drawn(many, { theme: "paper" }).data.map((trace) => [lineOf(trace).color, lineOf(trace).dash].join());
  expect(new Set(all).size).toBe(30);
});

test.each(THEMES)("%s: text and lines stand out from the ground", (theme) => {
  const { layout, data } = drawn(series, { theme });
  const ground = layout.paper_bgcolor as string;
  expect(contrast((layout.font as { color: string }).color, ground)).toBeGreaterThan(4.5);
  for (const trace of data) expect(contrast(lineOf(trace).color, ground)).toBeGreaterThan(2.2);
});

test("print has its size and its type, no title, no grid; a height that is asked for is had", () => {
  const { layout, title, description } = drawn(series, { theme: "paper", width: 3.25, height: 3 });
  expect([layout.width, layout.height]).toEqual([312, 288]);
  expect(layout.title).toBeUndefined();
  expect(layout).toMatchObject({ font: { size: 10.67 }, xaxis: { showgrid: false, ticks: "outside", linewidth: 0.8 } });
  expect([title, description]).toEqual([series.title, series.caption]);
  expect(drawn(series, { theme: "screen" }).layout).toMatchObject({
    title: { text: "Losses" },
    xaxis: { showgrid: true },
  });
});

test("nothing is sent anywhere", () => {
  expect(drawn(series, { theme: "screen" }).config).toEqual({
    responsive: false,
    displaylogo: false,
    showSendToCloud: false,
    plotlyServerURL: "",
  });
});

test("decades are ticks, every second or third where there are many", () => {
  const wide = (least: number) => {
    const rows = [1, least].map((train_loss, epoch) => ({ ...TABLE.rows[0], epoch, train_loss }));
    const figure = lines({ ...TABLE, rows }, { ...NAMED, x: "epoch", y: ["train_loss"], log: "y" });
    return (drawn(figure, { theme: "paper", width: 3.25 }).layout.yaxis as { dtick: unknown }).dtick;
  };
  expect([wide(1e-3), wide(1e-8), wide(1e-30)]).toEqual([1, 2, 5]);
});

test("whole numbers have whole ticks, however wide the plot", async () => {
  const counted = [1, 2, 2].map((train_loss, epoch) => ({ ...TABLE.rows[0], epoch, train_loss }));
  const figures = [
    lines({ ...TABLE, rows: counted }, { ...NAMED, x: "epoch", y: ["train_loss"] }),
    bars({ ...TABLE, rows: TABLE.rows.slice(0, 2) }, { ...NAMED, x: "frequency", y: ["train_loss"] }),
    heatmaps([{ z: [[1, 2, 3]] }], NAMED),
  ];
  for (const figure of figures) {
    const picture = await svg(drawn(figure, { theme: "paper", width: 7 }));
    const ticks = [...picture.matchAll(/<g class="xtick"><text[^>]*>([^<]*)</g)].map(([, label]) => label);
    expect(ticks.length).toBeGreaterThan(1);
    expect(ticks.filter((label) => !/^\d+$/.test(label))).toEqual([]);
  }
  const same = counted.map((row) => ({ ...row, train_loss: 512 }));
  const { layout } = drawn(lines({ ...TABLE, rows: same }, { ...NAMED, x: "epoch", y: ["train_loss"] }), {
    theme: "paper",
  });
  expect(layout.yaxis).toMatchObject({ range: [0, 640] });
  expect(layout.yaxis).not.toHaveProperty("dtick");
  const shares = lines(TABLE, { ...NAMED, x: "epoch", y: ["test_loss", "train_loss"] });
  expect(drawn(shares, { theme: "paper" }).layout.yaxis).not.toHaveProperty("dtick");
});

test("a long curve is drawn with what its width shows: its ends, its extremes, and few points", () => {
  const rows = Array.from({ length: 200_000 }, (_, epoch) => ({
    ...TABLE.rows[0],
    epoch,
    train_loss: epoch === 123_456 ? 99 : 1 + 0.5 * Math.sin(epoch * epoch),
  }));
  const figure = lines({ ...TABLE, rows }, { ...NAMED, x: "epoch", y: ["train_loss"] });
  for (const width of [1.5, 3.25, 6.75]) {
    const { data, layout } = drawn(figure, { theme: "paper", width });
    const [{ x, y }] = data as unknown as readonly [{ x: number[]; y: number[] }];
    expect(x.length).toBeLessThan(4 * layout.width);
    expect([x[0], x.at(-1), Math.max(...y)]).toEqual([0, 199_999, 99]);
  }
  const [kept] = drawn(figure, { theme: "screen", width: 3.25, zoomable: true }).data;
  expect(kept.x).toEqual(figure.data[0].x);
  const epochs = rows.map(({ epoch }) => epoch);
  // Of a logarithmic axis, which has no place for the first.
  const places = drawnPoints(epochs, epochs, true, 300);
  expect([places[0], places.at(-1)]).toEqual([0, 199_999]);
  expect(places.length).toBeLessThan(1200);
});

test("a legend names what is drawn, and nothing where there is to be none", () => {
  const rows = TABLE.rows.map((row) => ({ ...row, test_loss: null }));
  const columns = { x: "series", y: ["train_loss", "test_loss"] } as const;
  const entries = (of: typeof TABLE) =>
    drawn(bars(of, { ...NAMED, ...columns }), { theme: "paper" }).data.filter(({ showlegend }) => showlegend !== false);
  expect([entries(TABLE).length, entries({ ...TABLE, rows } as typeof TABLE).length]).toEqual([2, 0]);
  const { data, layout } = drawn(series, { theme: "paper", legend: "none" });
  expect(data.map(({ showlegend }) => showlegend)).toEqual(data.map(() => false));
  expect(layout.height).toBeLessThan(drawn(series, { theme: "paper" }).layout.height);
});

test("font, size, title and ground are as a style has them, and text takes its room", () => {
  const plain = drawn(series, { theme: "paper" }).layout;
  const style = { theme: "paper", font: "Times", fontSize: 16, title: true, transparent: true } as const;
  const { layout } = drawn(series, style);
  expect(layout.font).toMatchObject({ size: (16 * 96) / 72, family: expect.stringMatching(/^Times, /) });
  expect([layout.paper_bgcolor, layout.plot_bgcolor]).toEqual(["rgba(0,0,0,0)", "rgba(0,0,0,0)"]);
  expect(layout.title).toMatchObject({ text: "Losses" });
  expect((layout.margin as { l: number }).l).toBeGreaterThan((plain.margin as { l: number }).l);
  expect(drawn(series, { theme: "screen", title: false }).layout.title).toBeUndefined();
});

test.each(Object.entries(FIGURES))(
  "%s: plots lie within the page, none over another, with room for the legends",
  (_, figure) => {
    for (const theme of THEMES) {
      for (const width of [2, 3.25, 6.75]) {
        const { layout, data } = drawn(figure, { theme, width });
        const { l, r, t, b } = layout.margin as Record<"l" | "r" | "t" | "b", number>;
        expect(Math.min(l, r, t, b, layout.width - l - r, layout.height - t - b)).toBeGreaterThan(0);
        const boxes = Object.keys(layout)
          .filter((key) => /^xaxis\d*$/.test(key))
          .map((key) =>
            [layout[key], layout[key.replace("x", "y")]].map((axis) => (axis as { domain: number[] }).domain),
          );
        for (const [i, [x, y]] of boxes.entries()) {
          for (const end of [...x, ...y]) expect(end).toBeGreaterThanOrEqual(0);
          for (const [otherX, otherY] of boxes.slice(0, i)) {
            const apart = (one: number[], other: number[]) => one[1] <= other[0] || other[1] <= one[0];
            expect(apart(x, otherX) || apart(y, otherY)).toBe(true);
          }
        }
        const area = layout.height - t - b;
        const legends = Object.entries(layout).filter(([key]) => /^legend\d*$/.test(key));
        for (const [, legend] of legends) {
          const below = t + (1 - (legend as { y: number }).y) * area;
          expect(below).toBeLessThan(layout.height - 8);
        }
        const shown = data.filter(({ showlegend, type }) => type !== "heatmap" && showlegend !== false);
        for (const { legend } of shown) expect(legends.map(([key]) => key)).toContain(legend);
      }
    }
  },
);

test("a legend has as many rows as its plot's width asks for, and every plot has a trace, which keeps it drawn", () => {
  const rows = (width: number) =>
    Object.keys(drawn(series, { theme: "paper", width }).layout).filter((key) => /^legend\d*$/.test(key)).length;
  expect([rows(6.75), rows(3.25), rows(1.5)]).toEqual([1, 2, 4]);
  const narrowed = drawn(series, { theme: "paper", width: 6.75, narrowest: 3.25 });
  expect(Object.keys(narrowed.layout).filter((key) => /^legend\d*$/.test(key))).toHaveLength(2);
  const half = panels([lines(EMPTY, { ...NAMED, x: "epoch", y: ["train_loss"] }), series], NAMED);
  const { data } = drawn(half, { theme: "paper" });
  expect(new Set(data.map(({ xaxis }) => xaxis))).toEqual(new Set(["x", "x2"]));
});

test("plots for which there is no room beside one another stand in more rows", () => {
  const four = heatmaps(
    Array.from({ length: 5 }, () => ({
      z: [
        [1, 2],
        [3, 4],
      ],
    })),
    { ...NAMED, columns: 5 },
  );
  const columns = (width: number) => {
    const { layout } = drawn(four, { theme: "paper", width });
    const lefts = ["", 2, 3, 4, 5].map((n) => (layout[`xaxis${n}`] as { domain: number[] }).domain[0]);
    return new Set(lefts).size;
  };
  expect([columns(10), columns(6.75), columns(2)]).toEqual([5, columns(6.75), 1]);
  expect(columns(6.75)).toBeGreaterThan(2);
});

test("drawings of any figure are plain JSON, leave the figure as it is, and can be drawn, also of nothing", async () => {
  const nothing = {
    "no lines": lines(EMPTY, { ...NAMED, x: "epoch", y: ["train_loss"], log: "xy" }),
    "no bars": bars(EMPTY, { ...NAMED, x: "series", y: ["train_loss"], horizontal: true }),
    "no map": heatmaps([{ z: [] }], NAMED),
    "one panel of two": panels([lines(EMPTY, { ...NAMED, x: "epoch", y: ["train_loss"] }), series], NAMED),
  };
  for (const [name, figure] of [...Object.entries(FIGURES), ...Object.entries(nothing)]) {
    const before = JSON.stringify(figure);
    const drawing = drawn(figure, { theme: "paper", width: 3.25 });
    expect(JSON.stringify(figure)).toBe(before);
    expect(JSON.parse(JSON.stringify(drawing)), name).toStrictEqual(drawing);
    const picture = await svg(drawing);
    expect(picture.includes("no values"), name).toBe(name in nothing);
  }
});

/** WCAG 2's contrast of two colours, #rrggbb. */
function contrast(one: string, other: string): number {
  const luminance = (colour: string) =>
    [0.2126, 0.7152, 0.0722].reduce((sum, weight, i) => {
      const channel = Number.parseInt(colour.slice(1 + 2 * i, 3 + 2 * i), 16) / 255;
      return sum + weight * (channel <= 0.03928 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4);
    }, 0);
  const [low, high] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}
