import { describe, expect, test } from "vitest";
import { differingSettings, families, familiesBy, listedSettings } from "#page/comparison/families.js";
import { familyFigure } from "#report/_family-figure.js";

type Settings = Readonly<Record<string, string | number>>;
const run = (name: string, settings: Settings) => ({ name, settings });

describe("families", () => {
  test("are runs that differ in seeds alone", () => {
    const runs = [run("a", { seed: 0, weight_decay: 1 }), run("b", { seed: 1, weight_decay: 1, data_seed: 4 })];
    expect(families(runs).map(({ label, members }) => [label, members.map((one) => one.name)])).toEqual([
      ["", ["a", "b"]],
    ]);
    expect(differingSettings(runs)).toEqual(["data_seed", "seed"]);
  });

  test("rise with the number that sets them apart, whatever their order, and have places in it", () => {
    const runs = [3, 0.3, 1, 0.3].map((decay, seed) => run(`r${seed}`, { seed, "optimiser.weight_decay": decay }));
    expect(families(runs).map(({ label, members, level }) => [label, members.length, level])).toEqual([
      ["optimiser.weight_decay 0.3", 2, 0],
      ["optimiser.weight_decay 1", 1, 0.5],
      ["optimiser.weight_decay 3", 1, 1],
    ]);
  });

  test("have no places where no number orders them, or where they are two", () => {
    const words = ["relu", "gelu", "square"].map((activation) => run(activation, { activation }));
    const two = [run("a", { p: 7 }), run("b", { p: 11 })];
    for (const runs of [words, two]) expect(families(runs).map(({ level }) => level)).not.toContain(0);
  });

  test("are not made of how long a run was, or where it lies", () => {
    const runs = [run("a", { epochs: 100, save_every: 5, "cfg.path": "x" }), run("b", { epochs: 200, save_every: 1 })];
    expect(families(runs)).toHaveLength(1);
  });

  test("are single runs where configurations are not known, which set no others apart", () => {
    expect(families([run("a", {}), run("b", {})]).map(({ label }) => label)).toEqual(["a", "b"]);
    const mixed = [run("a", { seed: 0, p: 7 }), run("b", { seed: 1, p: 7 }), run("c", {})];
    expect(families(mixed).map(({ members }) => members.map(({ name }) => name))).toEqual([["a", "b"], ["c"]]);
    expect(differingSettings(mixed)).toEqual(["seed"]);
  });

  test("by one setting are its values: numbers in order, then words, then those that state none", () => {
    const runs = [run("a", { k: 3 }), run("b", { k: "inf" }), run("c", {}), run("d", { k: 1 }), run("e", { k: 3 })];
    expect(familiesBy(runs, "k").map(({ label, members }) => [label, members.map(({ name }) => name)])).toEqual([
      ["k 1", ["d"]],
      ["k 3", ["a", "e"]],
      ["k inf", ["b"]],
      ["k not stated", ["c"]],
    ]);
    expect(familiesBy(runs.slice(3), "k").map(({ level }) => level)).toEqual([undefined, undefined]);
  });

  test("of many settings that each states few of are labelled by these", () => {
    const of = (name: string) => run(name, { [`${name}1`]: 1, [`${name}2`]: 2 });
    expect(families(["a", "b", "c"].map(of)).map(({ label }) => label)).toEqual([
      "a1 1, a2 2",
      "b1 1, b2 2",
      "c1 1, c2 2",
    ]);
  });

  test("of many settings are named after their runs, and only what all runs state is listed", () => {
    const many = (value: number, own: string) => ({
      ...Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`${own}${i}`, value])),
      d: value,
    });
    const runs = [run("a", many(1, "x")), run("b", many(1, "x")), run("c", many(2, "y"))];
    expect(families(runs).map(({ label }) => label)).toEqual(["a and 1 more", "c"]);
    expect(listedSettings(runs)).toEqual(["d"]);
  });
});

describe("a figure of families", () => {
  const naming = { name: "loss", title: "Loss", y: "loss (nats)", log: true, definition: "test pairs" };
  const points = (...values: (number | null)[]) => values.map((value, i) => [10 * i, value] as const);

  test("has the geometric mean as far as all runs reach, and its spread", () => {
    const family = { label: "decay 1", members: [points(1, 100, 4, 7), points(4, 1, null)] };
    const figure = familyFigure([family], naming);
    const [area, line] = figure?.data ?? [];
    expect(line).toMatchObject({ name: "decay 1, n = 2", x: [0, 10] });
    expect(line.y).toEqual([expect.closeTo(2, 12), expect.closeTo(10, 12)]);
    expect(area).toMatchObject({ name: line.name, fill: "toself", x: [0, 10, 10, 0], y: [4, 100, 1, 1] });
    expect(figure?.caption).toBe(
      "Loss: test pairs. Lines: the geometric mean of the 2 runs, as far as all of them reach; shaded: from the least of them to the largest.",
    );
  });

  test("has the arithmetic mean on a linear axis", () => {
    const figure = familyFigure([{ label: "a", members: [points(1, 3), points(2, 5)] }], { ...naming, log: false });
    expect(figure?.data[1].y).toEqual([1.5, 4]);
    expect(figure?.caption).toContain("arithmetic mean");
  });

  test("interpolates runs that were looked at at other epochs, in what the axis shows, and says so", () => {
    const members = [
      [
        [0, 1],
        [20, 100],
      ],
      [
        [0, 1],
        [10, 1],
        [20, 1],
        [30, 1],
      ],
    ] as const;
    const [, line] = familyFigure([{ label: "a", members }], naming)?.data ?? [];
    expect(line.x).toEqual([0, 10, 20]);
    expect(line.y).toEqual([1, expect.closeTo(Math.sqrt(10), 12), expect.closeTo(10, 12)]);
    const linear = familyFigure([{ label: "a", members }], { ...naming, log: false });
    expect(linear?.data[1].y).toEqual([1, (50.5 + 1) / 2, 50.5]);
    expect(linear?.caption).toMatch(/ Between two of its epochs a run is interpolated\.$/);
  });

  test("leaves a family out whose runs were never looked at in the same epochs", () => {
    const apart = [
      [[0, 1]],
      [
        [10, 1],
        [20, 1],
      ],
    ] as const;
    expect(familyFigure([{ label: "a", members: apart }], naming)).toBeUndefined();
  });

  test("counts the runs that have values, and draws a single one to the last digit, without an area", () => {
    const figure = familyFigure([{ label: "a", members: [points(0.1, 3), points(null, 0)] }], naming);
    expect(figure?.data).toHaveLength(1);
    expect(figure?.data[0]).toMatchObject({ name: "a, n = 1", y: [0.1, 3] });
    expect(familyFigure([{ label: "a", members: [points(0.1)] }], naming)?.data[0].name).toBe("a");
    expect(familyFigure([{ label: "a", members: [points(null)] }], naming)).toBeUndefined();
  });

  test("draws all areas beneath all lines, each family in its place even where another is missing", () => {
    const two = (label: string) => ({ label, members: [points(1, 2), points(2, 3)] });
    const figure = familyFigure([two("a"), { label: "b", members: [points(null)] }, two("c")], naming);
    expect(figure?.data.map(({ name, fill, meta }) => [name, fill, meta])).toEqual([
      ["a, n = 2", "toself", { place: 0 }],
      ["c, n = 2", "toself", { place: 2 }],
      ["a, n = 2", undefined, { place: 0 }],
      ["c, n = 2", undefined, { place: 2 }],
    ]);
    const levels = familyFigure([{ ...two("a"), level: 0.5 }], naming);
    expect(levels?.data.map(({ meta }) => meta)).toEqual([{ level: 0.5 }, { level: 0.5 }]);
  });
});
