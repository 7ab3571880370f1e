import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { heatmaps } from "#figures/heatmaps.js";
import { lines } from "#figures/lines.js";
import { panels } from "#figures/panels.js";
import { drawn } from "#figures/theme.js";
import { latexText } from "#render/_latex-text.js";
import { type Pgf, pgf } from "#render/pgf.js";
import { svg } from "#render/svg.js";
import * as column from "#tables/column.js";
import { sources } from "../repository/_source.ts";

const folder = mkdtempSync(join(tmpdir(), "grok-analyze-pgf-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Curves over epochs on a logarithmic axis, with dashes, and a map with its colour bar. */
const curves = lines(
  {
    columns: { epoch: column.integer("epoch"), "50 %_loss": column.number("a loss"), α: column.number("another") },
    rows: [1, 2, 3, 4, 5].map((epoch) => ({ epoch, "50 %_loss": 10 ** -epoch, α: epoch })),
  },
  {
    name: "curves",
    title: "Σw² & more",
    caption: "A caption with 50 % and a_b.",
    x: "epoch",
    y: ["50 %_loss", "α"],
    log: "y",
    labels: { "50 %_loss": "50 % of #1", α: "cos<sub>k</sub> of α − ‖β‖" },
    axes: { y: "loss {nats} \\ $2 ~ x^2" },
  },
);
const map = heatmaps(
  [
    {
      z: [
        [-1, 2],
        [3, null],
      ],
    },
  ],
  { name: "map", title: "A map", caption: "It is small.", quantity: "norm" },
);

let text: string;
let made: Pgf;
beforeAll(async () => {
  const figure = panels([curves, map], { name: "both", title: "Both", caption: "Two plots.", columns: 1 });
  text = await svg(drawn(figure, { theme: "paper" }));
  made = pgf(text, "both-map");
});

describe("a figure for LaTeX", () => {
  test("has every text of the figure, escaped, with signs of mathematics", () => {
    const written = made.text
      .split("\n")
      .filter((line) => line.startsWith("\\pgftext[") && line.includes("\\selectfont"));
    const texts = text.match(/<text /g)?.length ?? 0;
    expect(written).toHaveLength(texts);
    const said = written.join("\n");
    expect(said).toContain("50 \\% of \\#1");
    expect(said).toContain(
      "cos\\textsubscript{k} of \\ensuremath{\\alpha} \\ensuremath{-} \\ensuremath{\\Vert}\\ensuremath{\\beta}\\ensuremath{\\Vert}",
    );
    expect(said).toContain("loss \\{nats\\} \\textbackslash{} \\$2 \\textasciitilde{} x\\textasciicircum{}2");
    expect(said).toContain("\\ensuremath{\\Sigma}w\\textsuperscript{2} \\& more");
    // Powers of ten along the logarithmic axis, and letters of the plots.
    expect(said).toMatch(/10\\textsuperscript\{\\ensuremath\{-\}\d\}/);
    expect(said).toContain("\\textbf{a}");
    expect(said).toMatch(/rotate=90\]/);
  });

  test("is as large as it, and every number in it is one", () => {
    const [, width, height] = /viewBox="0 0 ([\d.]+) ([\d.]+)"/.exec(text)?.map(Number) ?? [];
    const box = /\\pgfqpoint\{([\d.]+)bp\}\{([\d.]+)bp\}\}\\pgfusepath\{use as bounding box\}/.exec(made.text);
    expect(box?.slice(1).map(Number)).toEqual([0.75 * width, 0.75 * height].map((side) => expect.closeTo(side, 2)));
    expect(made.text).not.toMatch(/NaN|undefined|Infinity|\de[-+]\d/);
  });

  test("includes its map from a PNG beside it", () => {
    expect(made.pictures.map(({ file }) => file)).toEqual(["both-map-1.png"]);
    expect(Buffer.from(made.pictures[0].bytes).toString("latin1", 1, 4)).toBe("PNG");
    expect(made.text).toMatch(/\\includegraphics\[width=[\d.]+bp,height=[\d.]+bp\]\{both-map-1\.png\}/);
  });

  test("opens and closes scopes and braces in turn", () => {
    let open = 0;
    for (const [mark] of made.text.replace(/\\[{}]/g, "").matchAll(/[{}]/g)) {
      open += mark === "{" ? 1 : -1;
      expect(open).toBeGreaterThanOrEqual(0);
    }
    expect(open).toBe(0);
    const count = (mark: string) => made.text.split(mark).length - 1;
    expect(count("\\begin{pgfscope}")).toBe(count("\\end{pgfscope}"));
    expect(count("\\begin{pgfscope}")).toBeGreaterThan(0);
  });

  test("is set by LaTeX without a complaint", ({ skip }) => {
    skip(spawnSync("pdflatex", ["--version"]).status !== 0, "no LaTeX is installed");
    for (const { file, bytes } of made.pictures) writeFileSync(join(folder, file), bytes);
    writeFileSync(join(folder, "both.pgf"), made.text);
    writeFileSync(
      join(folder, "paper.tex"),
      "\\documentclass{article}\\usepackage{pgf}\\begin{document}\\input{both.pgf}\\end{document}\n",
    );
    const run = spawnSync("pdflatex", ["-interaction=nonstopmode", "-halt-on-error", "paper.tex"], { cwd: folder });
    const log = readFileSync(join(folder, "paper.log"), "latin1");
    expect(log).not.toMatch(/^! |Missing character|Undefined/m);
    expect(run.status).toBe(0);
    expect(readFileSync(join(folder, "paper.pdf"), "latin1")).toMatch(/^%PDF-/);
  });
});

describe("text for LaTeX", () => {
  test("leaves nothing that LaTeX takes for more than itself", () => {
    fc.assert(
      fc.property(fc.string(), (words) => {
        const written = latexText(words);
        const rest = written.replace(/\\[a-zA-Z]+\{\}|\\[#$%&_{},]|\{\}/g, "");
        expect(rest).not.toMatch(/[#$%&_{}~^\\]/);
      }),
    );
  });

  test("knows every sign that this program writes", () => {
    const rooms = ["analyzers", "figures", "quantities", "report", "sweeps", "tables", "tasks"];
    const signs = new Set(
      sources.flatMap(({ room, text }) => (rooms.includes(room) ? text.match(/[^\0-\x7f]/g) : null) ?? []),
    );
    expect(signs.size).toBeGreaterThan(40);
    expect([...signs].filter((sign) => sign !== "\u0302" && latexText(sign) === sign)).toEqual([]);
  });

  test("two hyphens are no dash, and a hat stands over its letter", () => {
    expect(latexText("a--b – ŵ")).toBe("a-{}-b -- \\^{w}");
  });
});
