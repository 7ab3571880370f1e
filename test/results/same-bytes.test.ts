import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { folder, PATIENCE, printed, TINY } from "../cli/_cli.ts";

/** The digest of each file of a folder. */
function digests(path: string): Readonly<Record<string, string>> {
  const files = readdirSync(path, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
  return Object.fromEntries(
    files.map(({ parentPath, name }) => {
      const at = join(parentPath, name);
      return [at.slice(path.length), createHash("sha256").update(readFileSync(at)).digest("hex")];
    }),
  );
}

const ANALYZERS = "losses";

test(
  "results, figures and a report have the same bytes with 1, 2 and 4 threads, and twice",
  async () => {
    const out = folder();
    const made = async (threads: number) => {
      const at = join(out, String(threads));
      const results = join(at, "results");
      const kept = ["--epochs", "4000..6000", "--only", ANALYZERS, "--threads", String(threads)];
      await printed(["analyze", TINY, ...kept, "--out", results, "--json"]);
      // Figures and pages are drawn in one process: twice is enough.
      if (threads > 2) return { results: digests(results), pages: {} };
      const draw = ["--results", results, "--only", "losses", "--format", "svg"];
      await printed(["figures", TINY, ...draw, "-o", join(at, "pages")]);
      await printed(["report", results, "-o", join(at, "pages", "report.html")]);
      return { results: digests(results), pages: digests(join(at, "pages")) };
    };
    const [one, two, four] = [await made(1), await made(2), await made(4)];
    expect(Object.keys(one.results).length).toBeGreaterThan(3);
    expect(two.results).toEqual(one.results);
    expect(four.results).toEqual(one.results);
    expect(Object.keys(one.pages).length).toBeGreaterThan(3);
    expect(two.pages).toEqual(one.pages);
  },
  PATIENCE,
);
