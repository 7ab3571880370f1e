import { expect, test } from "vitest";
import { diagram } from "#figures/diagram.js";
import { drawn } from "#figures/theme.js";

const NODES = [
  { id: "a", label: "a", column: 0 },
  { id: "b", label: "b", column: 0 },
  { id: "head", label: "head 0", column: 1 },
  { id: "logits", label: "logits", column: 2 },
];
const FLOWS = [{ name: "memorising" }, { name: "k = 5", frequency: 5 }];
const OPTIONS = {
  name: "circuit",
  title: "Circuit",
  caption: "Widths in logits.",
  columns: ["inputs", "heads", "logits"],
  scale: 10,
  unit: "logits",
};

function of(widths: readonly number[]) {
  const edges = [
    { from: "a", to: "head", widths },
    { from: "head", to: "logits", widths },
    // Passes the heads by.
    { from: "b", to: "logits", widths },
  ];
  return diagram(NODES, FLOWS, edges, OPTIONS);
}

/** The polygons of a trace: its coordinates between gaps. */
function polygons({ x, y }: { readonly [attribute: string]: unknown }) {
  const points = (x as (number | null)[]).map((value, i) => [value, (y as (number | null)[])[i]] as const);
  return points.reduce<(readonly [number, number])[][]>(
    (all, [px, py]) => {
      if (px === null || py === null) all.push([]);
      else all[all.length - 1].push([px, py]);
      return all;
    },
    [[]],
  );
}

function widthAtStart(points: readonly (readonly [number, number])[]): number {
  return Math.abs(points[0][1] - points[points.length - 1][1]);
}

test("a band is as wide as what flows, in units of the measure beneath", () => {
  const { data, layout } = of([1, 4]);
  const measure = widthAtStart(polygons(data[data.length - 1])[0]);
  for (const [i, expected] of [1, 4].entries())
    for (const band of polygons(data[i])) expect(widthAtStart(band) / measure).toBeCloseTo(expected / 2, 1);
  expect((layout.annotations as { text: string }[]).map(({ text }) => text)).toContain("2 logits");
});

test("where nothing flows, or what flows is below 0, a band has no width", () => {
  for (const widths of [
    [0, 0],
    [-3, -1],
  ])
    for (const trace of of(widths).data.slice(0, 2))
      for (const band of polygons(trace)) expect(widthAtStart(band)).toBe(0);
});

test("diagrams that differ in widths alone have the same traces and the same x: one moves into the other", () => {
  const [one, other] = [of([1, 4]), of([3, 0])];
  expect(other.data.map(({ x }) => x)).toEqual(one.data.map(({ x }) => x));
  expect(other.layout).toEqual(one.layout);
  expect(other.data[0].y).not.toEqual(one.data[0].y);
});

test("a band that passes a column by goes below its nodes", () => {
  const lowest = Math.min(...polygons(of([1, 1]).data[0])[2].map(([, y]) => y));
  const ends = polygons(of([1, 1]).data[0])[0].map(([, y]) => y);
  expect(lowest).toBeLessThan(0);
  expect(Math.min(...ends)).toBeGreaterThan(0);
});

test("a frequency's band has its colour, what is of none is grey, and labels stand in boxes of the ground", () => {
  const figure = of([1, 4]);
  for (const theme of ["screen", "dark", "paper"] as const) {
    const { data, layout } = drawn(figure, { theme, keys: [3, 5] });
    const line = (i: number) => (data[i].line as { color: string }).color;
    expect(new Set([line(0), line(1), line(2)]).size).toBe(3);
    const boxes = (layout.annotations as { name?: string; bgcolor?: string }[]).filter(({ name }) => name === "node");
    expect(boxes.map(({ bgcolor }) => bgcolor)).toEqual(NODES.map(() => layout.paper_bgcolor));
  }
});

test("a node with more room moves the others of its column up", () => {
  const placed = (room: number) => {
    const nodes = NODES.map((node) => (node.id === "b" ? { ...node, room } : node));
    const labels = diagram(nodes, FLOWS, [], OPTIONS).layout.annotations as {
      name?: string;
      text: string;
      y: number;
    }[];
    return labels.filter(({ name }) => name === "node").map(({ y }) => y);
  };
  expect(placed(1)).toEqual([1500, 500, 1000, 1000]);
  expect(placed(3)).toEqual([3500, 1500, 2000, 2000]);
});

test("a node that is not there is named", () => {
  const lost = [{ from: "a", to: "nowhere", widths: [1, 1] }];
  expect(() => diagram(NODES, FLOWS, lost, OPTIONS)).toThrow("nowhere");
});
