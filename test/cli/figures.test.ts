import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { installed } from "#render/chromium.js";
import { apart, folder, grok, outOf, PATIENCE, printed, start, TINY } from "./_cli.ts";

/** Results of a few checkpoints, with curves and a spectrum, made once. */
const made = mkdtempSync(join(tmpdir(), "cli-figures-"));
const RESULTS = join(made, "results");
const FINAL = join(TINY, "final.pth");
const MLP = resolve("fixtures/layouts/two-layer-mlp");

/** Style files that cannot be. */
const STYLES = { unknown: join(made, "style.yaml"), wrong: join(made, "style.json") };
writeFileSync(STYLES.unknown, "width: 8cm\ncolour: red\n");
writeFileSync(STYLES.wrong, JSON.stringify({ width: "1km" }));

beforeAll(async () => {
  await printed(["analyze", TINY, "--every", "6", "--only", "losses,phases,fourier", "--out", RESULTS]);
}, PATIENCE);
afterAll(() => rmSync(made, { recursive: true, force: true }));

const browser = (() => {
  try {
    return installed();
  } catch {
    return undefined;
  }
})();

/** Every file of a folder, as bytes. */
const contents = (path: string) =>
  Object.fromEntries(readdirSync(path).map((name) => [name, readFileSync(join(path, name)).toString("latin1")]));

test(
  "the same results give the same bytes in two processes, in all formats, and no other files",
  async () => {
    const [one, other] = [join(folder(), "a"), join(folder(), "b")];
    const args = ["figures", RESULTS, "--format", "svg,pdf,png,json", "--only", "losses-losses", "-o"];
    const [first, second] = [outOf(await apart([...args, one])), await printed([...args, other])];
    const files = contents(one);
    expect(contents(other)).toEqual(files);
    expect(first).toBe(`wrote ${Object.keys(files).length} files to ${one}\n`);
    expect(second.replace(other, one)).toBe(first);
    const names = [...new Set(Object.keys(files).map((name) => name.replace(/\.\w+$/, "")))];
    expect(Object.keys(files).sort()).toEqual(
      names
        .flatMap((name) =>
          name === "captions" ? ["captions.md"] : ["json", "pdf", "png", "svg"].map((e) => `${name}.${e}`),
        )
        .sort(),
    );
    for (const [name, bytes] of Object.entries(files)) {
      if (name.endsWith(".svg")) expect(bytes).toMatch(/^<svg [\s\S]*<\/svg>\s*$/);
      if (name.endsWith(".pdf")) expect(bytes).toMatch(/^%PDF-[\s\S]*%%EOF\s*$/);
      if (name.endsWith(".png")) expect(bytes).toMatch(/^\x89PNG[\s\S]*IEND....$/);
    }
  },
  PATIENCE,
);

test("--width 8cm is 8 cm in SVG and PDF, of every figure", async () => {
  const at = join(folder(), "out");
  await printed(["figures", RESULTS, "--width", "8cm", "--format", "svg,pdf", "--only", "losses", "-o", at]);
  const cm = { svg: [] as number[], pdf: [] as number[] };
  for (const [name, bytes] of Object.entries(contents(at))) {
    if (name.endsWith(".svg")) cm.svg.push(2.54 * Number(/^<svg[^>]* width="([\d.]+)in"/.exec(bytes)?.[1]));
    if (name.endsWith(".pdf")) cm.pdf.push((2.54 * Number(/\/MediaBox \[0 0 ([\d.]+) /.exec(bytes)?.[1])) / 72);
  }
  expect(cm.svg.length).toBeGreaterThan(1);
  expect(cm.pdf).toHaveLength(cm.svg.length);
  for (const width of [...cm.svg, ...cm.pdf]) expect(width).toBeCloseTo(8, 3);
});

test("--paper has the figures that the results allow, and says why the others are left out", async () => {
  const at = join(folder(), "out");
  const out = await printed(["figures", RESULTS, "--paper", "--only", "2,6d,4a,12", "-o", at]);
  expect(readdirSync(at).sort()).toEqual(["all-figures.svg", "captions.md", "figure-2.svg", "figure-6d.svg"]);
  expect(out).toMatch(/^left out 4a: \S.*$/m);
  expect(out).toMatch(/^left out 12: no excluded loss \S.*$/m);
});

test("a style file has the options' names, options go before it, and --epoch is of what is of one checkpoint", async () => {
  const [at, style] = [join(folder(), "out"), join(folder(), "style.yaml")];
  writeFileSync(style, "width: 12cm\nheight: 6cm\nfont-size: 10\ntitle: true\nlegend: none\npalette: grey\n");
  const { table } = JSON.parse(readFileSync(join(RESULTS, "losses.json"), "utf8"));
  const [{ epoch }] = table.rows;
  const args = [
    "--only",
    "losses-losses,fourier-spectrum",
    "--style",
    style,
    "--width",
    "10cm",
    "--epoch",
    String(epoch),
  ];
  await printed(["figures", RESULTS, ...args, "--format", "json", "-o", at]);
  expect(readdirSync(at).sort()).toEqual(["captions.md", "fourier-spectrum.json", "losses-losses.json"]);
  const drawing = (name: string) => JSON.parse(readFileSync(join(at, `${name}.json`), "utf8"));
  const { layout, data } = drawing("losses-losses");
  expect([layout.width / 96, layout.height / 96].map((inches) => 2.54 * inches)).toEqual([
    expect.closeTo(10, 3),
    expect.closeTo(6, 1),
  ]);
  expect(layout).toMatchObject({ showlegend: false, font: { size: expect.closeTo(13.33, 2) }, title: {} });
  expect(data[0].line.color).toBe("#000000");
  // Curves keep all their epochs.
  expect(Math.max(...data[0].x)).toBe(6000);
  expect(readFileSync(join(at, "captions.md"), "utf8")).toMatch(
    new RegExp(`## fourier-spectrum\n\n[^\n]*epoch ${epoch}\\b`),
  );
});

test.each([
  [["--format", "gif"], /'--format <list>' argument 'gif' is invalid.*svg, pdf, png, json/],
  [["--format", ""], /'--format <list>' argument '' is invalid/],
  [["--width", "wide"], /'--width <length>' argument 'wide' is invalid.*8cm/],
  [["--width", "8furlong"], /'8furlong' is invalid/],
  [["--width", "0.1in"], /'0\.1in' is invalid.*from 1\.5in to 40in/],
  [["--width", "500cm"], /'500cm' is invalid/],
  [["--theme", "pink"], /'pink' is invalid.*screen, dark, paper/],
  [["--renderer", "firefox"], /'firefox' is invalid.*node, chromium/],
  [["--only", "loses"], /--only: there is no "loses"; .*grok-analyze figures <run> --only losses\n/],
  [["--only", "losses-curves"], /--only: there is no "losses-curves"; choose among losses-losses, losses-accuracies/],
  [["--height", "0.1in"], /'0\.1in' is invalid.*from 1\.5in to 40in/],
  [["--font", "a;b"], /'a;b' is invalid.*family of fonts/],
  [["--font", "Times", "--format", "pdf"], /--font: pdf is set in Arimo without a browser; --renderer chromium/],
  [["--font-size", "3"], /'3' is invalid.*from 4 to 32 points/],
  [["--palette", "pink"], /'pink' is invalid.*colour, grey/],
  [["--legend", "above"], /'above' is invalid.*below, none/],
  [["--epoch", "7"], /--epoch: there is no checkpoint of epoch 7; there are those of \d/],
  [["--style", STYLES.unknown], /style\.yaml: there is no "colour"; choose among width, height, theme, palette/],
  [["--style", STYLES.wrong], /style\.json: width cannot be "1km"; it must be a length/],
  [["--paper", "--set", "he-2026"], /--paper: is --set nanda-2023/],
  [["--paper", "--only", "6e"], /--only: there is no "6e"; .*6a, 6b/],
])("%j is asked wrongly: one line, exit 2, nothing written", async (args, message) => {
  const at = join(folder(), "out");
  const { code, out, err } = await grok(["figures", RESULTS, "-o", at, ...args]);
  expect({ code, out }).toEqual({ code: 2, out: "" });
  expect(err).toMatch(/^error: [^\n]*; [^\n]*\n$/);
  expect(err).toMatch(message);
  expect(existsSync(at)).toBe(false);
});

describe("of a run", () => {
  test(
    "that has no results, it analyses first and says where these are; then it takes them",
    async () => {
      const cwd = folder();
      const args = ["figures", FINAL, "--only", "losses", "-o", "figs"];
      expect(await printed(args, { cwd })).toMatch(
        /^wrote the results to final\.pth-analysis\nwrote \d+ files to figs\n$/,
      );
      expect(readdirSync(cwd).sort()).toEqual(["figs", "final.pth-analysis"]);
      const before = contents(join(cwd, "figs"));
      expect(await printed(args, { cwd })).toMatch(
        /^from the results in final\.pth-analysis\nwrote \d+ files to figs\n$/,
      );
      expect(contents(join(cwd, "figs"))).toEqual(before);
    },
    PATIENCE,
  );

  test("results of fewer checkpoints are taken, and it is said how many are not among them", async () => {
    const out = await printed(["figures", TINY, "--results", RESULTS, "--only", "losses", "-o", join(folder(), "out")]);
    expect(out).toContain(`from the results in ${RESULTS}\n`);
    expect(out).toMatch(/^19 checkpoints of the run not among them: analyze adds them$/m);
  });

  test("results of another run are refused, and a folder without any", async () => {
    const at = join(folder(), "out");
    for (const [results, message] of [
      [
        RESULTS,
        /^error: [^\n]*: holds results of another run: [^\n]*; name the folder of its own with --results[^\n]*\n$/,
      ],
      [folder(), /^error: [^\n]*: holds no results; make them with analyze --out\n$/],
    ] as const) {
      const { code, out, err } = await grok(["figures", MLP, "--results", results, "-o", at]);
      expect({ code, out }).toEqual({ code: 1, out: "" });
      expect(err).toMatch(message);
    }
    expect(existsSync(at)).toBe(false);
  });
});

test(
  "killed, it leaves whole files, and the next time no others",
  async () => {
    const [at, whole] = [join(folder(), "out"), join(folder(), "out")];
    const args = ["figures", RESULTS, "--format", "svg,png", "--only", "losses,phases", "-o"];
    await printed([...args, whole]);
    const all = contents(whole);
    const { child, ended } = start([...args, at]);
    while (!(existsSync(at) && readdirSync(at).length >= 2) && child.exitCode === null) await pause(2);
    child.kill("SIGKILL");
    await ended;
    const left = Object.entries(contents(at)).filter(([name]) => !name.startsWith("."));
    expect(left.length).toBeLessThan(Object.keys(all).length);
    for (const [name, bytes] of left) expect(bytes === all[name], name).toBe(true);
  },
  PATIENCE,
);

test("a place where nothing can be written is an error on one line", async () => {
  const blocked = join(folder(), "file");
  writeFileSync(blocked, "mine");
  const { code, err } = await grok(["figures", RESULTS, "--only", "losses", "-o", join(blocked, "figs")]);
  expect(code).toBe(1);
  expect(err).toMatch(/^error: [^\n]*cannot be written: [^\n]*\n$/);
  expect(readFileSync(blocked, "utf8")).toBe("mine");
});

test(
  "--renderer chromium writes the same files of the same sizes",
  async ({ skip }) => {
    skip(browser === undefined, "no Chromium is installed");
    const at = join(folder(), "out");
    await printed([
      "figures",
      RESULTS,
      "--renderer",
      "chromium",
      "--format",
      "svg,png",
      "--only",
      "losses-losses",
      "-o",
      at,
    ]);
    const files = contents(at);
    expect(Object.keys(files).sort()).toEqual(["captions.md", "losses-losses.png", "losses-losses.svg"]);
    for (const [name, bytes] of Object.entries(files)) {
      if (name.endsWith(".svg")) expect(bytes).toMatch(/^<svg[^>]* width="3\.25in"/);
      if (name.endsWith(".png")) expect(bytes).toMatch(/^\x89PNG/);
    }
  },
  PATIENCE,
);
