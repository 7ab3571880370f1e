import { readFileSync } from "node:fs";
import { homedir, userInfo } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { codeCells, FOLDER, names, notebook } from "./_notebooks.ts";

/** Pages and diffs of larger files are cut off or slow. */
const MAX_BYTES = 1.5e6;
const PLOTLY = "application/vnd.plotly.v1+json";
const PNG = /^iVBORw0KGgo[A-Za-z0-9+/]+=*$/;

test("there are five notebooks", () => {
  expect(names.map((name) => name.slice(0, 3))).toEqual(["01-", "02-", "03-", "04-", "05-"]);
});

describe.each(names)("%s", (name) => {
  const text = readFileSync(join(FOLDER, name), "utf8");
  const { nbformat, nbformat_minor, metadata, cells } = notebook(name);

  test("is a notebook of nbformat 4.5 for the TypeScript kernel", () => {
    expect([nbformat, nbformat_minor]).toEqual([4, 5]);
    expect(metadata.kernelspec).toMatchObject({ name: "tslab", language: "typescript" });
    expect(new Set(cells.map(({ id }) => id)).size).toBe(cells.length);
    for (const { id, cell_type, source, outputs, execution_count } of cells) {
      expect(id).toMatch(/^[A-Za-z0-9_-]{1,64}$/);
      expect(source.join("").trim(), `cell ${id}`).not.toBe("");
      // Markdown has no outputs; what code has is below.
      if (cell_type === "markdown") expect([outputs, execution_count], `cell ${id}`).toEqual([undefined, undefined]);
    }
  });

  test("was executed from the top, without an error or a warning", () => {
    const code = codeCells(notebook(name));
    expect(code.map(({ execution_count }) => execution_count)).toEqual(code.map((_, i) => i + 1));
    for (const { id, outputs = [] } of code) {
      for (const { output_type, name: stream } of outputs) {
        expect(["stream", "display_data"], `cell ${id}`).toContain(output_type);
        expect(stream, `cell ${id}`).not.toBe("stderr");
      }
    }
  });

  test("has figures that are alive in Jupyter and pictures on GitHub", () => {
    const shown = codeCells(notebook(name)).flatMap(({ outputs = [] }) =>
      outputs.flatMap(({ data }) => (data ? [data] : [])),
    );
    expect(shown.length).toBeGreaterThan(0);
    for (const bundle of shown) {
      expect(Object.keys(bundle).sort()).toEqual([PLOTLY, "image/png", "text/plain"]);
      const plotly = bundle[PLOTLY] as { readonly data: unknown[]; readonly layout: object; readonly config: object };
      expect(plotly.data.length).toBeGreaterThan(0);
      expect(plotly.config).toMatchObject({ showSendToCloud: false });
      expect([bundle["image/png"]].flat().join("").trim()).toMatch(PNG);
      expect([bundle["text/plain"]].flat().join("").split("\n").length).toBeGreaterThan(1);
    }
  });

  test("is small, links to files that there are, and names no machine and nobody", () => {
    expect(text.length).toBeLessThan(MAX_BYTES);
    const links = Array.from(text.matchAll(/\]\(([^):]+\.ipynb)\)/g), ([, link]) => link);
    for (const link of links) expect(names).toContain(link);
    for (const found of [process.cwd(), homedir(), `/${userInfo().username}/`, "/tmp/", "/home/", "C:\\\\"]) {
      expect(text).not.toContain(found);
    }
  });
});
